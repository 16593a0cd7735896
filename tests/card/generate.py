"""Write generated pictures in chunks, for training to read while they are made.

usage: python generate.py PICTURES OUT SEED CHUNKS [--held] [--size 1000] [--keep 12]

The same seed gives the same pictures. Beyond `--keep` gigabytes the oldest chunks are removed.
"""

import argparse
import pathlib
import time

import cv2
import numpy as np

from canvas import CANVAS
from compose import compose
from pool import Pictures, Pool

POOL_LASTS = 2


def generate(pictures, out, seed, chunks, held=False, size=1000, keep=12.0):
    """Write chunks `SEED-NNNNN.npz` of canvases and labels."""
    cv2.setNumThreads(1)
    out.mkdir(parents=True, exist_ok=True)
    material = Pictures(pictures, held)
    for chunk in range(chunks):
        start = time.time()
        if chunk % POOL_LASTS == 0:
            pool = Pool(seed * 100003 + chunk, material, held=held)
        rng = np.random.default_rng([seed, chunk])
        canvases, labels = np.empty((size, CANVAS, CANVAS, 3), np.uint8), np.empty((size, 16), np.float32)
        for i in range(size):
            canvases[i], labels[i] = compose(rng, pool)
        part = out / f"part-{seed}.npz"
        np.savez(part, canvases=canvases, labels=labels)
        part.rename(out / f"{seed}-{chunk:05d}.npz")
        remove_oldest(out, keep)
        print(f"chunk {chunk} in {time.time() - start:.1f} s", flush=True)


def remove_oldest(out, keep):
    """Keep the folder below a number of gigabytes."""
    files = sorted(out.glob("*-*.npz"), key=lambda path: path.stat().st_mtime)
    total = sum(path.stat().st_size for path in files)
    while files and total > keep * 1e9:
        total -= files[0].stat().st_size
        files.pop(0).unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("chunks", type=int)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--keep", type=float, default=12.0)
    options = parser.parse_args()
    generate(options.pictures, options.out, options.seed, options.chunks, options.held, options.size, options.keep)
