"""Write scans of whole cards, as scanner apps make them: cut a little too far in, or with a narrow border.

usage: python scan_set.py CARDS OUT SEED COUNT

CARDS is a folder of pictures of whole cards. OUT gets JPEGs in four turns, and labels.csv for tests/agreement: none is cut off.
"""

import argparse
import pathlib

import cv2
import numpy as np

OFF = 0.02
GREYS = [0, 90, 255]


def scan(rng, card):
    """Return a scan: each side moved by up to OFF of the card's, outward as a border of one grey; upright or turned."""
    height, width = card.shape[:2]
    left, top, right, bottom = (int(off * side) for off, side in zip(rng.uniform(-OFF, OFF, 4), (width, height, width, height)))
    image = card[max(0, top) : height - max(0, bottom), max(0, left) : width - max(0, right)]
    border = [max(0, -off) for off in (top, bottom, left, right)]
    image = cv2.copyMakeBorder(image, *border, cv2.BORDER_CONSTANT, value=[int(rng.choice(GREYS))] * 3)
    scale = min(1, rng.uniform(500, 1300) / max(image.shape[:2]))
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(np.rot90(image, rng.integers(4)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cards", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    paths = sorted(path for path in options.cards.iterdir() if path.suffix in (".jpg", ".jpeg", ".png"))
    lines = ["file,check,label,source"]
    for number in range(options.count):
        path = paths[number % len(paths)]
        cv2.imwrite(str(options.out / f"{number:04d}.jpg"), scan(rng, cv2.imread(str(path))), [cv2.IMWRITE_JPEG_QUALITY, 88])
        lines.append(f"{number:04d}.jpg,cutoff,0,{path.stem}")
    (options.out / "labels.csv").write_text("\n".join(lines) + "\n")
