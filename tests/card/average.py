"""Average trained weights of one lineage: nearer to what all of them found than any.

usage: python average.py A.pt B.pt ... OUT.pt
"""

import sys

import torch


def average(paths):
    """Return the mean of each number, normalisations' means and variances too."""
    states = [torch.load(path) for path in paths]
    return {name: sum(state[name] for state in states) / len(states) if value.is_floating_point() else value for name, value in states[0].items()}


if __name__ == "__main__":
    *sources, target = sys.argv[1:]
    torch.save(average(sources), target)
