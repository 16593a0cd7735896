"""The network in floating point, for training. README.md has its table; quantised.py its integer form."""

import torch
import torch.nn.functional as F
from torch import nn


class Pointwise(nn.Sequential):
    """1x1 (or the stem's 3x3) convolution, batch norm, and ReLU where asked for."""

    def __init__(self, inputs, outputs, size=1, stride=1, relu=True):
        layers = [nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs)]
        super().__init__(*layers, *([nn.ReLU()] if relu else []))


class Block(nn.Module):
    """Linear depthwise 3x3, then pointwise with ReLU; the input is added where shapes allow."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False)
        self.pointwise = Pointwise(inputs, outputs)
        self.adds = inputs == outputs and stride == 1

    def forward(self, x):
        y = self.pointwise(self.depthwise(x))
        return x + y if self.adds else y


def make_stage(inputs, outputs, count):
    """Return a block that halves the size and `count` that keep it."""
    return nn.Sequential(Block(inputs, outputs, 2), *[Block(outputs, outputs) for _ in range(count)])


class Network(nn.Module):
    """160x160x3 in; four corner maps and the document's mask at 40x40, and a vector of 13."""

    def __init__(self, widths=(8, 24, 40, 64, 80), narrow=8, hidden=32, up=(40, 32, 24)):
        super().__init__()
        w2, w4, w8, w16, w32 = widths
        self.stem = Pointwise(3, w2, 3, 2)
        self.stage4, self.stage8 = make_stage(w2, w4, 1), make_stage(w4, w8, 2)
        self.stage16, self.stage32 = make_stage(w8, w16, 3), make_stage(w16, w32, 2)
        self.narrow = Pointwise(w32, narrow)
        self.hidden, self.vector = nn.Linear(narrow * 25, hidden), nn.Linear(hidden, 13)
        self.up16, self.side16, self.join16 = Pointwise(w32, up[0], relu=False), Pointwise(w16, up[0], relu=False), Block(up[0], up[0])
        self.up8, self.side8, self.join8 = Pointwise(up[0], up[1], relu=False), Pointwise(w8, up[1], relu=False), Block(up[1], up[1])
        self.up4, self.side4 = Pointwise(up[1], up[2], relu=False), Pointwise(w4, up[2], relu=False)
        self.join4 = nn.Sequential(Block(up[2], up[2]), Block(up[2], up[2]))
        self.maps = nn.Conv2d(up[2], 5, 1)

    def forward(self, x):
        x4 = self.stage4(self.stem(x))
        x8 = self.stage8(x4)
        x16 = self.stage16(x8)
        x32 = self.stage32(x16)
        vector = self.vector(F.relu(self.hidden(self.narrow(x32).flatten(1))))
        y = self.join16(F.relu(double(self.up16(x32)) + self.side16(x16)))
        y = self.join8(F.relu(double(self.up8(y)) + self.side8(x8)))
        y = self.join4(F.relu(double(self.up4(y)) + self.side4(x4)))
        return self.maps(y), vector


def double(x):
    """Repeat every value twice across and down."""
    return F.interpolate(x, scale_factor=2, mode="nearest")


def prepare(canvases):
    """Return the network's input of canvases u8 (n, 160, 160, 3)."""
    return ((canvases.permute(0, 3, 1, 2).float() - 128) / 64).contiguous(memory_format=torch.channels_last)
