"""From the network's outputs to a quadrangle and a score. numpy only; README.md, "Decoding", specifies it."""

import itertools
import math

import numpy as np

from network_shape import GRID, HEAD, STRIDE

PEAKS = 3
REACH = 2
LEAST_SHARE = 0.01
OUTSIDE_SHARE, INSIDE_SHARE = 0.5, 0.02
MASK_WEIGHT = 6.0
OTHERS = 8
ROWS, COLUMNS = np.mgrid[0:GRID, 0:GRID].astype(np.float64)


def decode(maps, vector):
    """Return the document's corners in canvas pixels, the score and what it is made of.

    maps: logits (5, 40, 40); vector: (13,).
    """
    direct = vector[HEAD["corners"]].reshape(4, 2) * 80 + 79.5
    candidates = [list_candidates(maps[k], direct[k]) for k in range(4)]
    sides = [draw_sides(candidates[k], candidates[(k + 1) % 4]) for k in range(4)]
    mask = maps[4] > 0
    combinations = []
    for chosen in itertools.product(*(range(len(each)) for each in candidates)):
        drawn = np.logical_and.reduce([sides[k][chosen[k]][chosen[(k + 1) % 4]] for k in range(4)])
        agreement = agree(drawn, mask)
        shares = [candidates[k][chosen[k]][1] for k in range(4)]
        worth = sum(math.log(share) for share in shares) + MASK_WEIGHT * agreement
        cells = np.array([candidates[k][chosen[k]][0] for k in range(4)])
        combinations.append((worth, (cells + 0.5) * STRIDE - 0.5, agreement, sum(shares) / 4))
    combinations.sort(key=lambda each: -each[0])
    _, quad, agreement, confidence = combinations[0]
    presence = 1 / (1 + math.exp(-vector[0]))
    return {
        "quad": quad,
        "others": [each[1] for each in combinations[1 : OTHERS + 1]],
        "score": presence * agreement * confidence,
        "presence": presence,
        "agreement": agreement,
        "confidence": confidence,
        "cut": vector[HEAD["cut"]],
    }


def list_candidates(logits, direct):
    """Return up to three peaks of a corner map and the regressed corner, in cells, each with its share."""
    top = max(0.0, float(logits.max()))
    weights = np.exp(logits - top)
    total = weights.sum() + math.exp(-top)
    found = []
    for row, column in find_peaks(logits):
        rows, columns = slice(max(0, row - REACH), row + REACH + 1), slice(max(0, column - REACH), column + REACH + 1)
        near = weights[rows, columns]
        share = min(1.0, near.sum() / total)
        if share > LEAST_SHARE:
            centre = np.array([(COLUMNS[rows, columns] * near).sum(), (ROWS[rows, columns] * near).sum()]) / near.sum()
            found.append((centre, share))
    cell = (direct + 0.5) / STRIDE - 0.5
    beyond = max(-cell.min() - 0.5, cell.max() - GRID + 0.5)
    found.append((cell, OUTSIDE_SHARE if beyond > 0.5 else INSIDE_SHARE))
    return found


def find_peaks(logits):
    """Return row and column of the greatest values that no greater one is near, greatest first."""
    padded = np.pad(logits, REACH, constant_values=-np.inf)
    size = 2 * REACH + 1
    around = np.max([padded[y : y + GRID, x : x + GRID] for y in range(size) for x in range(size)], 0)
    peaks = np.argwhere(logits >= around)
    values = logits[peaks[:, 0], peaks[:, 1]]
    return peaks[np.argsort(-values, kind="stable")][:PEAKS]


def draw_sides(starts, ends):
    """Return, for each pair of candidates, the cells on the inner side of the line between them."""
    return [[draw_side(start, end) for end, _ in ends] for start, _ in starts]


def draw_side(start, end):
    """Return the cells whose centre lies strictly to the right of a line, seen along it on the screen."""
    along = end - start
    return along[0] * (ROWS - start[1]) - along[1] * (COLUMNS - start[0]) > 0


def agree(drawn, mask):
    """Return intersection over union of the quadrangle's cells and the mask."""
    either = (drawn | mask).sum()
    return float((drawn & mask).sum() / either) if either else 0.0
