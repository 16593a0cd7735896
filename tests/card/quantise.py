"""Turn trained weights into `periksa_card.bin` or `periksa_upright.bin`: fold, calibrate on generated pictures, round.

usage: python quantise.py WEIGHTS CHUNK.npz OUT.bin [--revision N] [--upright]
"""

import argparse
import pathlib

import numpy as np
import torch
from torch import nn

import weights_file
from network import Network, Pointwise, prepare
from quantised import MAPS_ONE, UPRIGHT_ONE, VECTOR_ONE
from upright import Upright

CALIBRATED = 400
ROOM = 12288  # the greatest calibrated value maps here, which leaves 2.6 times as much before i16 ends
INPUT_ONE = 64

# Of the card finder: layers whose outputs are added together, and those that don't read the layer before them.
ADDED = [[f"stage{s}.{i}" for i in range(n)] for s, n in ((4, 2), (8, 3), (16, 4), (32, 3))]
ADDED += [[f"up{s}", f"side{s}", f"join{s}"] for s in (16, 8)] + [["up4", "side4", "join4.0", "join4.1"]]
BRANCHES = {"narrow": "stage32.2.pointwise", "up16": "stage32.2.pointwise", "side16": "stage16.3.pointwise"}
BRANCHES |= {"join16.depthwise": "side16", "up8": "join16.pointwise", "side8": "stage8.2.pointwise"}
BRANCHES |= {"join8.depthwise": "side8", "up4": "join8.pointwise", "side4": "stage4.1.pointwise", "join4.0.depthwise": "side4"}


def load(path, network):
    """Return the network with these weights, batch norms folded into the convolutions before them."""
    network.load_state_dict(torch.load(path))
    network.eval()
    for module in network.modules():
        if isinstance(module, Pointwise):
            convolution, norm = module[0], module[1]
            gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            convolution.weight.data *= gain[:, None, None, None]
            convolution.bias = nn.Parameter(norm.bias - norm.running_mean * gain)
            module[1] = nn.Identity()
    return network


def find_module(network, name):
    """Return the convolution or linear layer of a layer's name in the file."""
    module = network.get_submodule(name)
    return module[0] if isinstance(module, Pointwise) else module


@torch.no_grad()
def calibrate(network, canvases):
    """Return the greatest absolute value of each tensor: layer outputs, sums with what is added, merges."""
    greatest, hooks = {}, []

    def watch(name):
        def see(_, __, output):
            greatest[name] = max(greatest.get(name, 0.0), float(output.abs().max()))

        return see

    for name, module in network.named_modules():
        if name:
            hooks.append(module.register_forward_hook(watch(name)))
    for start in range(0, len(canvases), 50):
        network(prepare(torch.from_numpy(canvases[start : start + 50])))
    for hook in hooks:
        hook.remove()
    return greatest


def choose_scales(greatest, layers, added):
    """Return the real value of 1 of each layer's i16 output. What is added together shares one scale."""
    one = {"maps": 1 / MAPS_ONE, "vector": 1 / VECTOR_ONE, "up": 1 / UPRIGHT_ONE}
    for group in added:
        scale = max(greatest[name] for name in group) / ROOM
        one |= {name if "." not in name and "join" not in name else f"{name}.pointwise": scale for name in group}
    for name, *_ in layers:
        if name not in one:
            one[name] = greatest[name] / ROOM
    return one


def list_inputs(layers, branches):
    """Return, for each layer, the layer whose output (or sum, of the same scale) it reads: `branches`, else the one before."""
    names = [name for name, *_ in layers]
    return {name: names[index - 1] for index, name in enumerate(names) if index} | branches


def quantise(network, rows, canvases, added=(), branches=None):
    """Return the file's layers, of these names and kinds. `added`: whose outputs are added together."""
    one, reads, layers = choose_scales(calibrate(network, canvases), rows, added), list_inputs(rows, branches or {}), []
    for name, kind, stride, flags in rows:
        module = find_module(network, name)
        real = module.weight.detach().double().numpy()
        bias = np.zeros(len(real)) if module.bias is None else module.bias.detach().double().numpy()
        before = one[reads[name]] if name in reads else 1 / INPUT_ONE
        step = np.maximum(np.abs(real).reshape(len(real), -1).max(1) / 127, np.abs(bias) / before / 2**28)
        step = np.maximum(step, 1e-12)
        whole = np.clip(np.round(real / step.reshape(-1, *[1] * (real.ndim - 1))), -127, 127)
        multipliers, shifts = split(before * step / one[name])
        biases = np.round(bias / (before * step))
        layers.append(weights_file.Layer(name, kind, stride, flags, arrange(name, kind, whole), multipliers, shifts, biases))
    return layers


def arrange(name, kind, weights):
    """Bring PyTorch's order of weights into the file's."""
    if kind == "stem":
        return weights.transpose(0, 2, 3, 1)
    if kind == "depthwise":
        return weights[:, 0].transpose(1, 2, 0)
    if name in ("hidden", "up"):
        return weights.reshape(len(weights), -1, 5, 5).transpose(0, 2, 3, 1).reshape(len(weights), -1)
    return weights.reshape(len(weights), -1)


def split(factors):
    """Return multipliers of 16 bits and shifts so that multiplier / 2**shift is the factor."""
    mantissa, exponent = np.frexp(factors)
    multipliers, shifts = np.round(mantissa * 65536).astype(np.int64), 16 - exponent
    over = multipliers == 65536
    multipliers[over], shifts[over] = 32768, shifts[over] - 1
    low = shifts > 47  # a channel that is all but dead
    multipliers[low], shifts[low] = 0, 47
    if shifts.min() < 1:
        raise ValueError("a factor is too great")
    return multipliers, shifts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("chunk", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--revision", type=int, default=1)
    parser.add_argument("--upright", action="store_true", help="of the network that tells which side is up")
    options = parser.parse_args()
    torch.set_num_threads(1)
    with np.load(options.chunk) as chunk:
        if options.upright:
            file = weights_file.UPRIGHT
            layers = quantise(load(options.weights, Upright()), file.layers, chunk["views"][:CALIBRATED])
        else:
            file = weights_file.FINDER
            layers = quantise(load(options.weights, Network()), file.layers, chunk["canvases"][:CALIBRATED], ADDED, BRANCHES)
    data = weights_file.write(layers, options.revision, file)
    options.out.write_bytes(data)
    print(len(data), "bytes")
