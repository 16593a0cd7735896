"""Read and write `periksa_card.bin` and `periksa_upright.bin`. numpy only; README.md, "The file", has the layout."""

import dataclasses
import struct
import zlib

import numpy as np

from canvas import CANVAS, LONG_SIDE
from straighten import VIEW

MAGIC = b"PKCF"
FORMAT = 1
KINDS = ("stem", "depthwise", "pointwise", "dense")
RELU, ADDS = 1, 2
HEADER = struct.Struct("<4sBBBBIII")
LAYER = struct.Struct("<BBBBHH")


@dataclasses.dataclass
class Layer:
    """One layer: int8 weights, and per output channel multiplier, shift and bias."""

    name: str
    kind: str
    stride: int
    flags: int
    weights: np.ndarray
    multipliers: np.ndarray
    shifts: np.ndarray
    biases: np.ndarray


@dataclasses.dataclass
class Network:
    """A network as its file names it: pixels a side of its input, of the picture's longer side in it, and its layers."""

    canvas: int
    long_side: int
    layers: list


def list_finder():
    """Return name, kind, stride and flags of every layer of the card finder in the file's order."""
    rows = [("stem", "stem", 2, RELU)]
    for stage, blocks in (("stage4", 2), ("stage8", 3), ("stage16", 4), ("stage32", 3)):
        for block in range(blocks):
            rows.append((f"{stage}.{block}.depthwise", "depthwise", 1 if block else 2, 0))
            rows.append((f"{stage}.{block}.pointwise", "pointwise", 1, RELU | (ADDS if block else 0)))
    rows += [("narrow", "pointwise", 1, RELU), ("hidden", "dense", 1, RELU), ("vector", "dense", 1, 0)]
    for size, blocks in ((16, [""]), (8, [""]), (4, [".0", ".1"])):
        rows += [(f"up{size}", "pointwise", 1, 0), (f"side{size}", "pointwise", 1, 0)]
        for block in blocks:
            rows.append((f"join{size}{block}.depthwise", "depthwise", 1, 0))
            rows.append((f"join{size}{block}.pointwise", "pointwise", 1, RELU | ADDS))
    return rows + [("maps", "pointwise", 1, 0)]


def list_upright():
    """Return the same of the network that tells which side is up."""
    rows = [("stem", "stem", 2, RELU)]
    for block in range(3):
        rows += [(f"blocks.{block}.depthwise", "depthwise", 2, 0), (f"blocks.{block}.pointwise", "pointwise", 1, RELU)]
    return rows + [("narrow", "pointwise", 1, RELU), ("up", "dense", 1, 0)]


FINDER = Network(CANVAS, LONG_SIDE, list_finder())
UPRIGHT = Network(VIEW, VIEW, list_upright())


def count_weights(kind, inputs, outputs):
    """Return the number of weights of a layer."""
    return {"stem": 9 * inputs * outputs, "depthwise": 9 * inputs}.get(kind, inputs * outputs)


def write(layers, revision, network=FINDER):
    """Return the file's bytes."""
    body = b""
    for layer in layers:
        outputs = len(layer.multipliers)
        inputs = {"stem": 3, "depthwise": outputs}.get(layer.kind) or layer.weights.shape[1]
        body += LAYER.pack(KINDS.index(layer.kind), layer.flags, layer.stride, 0, inputs, outputs)
        body += layer.weights.astype(np.int8).tobytes() + layer.multipliers.astype("<u2").tobytes()
        body += layer.shifts.astype(np.uint8).tobytes()
        if layer.kind != "depthwise":
            body += layer.biases.astype("<i4").tobytes()
    size = HEADER.size + len(body)
    return HEADER.pack(MAGIC, FORMAT, network.canvas, network.long_side, len(layers), revision, size, zlib.crc32(body)) + body


def read(data, network=FINDER):
    """Return a network's layers by name and the revision, or raise ValueError."""
    magic, version, canvas, long_side, count, revision, size, check = HEADER.unpack_from(data)
    wanted = MAGIC, FORMAT, network.canvas, network.long_side, len(network.layers)
    if (magic, version, canvas, long_side, count) != wanted:
        raise ValueError("not weights of this network and format")
    if size != len(data) or zlib.crc32(data[HEADER.size :]) != check:
        raise ValueError("the file is damaged")
    at, layers = HEADER.size, {}

    def take(kind, items):
        nonlocal at
        values = np.frombuffer(data, kind, items, at)
        at += values.nbytes
        return values.astype(np.int64)

    for name, kind, stride, flags in network.layers:
        found, seen_flags, seen_stride, _, inputs, outputs = LAYER.unpack_from(data, at)
        at += LAYER.size
        if (KINDS[found], seen_flags, seen_stride) != (kind, flags, stride):
            raise ValueError(f"layer {name} is not of this network")
        weights = take(np.int8, count_weights(kind, inputs, outputs))
        shape = {"stem": (outputs, 3, 3, inputs), "depthwise": (3, 3, outputs)}.get(kind, (outputs, inputs))
        multipliers, shifts = take("<u2", outputs), take(np.uint8, outputs)
        biases = np.zeros(outputs, np.int64) if kind == "depthwise" else take("<i4", outputs)
        layers[name] = Layer(name, kind, stride, flags, weights.reshape(shape), multipliers, shifts, biases)
    if at != len(data):
        raise ValueError("bytes are left over")
    return layers, revision
