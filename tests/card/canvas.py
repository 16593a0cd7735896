"""The network's input: a picture scaled into a square canvas. Integers only, numpy only.

README.md, "Input", specifies this rule; the Rust core has the same one.
"""

import numpy as np

CANVAS = 160
LONG_SIDE = 112
GREY = 128


def fit(width, height, long_side=LONG_SIDE):
    """Return the scaled size and the place of its top left corner in the canvas."""
    longest = max(width, height)
    new_width = max(1, (2 * width * long_side + longest) // (2 * longest))
    new_height = max(1, (2 * height * long_side + longest) // (2 * longest))
    return new_width, new_height, (CANVAS - new_width) // 2, (CANVAS - new_height) // 2


def weigh(source, target):
    """Return the integer matrix of how much of each source pixel lies in each target pixel, in 1/target."""
    i, k = np.arange(target)[:, None], np.arange(source)[None]
    low, high = np.maximum(i * source, k * target), np.minimum((i + 1) * source, (k + 1) * target)
    return np.maximum(high - low, 0).astype(np.int64)


def shrink(picture, new_width, new_height):
    """Average areas exactly: sums of whole numbers, rounded half up once."""
    height, width = picture.shape[:2]
    # Sums stay far below 2**53, so float64 products are exact.
    across = np.tensordot(weigh(width, new_width).astype(float), picture.astype(float), (1, 1))
    total = np.tensordot(weigh(height, new_height).astype(float), across, (1, 1)).astype(np.int64)
    return (2 * total + width * height) // (2 * width * height)


def find_gain(scaled):
    """Return the gain in 1/256 that lifts the 98th percentile of luma to 230, between 1 and 16."""
    luma = (77 * scaled[..., 0] + 150 * scaled[..., 1] + 29 * scaled[..., 2]) >> 8
    counts = np.cumsum(np.bincount(luma.ravel(), minlength=256))
    bright = max(1, int(np.argmax(counts * 100 >= counts[-1] * 98)))
    return min(max((230 * 256 + bright // 2) // bright, 256), 4096)


def place(scaled, corner):
    """Apply the gain and centre the scaled picture in the grey canvas."""
    x0, y0 = corner
    canvas = np.full((CANVAS, CANVAS, 3), GREY, np.uint8)
    lit = np.minimum((scaled * find_gain(scaled) + 128) >> 8, 255)
    canvas[y0 : y0 + scaled.shape[0], x0 : x0 + scaled.shape[1]] = lit
    return canvas


def make_canvas(picture):
    """Return the canvas of an RGB u8 picture and its size and place in it."""
    height, width = picture.shape[:2]
    box = fit(width, height)
    return place(shrink(picture, box[0], box[1]), box[2:]), box
