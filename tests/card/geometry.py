"""Quadrangles: order, area, overlap, projection. numpy only.

A quadrangle is an array of four (x, y), clockwise on the screen (y grows downwards).
"""

import math

import numpy as np


def area(quad):
    """Return the signed area; clockwise on the screen is positive."""
    x, y = quad[:, 0], quad[:, 1]
    return (np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def order(quad):
    """Return the corners clockwise, beginning with the smallest x + y, and the index that came first."""
    middle = quad.mean(0)
    turn = np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))
    first = int(np.argmin(quad[turn].sum(1)))
    turn = np.roll(turn, -first)
    return quad[turn], turn


def clip(polygon, window):
    """Return the part of a polygon inside a convex clockwise window, or None."""
    for i in range(len(window)):
        a, b = window[i], window[(i + 1) % len(window)]
        side = (b[0] - a[0]) * (polygon[:, 1] - a[1]) - (b[1] - a[1]) * (polygon[:, 0] - a[0])
        kept = []
        for j in range(len(polygon)):
            k = (j + 1) % len(polygon)
            if side[j] >= 0:
                kept.append(polygon[j])
            if (side[j] >= 0) != (side[k] >= 0):
                kept.append(polygon[j] + (polygon[k] - polygon[j]) * (side[j] / (side[j] - side[k])))
        if len(kept) < 3:
            return None
        polygon = np.array(kept)
    return polygon


def overlap(first, second):
    """Return intersection over union of two convex quadrangles."""
    first, second = np.asarray(first, float), np.asarray(second, float)
    first = first if area(first) > 0 else first[::-1]
    second = second if area(second) > 0 else second[::-1]
    both = clip(first, second)
    common = area(both) if both is not None else 0.0
    union = area(first) + area(second) - common
    return float(common / union) if union > 0 else 0.0


def is_convex(quad):
    """Tell whether the corners turn clockwise throughout."""
    side = np.roll(quad, -1, 0) - quad
    after = np.roll(side, -1, 0)
    return bool((side[:, 0] * after[:, 1] - side[:, 1] * after[:, 0] > 0).all())


def project(rng, aspect, tilt=1.0):
    """Return a card of width 1 seen by a camera at a random angle and turn, centred on its box."""
    lean_x, lean_y = np.clip(rng.normal(0, 0.22 * tilt, 2), -0.65, 0.65)
    turn = rng.integers(0, 4) * math.pi / 2 + np.clip(rng.normal(0, 0.17), -0.46, 0.46)
    if rng.random() < 0.1:
        turn = rng.uniform(-math.pi, math.pi)
    half = 0.5 / aspect
    points = np.array([[-0.5, -half, 0], [0.5, -half, 0], [0.5, half, 0], [-0.5, half, 0]])
    c, s = math.cos(turn), math.sin(turn)
    about_z = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    c, s = math.cos(lean_x), math.sin(lean_x)
    about_x = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    c, s = math.cos(lean_y), math.sin(lean_y)
    about_y = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    points = points @ (about_y @ about_x @ about_z).T
    quad = points[:, :2] / (1 + points[:, 2:] / rng.uniform(1.1, 3.5))
    return quad - (quad.max(0) + quad.min(0)) / 2
