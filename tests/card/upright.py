"""Train the small network that tells which long side of a straightened card is its upper one.

usage: python upright.py SET.npz... OUT.pt [--steps 10000] [--seed 1]

It gives one number for a view and one for the same view turned by half; their difference is the logit of "as it is", so
turned views need no learning. Where no long side is the upper one, the difference is to be none.
"""

import argparse
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from network import Block, Pointwise, prepare

BATCH = 64


class Upright(nn.Module):
    """80x80x3 in, one number out."""

    def __init__(self, widths=(8, 16, 24, 32), narrow=8):
        super().__init__()
        self.stem = Pointwise(3, widths[0], 3, 2)
        self.blocks = nn.Sequential(*[Block(inputs, outputs, 2) for inputs, outputs in zip(widths, widths[1:])])
        self.narrow = Pointwise(widths[-1], narrow)
        self.up = nn.Linear(narrow * 25, 1)

    def forward(self, x):
        return self.up(self.narrow(self.blocks(self.stem(x))).flatten(1)).squeeze(1)


def tell(network, views):
    """Return the logit of each view's being upright: of both ways round at once."""
    x = prepare(views)
    as_is, turned = network(torch.cat([x, x.flip(2, 3)])).chunk(2)
    return as_is - turned


def spoil(rng, views):
    """Move a batch of views a little, and recolour each in its own way, so that they are seen as others."""
    shift = torch.from_numpy(rng.integers(-2, 3, 2))
    views = torch.roll(views, tuple(shift.tolist()), (1, 2)).float()
    gain = torch.from_numpy(rng.normal(1, 0.12, (len(views), 1, 1, 3))).float()
    lift = torch.from_numpy(rng.normal(0, 8, (len(views), 1, 1, 1))).float()
    return (views * gain + lift).clamp(0, 255)


def measure(logits, told):
    """Return the loss: what is told has to be right, of the others nothing is to be told."""
    right, wrong = F.softplus(-logits), F.softplus(logits)
    return torch.where(told > 0, right, (right + wrong) / 2).mean()


def train(options):
    """Train with a cosine down to nothing; write averaged weights."""
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    chunks = [np.load(path) for path in options.sets]
    views = torch.from_numpy(np.concatenate([chunk["views"] for chunk in chunks]))
    told = torch.from_numpy(np.concatenate([chunk["told"] for chunk in chunks]))
    network = Upright().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-3)
    averaged = {name: value.clone() for name, value in network.state_dict().items()}
    start, mean = time.time(), None
    for step in range(options.steps):
        chosen = torch.from_numpy(rng.integers(0, len(views), BATCH))
        loss = measure(tell(network, spoil(rng, views[chosen])), told[chosen])
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 100) * 0.5 * (1 + np.cos(np.pi * step / options.steps))
        optimizer.step()
        keep = min(0.999, step / (step + 20))
        for name, value in network.state_dict().items():
            averaged[name] = averaged[name] * keep + value * (1 - keep) if value.is_floating_point() else value.clone()
        value = float(loss.detach())
        mean = value if mean is None else 0.99 * mean + 0.01 * value
        if step % 200 == 0:
            print(f"step {step} {time.time() - start:.0f} s loss {mean:.4f}", flush=True)
    torch.save(averaged, options.out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=pathlib.Path, nargs="+")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=10000)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())
