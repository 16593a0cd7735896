"""Average trained weights that went on from one another: what is wrong with one of them is often right with the others.

usage: python average.py A.pt B.pt ... OUT.pt
"""

import sys

import torch


def average(paths):
    """Return the mean of each number, normalisations' means and variances too; counts are the first one's."""
    first, *others = (torch.load(path) for path in paths)
    mean = dict(first)
    for name, value in first.items():
        if value.is_floating_point():
            mean[name] = sum((other[name] for other in others), value) / len(paths)
    return mean


if __name__ == "__main__":
    *sources, target = sys.argv[1:]
    torch.save(average(sources), target)
