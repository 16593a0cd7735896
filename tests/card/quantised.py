"""The network in integers: the reference that the Rust core must equal number for number. numpy only.

Activations are i16 in rows, columns, channels. A layer sums int8 weights times i16 activations in i32 (the
file keeps every sum inside it), adds the i32 bias, and scales back: README.md, "Arithmetic". Sums are made here by
float64 products, which are exact below 2**53; `accumulate` checks that they stay inside i32.
"""

import numpy as np

from weights_file import ADDS, RELU

MAPS_ONE, VECTOR_ONE, UPRIGHT_ONE = 256, 4096, 256
GREY = 128


def run(layers, canvas, trace=None):
    """Return the corner and mask maps (5, 40, 40) and the vector (13,) as logits, from a canvas u8.

    `trace`, a dict, receives every layer's i16 output by name.
    """
    maps, vector = run_integers(layers, canvas, trace)
    return maps.transpose(2, 0, 1) / MAPS_ONE, vector / VECTOR_ONE


def run_integers(layers, canvas, trace=None):
    """Return the maps (40, 40, 5) and the vector (13,) as integers."""

    def apply(name, x):
        y = apply_layer(layers[name], x)
        if trace is not None:
            trace[name] = y
        return y

    def block(name, x):
        y = apply(f"{name}.pointwise", apply(f"{name}.depthwise", x))
        if layers[f"{name}.pointwise"].flags & ADDS:
            y = clamp(x + y)
            if trace is not None:
                trace[f"{name}.sum"] = y
        return y

    def merge(size, below, beside):
        y = np.maximum(clamp(double(apply(f"up{size}", below)) + apply(f"side{size}", beside)), 0)
        if trace is not None:
            trace[f"merge{size}"] = y
        return y

    x = apply("stem", canvas.astype(np.int64) - GREY)
    kept = {}
    for size, blocks in ((4, 2), (8, 3), (16, 4), (32, 3)):
        for index in range(blocks):
            x = block(f"stage{size}.{index}", x)
        kept[size] = x
    vector = apply("vector", apply("hidden", apply("narrow", x).reshape(1, 1, -1))).reshape(-1)
    x = block("join16", merge(16, x, kept[16]))
    x = block("join8", merge(8, x, kept[8]))
    x = merge(4, x, kept[4])
    x = block("join4.1", block("join4.0", x))
    return apply("maps", x), vector


def lean(layers, view):
    """Return how much more speaks for a view u8 (80, 80, 3) as it is than for the same turned by half, in 1/256."""
    numbers = []
    for seen in (view, view[::-1, ::-1]):
        x = seen.astype(np.int64) - GREY
        *others, last = layers.values()
        for layer in others:
            x = apply_layer(layer, x)
        numbers.append(int(apply_layer(last, x.reshape(1, 1, -1))[0, 0, 0]))
    return numbers[0] - numbers[1]


def apply_layer(layer, x):
    """Return one layer's i16 output."""
    sums = accumulate(layer, x)
    half = np.int64(1) << (layer.shifts - 1)
    y = clamp(((sums + layer.biases) * layer.multipliers + half) >> layer.shifts)
    return np.maximum(y, 0) if layer.flags & RELU else y


def accumulate(layer, x):
    """Return the i32 sums of a layer."""
    if layer.kind in ("pointwise", "dense"):
        sums = x.astype(float) @ layer.weights.T.astype(float)
    else:
        height, width = (x.shape[0] + layer.stride - 1) // layer.stride, (x.shape[1] + layer.stride - 1) // layer.stride
        padded = np.pad(x, ((1, 1), (1, 1), (0, 0))).astype(float)
        sums = 0.0
        for row in range(3):
            for column in range(3):
                seen = padded[row :: layer.stride, column :: layer.stride][:height, :width]
                if layer.kind == "depthwise":
                    sums = sums + seen * layer.weights[row, column]
                else:
                    sums = sums + seen @ layer.weights[:, row, column].T.astype(float)
    if np.abs(sums).max() + np.abs(layer.biases).max() >= 2**31:
        raise OverflowError(layer.name)
    return sums.astype(np.int64)


def clamp(x):
    """Hold values inside i16."""
    return np.clip(x, -32768, 32767)


def double(x):
    """Repeat every value twice down and across."""
    return x.repeat(2, 0).repeat(2, 1)
