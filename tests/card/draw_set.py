"""Write a set of generated pictures at full size, labelled as the open set is.

usage: python draw_set.py PICTURES OUT SEED COUNT [--held] [--unit 4]

OUT gets PNG files, quads.json (corners in pixels, clockwise from the document's own top left) and tags.json
(what makes each hard; an empty list of corners where there is no document).
"""

import argparse
import json
import pathlib

import cv2
import numpy as np

from compose import TAGS, compose_picture
from geometry import area
from pool import Pictures, Pool


def draw_set(pictures, out, seed, count, held, unit):
    """Compose and write the pictures one by one."""
    cv2.setNumThreads(1)
    out.mkdir(parents=True, exist_ok=True)
    pool = Pool(seed, Pictures(pictures, held), held=held)
    rng, quads, tags = np.random.default_rng([seed, 0]), {}, {}
    for number in range(count):
        image, quad, bits = compose_picture(rng, pool, unit)
        name = f"{seed}-{number:04d}.png"
        cv2.imwrite(str(out / name), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
        named = [tag for tag, bit in TAGS.items() if bits & bit]
        height, width = image.shape[:2]
        if quad is not None:
            quads[name] = quad.round(2).tolist()
            named += ["portrait"] if height > width else []
            named += ["small"] if abs(area(quad)) < 0.15 * width * height else []
        tags[name] = named
    (out / "quads.json").write_text(json.dumps(quads))
    (out / "tags.json").write_text(json.dumps(tags))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--unit", type=int, default=4)
    options = parser.parse_args()
    draw_set(options.pictures, options.out, options.seed, options.count, options.held, options.unit)
