"""Show generated pictures with their quadrangles on one contact sheet.

usage: python sheet.py CHUNK.npz OUT.png [FIRST]
"""

import sys

import cv2
import numpy as np

from geometry import order


def draw_sheet(canvases, labels, columns=10):
    """Return one picture of all canvases, twice enlarged, with outlines and their first corner."""
    rows = []
    for canvas, label in zip(canvases, labels):
        tile = cv2.resize(canvas, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
        if label[0]:
            quad, turn = order(label[1:9].reshape(4, 2))
            points = ((quad * 2 + 0.5) * 16).astype(np.int32)
            cv2.polylines(tile, [points], True, (0, 255, 0), 1, cv2.LINE_AA, 4)
            cv2.circle(tile, tuple(int(v) for v in label[1:3] * 2), 3, (255, 0, 0), -1)
        rows.append(tile)
    return np.vstack([np.hstack(rows[i : i + columns]) for i in range(0, len(rows) - columns + 1, columns)])


if __name__ == "__main__":
    chunk, first = np.load(sys.argv[1]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    shown = draw_sheet(chunk["canvases"][first : first + 50], chunk["labels"][first : first + 50])
    cv2.imwrite(sys.argv[2], cv2.cvtColor(shown, cv2.COLOR_RGB2BGR))
