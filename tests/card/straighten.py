"""A card seen straight, in a square: the input of the network that tells which side is up. numpy only.

README.md, "Which side is up", specifies it; the Rust core has the same rule. Sums and products of f64, in this order.
"""

import numpy as np

from canvas import find_gain

VIEW = 80
SAMPLES = 4


def project(quad):
    """Return the nine numbers that lead from the unit square to a quadrangle, the last one 1."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = [[float(v) for v in corner] for corner in quad]
    dx1, dy1, dx2, dy2 = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    dx3, dy3 = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    det = dx1 * dy2 - dx2 * dy1
    g, h = (dx3 * dy2 - dx2 * dy3) / det, (dx1 * dy3 - dx3 * dy1) / det
    return x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1.0


def straighten(picture, quad):
    """Return the view u8 (80, 80, 3) of an RGB u8 picture: 4 x 4 samples a pixel, of the nearest pixel; then the gain."""
    a, b, c, d, e, f, g, h, i = project(quad)
    at = (np.arange(VIEW * SAMPLES) + 0.5) / (VIEW * SAMPLES)
    x, y = at[None], at[:, None]
    depth = g * x + h * y + i
    across, down = (a * x + b * y + c) / depth + 0.5, (d * x + e * y + f) / depth + 0.5
    height, width = picture.shape[:2]
    columns = np.clip(across, 0, width - 1).astype(int)
    rows = np.clip(down, 0, height - 1).astype(int)
    sums = picture[rows, columns].astype(np.int64).reshape(VIEW, SAMPLES, VIEW, SAMPLES, 3).sum((1, 3))
    view = (sums + SAMPLES * SAMPLES // 2) // (SAMPLES * SAMPLES)
    return np.minimum((view * find_gain(view) + 128) >> 8, 255).astype(np.uint8)
