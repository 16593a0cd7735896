"""Draw straightened cards for `upright.py`: what is left of a photo of a card, once its corners are found, almost.

usage: python upright_set.py PICTURES OUT.npz SEED COUNT

OUT has `views`, u8 (n, 80, 80, 3), each card's heading up, and `told`, 1 where a long side is the card's upper one, else 0.
"""

import argparse
import pathlib

import cv2
import numpy as np

from draw.identity import draw_identity
from draw.light import blur, cast_light, expose, sense
from pool import Pictures
from straighten import straighten

VIEWS = 6


def photograph(rng, card, grounds):
    """Return a small photo of an upright card, u8 RGB, and its corners as a finder may give them."""
    mild = rng.random() < 0.6
    width = int(np.exp(rng.uniform(np.log(70), np.log(420))))
    high, wide = card.shape[:2]
    quad = np.array([[0, 0], [1, 0], [1, high / wide], [0, high / wide]]) * width
    quad += rng.normal(0, rng.choice([0.01, 0.05]) * width, (4, 2))
    quad += width * 0.15 - quad.min(0)
    size = tuple(int(v) for v in quad.max(0) + width * 0.15)
    ground = cv2.resize(grounds[rng.integers(len(grounds))], size).astype(np.float32)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, quad.astype(np.float32))
    if width < wide:
        card = cv2.GaussianBlur(card, (0, 0), 0.4 * wide / width)
    laid = cv2.warpPerspective(card, matrix, size).astype(np.float32)
    share = laid[..., 3:] / 255
    image = np.ascontiguousarray(ground * (1 - share) + laid[..., :3] * share)
    unit = width / 120
    image = cast_light(rng, image, quad.mean(0), unit, mild)
    exposure = expose(rng, image, mild)
    image = sense(rng, blur(rng, image, min(unit, 1.5), mild), exposure, mild)
    return image, quad + rng.normal(0, rng.choice([0.004, 0.012, 0.04], p=[0.5, 0.35, 0.15]) * width, (4, 2))


def draw_views(rng, pictures, count):
    """Return `count` views and what is told of them."""
    views, told = [], []
    while len(views) < count:
        card, is_told = draw_identity(rng, pictures.photos)
        grounds = pictures.photos + pictures.textures
        for _ in range(VIEWS):
            views.append(straighten(*photograph(rng, card, grounds)))
            told.append(is_told)
    return np.array(views[:count]), np.array(told[:count], np.uint8)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    views, told = draw_views(np.random.default_rng(options.seed), Pictures(options.pictures), options.count)
    np.savez(options.out, views=views, told=told)
