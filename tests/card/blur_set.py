"""Write a set of card photos with known blur, labelled as tests/agreement wants it.

usage: python blur_set.py CARDS PICTURES OUT SEED COUNT

CARDS is a folder of sharp pictures of whole cards, which are never laid in larger than they are; PICTURES is what
fetch_pictures.py wrote: its held-out half is laid behind them. Blur is Gaussian, out of focus or a straight motion, in
linear light, of one standard deviation (of a motion, along its way). How hard print is to read goes by that against the
print's size; capital letters on an ID-1 card are about 2 of its 85.6 mm high. So of the card's width: label 0 up to 0.8
thousandths (0.03 of a capital's height), 1 from 2 thousandths on (0.09); between them `?`.
"""

import argparse
import json
import math
import pathlib

import cv2
import numpy as np

from pool import Pictures

LONG_SIDE, TWICE = 1280, 2
SHARES = [0, 0.4, 0.8, 1.2, 1.6, 2, 2.5, 3, 4, 5, 7]


def draw_kernel(rng, kind, sigma):
    """Return what a point becomes; `sigma` is its standard deviation along an axis, along its way for a motion."""
    reach = math.ceil(4 * sigma) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    if kind == "gaussian":
        kernel = np.exp(-(x * x + y * y) / (2 * sigma * sigma))
    elif kind == "focus":
        kernel = np.clip(2 * sigma + 0.5 - np.hypot(x, y), 0, 1)
    else:
        angle, half = rng.uniform(0, math.pi), sigma * math.sqrt(3)
        along, beside = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
        kernel = np.clip(half + 0.5 - abs(along), 0, 1) * np.clip(1 - abs(beside), 0, 1)
    return (kernel / kernel.sum()).astype(np.float32)


def lay_card(rng, card, ground):
    """Return a photo of the card on the ground, float RGB, the card's width in it and its corners, from the upper left."""
    width, height = (LONG_SIDE, LONG_SIDE * 3 // 4)[:: 1 if rng.random() < 0.6 else -1]
    scale = max(width / ground.shape[1], height / ground.shape[0]) * 1.01
    image = cv2.resize(ground, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:height, :width].astype(np.float32)
    high, wide = card.shape[:2]
    across = min(rng.uniform(0.33, 0.95) * width, 0.95 * wide)
    quad = np.array([[0, 0], [1, 0], [1, high / wide], [0, high / wide]]) * across + rng.normal(0, 0.015 * across, (4, 2))
    turn = rng.normal(0, 0.06)
    quad = (quad - quad.mean(0)) @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    room = np.maximum(0, [width, height] - np.ptp(quad, 0))
    quad += np.array([width, height]) / 2 + rng.uniform(-0.5, 0.5, 2) * room
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = np.diag([TWICE, TWICE, 1]) @ cv2.getPerspectiveTransform(source, quad.astype(np.float32))
    laid = [cv2.warpPerspective(layer, matrix, (TWICE * width, TWICE * height)) for layer in (card.astype(np.float32), np.ones((high, wide), np.float32))]
    colour, share = [cv2.resize(layer, (width, height), interpolation=cv2.INTER_AREA) for layer in laid]
    share = share[..., None]
    return image * (1 - share) + (colour * rng.uniform(0.55, 1.05) + rng.uniform(-10, 20) * share), across, quad


def spoil(rng, image, sigma):
    """Return the photo as a JPEG: blurred, with noise."""
    if sigma > 0:
        kernel = draw_kernel(rng, rng.choice(["gaussian", "focus", "motion"]), sigma)
        linear = cv2.filter2D((np.clip(image, 0, 255) / 255) ** 2.2, -1, kernel)
        image = np.clip(linear, 0, 1) ** (1 / 2.2) * 255
    image = image + rng.normal(0, rng.choice([0.5, 1.5, 3]), (*image.shape[:2], 1))
    rounded = cv2.cvtColor(np.clip(image, 0, 255).round().astype(np.uint8), cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", rounded, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 95))])[1].tobytes()


def draw_set(options):
    """Write the pictures, one card after another, labels.csv and quads.json."""
    paths = sorted(path for path in options.cards.iterdir() if path.suffix in (".jpg", ".jpeg", ".png"))
    cards = {path.stem: cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB) for path in paths}
    grounds, rng = Pictures(options.pictures, held=True).photos, np.random.default_rng(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    lines, quads = ["file,check,label,source"], {}
    for number in range(options.count):
        name = list(cards)[number % len(cards)]
        image, across, quad = lay_card(rng, cards[name], grounds[rng.integers(len(grounds))])
        share = float(rng.choice(SHARES))
        file = f"{number:04d}-{share}.jpg"
        (options.out / file).write_bytes(spoil(rng, image, share * across / 1000))
        quads[file] = quad.round(1).tolist()
        lines.append(f"{file},blur,{0 if share <= 0.8 else 1 if share >= 2 else '?'},{name}")
    (options.out / "labels.csv").write_text("\n".join(lines) + "\n")
    (options.out / "quads.json").write_text(json.dumps(quads) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cards", type=pathlib.Path)
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    draw_set(parser.parse_args())
