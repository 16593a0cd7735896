"""What light, lens and sensor do to a scene. Pictures are float32 RGB, changed in place or returned.

`unit` is the size of a picture in units of the training size; lengths in pixels grow with it. `mild`: as most people's
photos are, without the extremes.
"""

import math

import cv2
import numpy as np


def cast_light(rng, image, focus, unit=1, mild=False):
    """Apply uneven light, hard or soft shadows, glare and the colour of the lamp."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    if rng.random() < 0.7:
        angle, slope = rng.uniform(0, 6.28), rng.uniform(0, 0.25 if mild else 0.5)
        image *= (1 + slope * ((x / width - 0.5) * math.cos(angle) + (y / height - 0.5) * math.sin(angle)))[..., None]
    if rng.random() < (0.15 if mild else 0.32):
        shade = np.zeros((height, width), np.float32)
        points = rng.uniform(0, [width, height]) + rng.normal(0, 0.5, (int(rng.integers(3, 6)), 2)) * max(width, height)
        cv2.fillConvexPoly(shade, cv2.convexHull(points.astype(np.int32)), 1.0)
        shade = cv2.GaussianBlur(shade, (0, 0), unit * rng.uniform(0.8, 14))
        image *= (1 - rng.uniform(0.15, 0.4 if mild else 0.65) * shade)[..., None]
    if rng.random() < (0.08 if mild else 0.22):
        for _ in range(int(rng.integers(1, 3))):
            centre = focus + rng.normal(0, 0.22, 2) * max(width, height)
            spread = rng.uniform(0.02, 0.13) * max(width, height)
            squeeze, angle = rng.uniform(0.25, 1), rng.uniform(0, 3.14)
            u = (x - centre[0]) * math.cos(angle) + (y - centre[1]) * math.sin(angle)
            v = (y - centre[1]) * math.cos(angle) - (x - centre[0]) * math.sin(angle)
            image += (rng.uniform(80, 420) * np.exp(-(u * u + v * v / squeeze**2) / spread**2))[..., None]
    image *= (1 + rng.normal(0, 0.08, 3)).astype(np.float32)
    return image


def expose(rng, image, mild=False):
    """Apply exposure, contrast, and sometimes loss of colour; return the exposure's factor."""
    stops = rng.uniform(-1.2, 0.4) if mild or rng.random() < 0.88 else rng.uniform(-4.8, -1.5)
    image *= 2**stops
    if not mild and rng.random() < 0.12:
        haze = rng.uniform(0.3, 0.8)
        image *= haze
        image += (1 - haze) * rng.uniform(20, 200) * min(1, 2**stops)
    np.clip(image, 0, 255, image)
    if rng.random() < 0.2:
        luma = image @ np.array([0.299, 0.587, 0.114], np.float32)
        keep = 0 if rng.random() < 0.7 else 0.5
        tint = 1 + rng.normal(0, 0.06, 3).astype(np.float32)
        image *= keep
        image += (1 - keep) * luma[..., None] * tint
    return 2**stops


def blur(rng, image, unit=1, mild=False):
    """Blur by focus or by motion, or not at all."""
    chance = rng.random()
    if chance < 0.4:
        return cv2.GaussianBlur(image, (0, 0), unit * rng.uniform(0.3, 1.3 if mild else 2.6))
    if chance < (0.46 if mild else 0.52):
        size, angle = int(unit * rng.uniform(3, 6 if mild else 11)), rng.uniform(0, math.pi)
        kernel = np.zeros((size, size), np.float32)
        reach = np.array([math.cos(angle), math.sin(angle)]) * size / 2
        ends = [tuple(int(v) for v in size / 2 + sign * reach) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        return cv2.filter2D(image, -1, kernel / max(1e-3, kernel.sum()))
    return image


def sense(rng, image, exposure, mild=False):
    """Add noise, round, and compress."""
    if rng.random() < 0.6:
        noise = rng.standard_normal(image.shape, np.float32)
        image = image + noise * (rng.uniform(0, 4 if mild else 8) * max(0.25, min(1, exposure)))
    image = np.clip(image, 0, 255).round().astype(np.uint8)
    if rng.random() < 0.25:
        data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(35, 92))])[1]
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return image
