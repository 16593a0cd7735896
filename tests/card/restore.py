"""Bring the weights of `periksa_card.bin` back into floating point, so that training can go on from the committed file.

usage: python restore.py FILE.bin CHUNK.npz OUT.pt

What was folded and rounded stays so. Batch norms begin with the statistics of the chunk's pictures and change nothing.
"""

import argparse
import pathlib

import numpy as np
import torch

import weights_file
from network import Network, Pointwise, prepare
from quantise import BRANCHES, CALIBRATED, INPUT_ONE, find_module, list_inputs
from quantised import MAPS_ONE, VECTOR_ONE

ANY_ONE = 1024  # between input and results only ratios count: ReLU and sums are the same at each scale


def restore(layers, canvases):
    """Return a network that says what the file's layers say."""
    network, reads = Network(), list_inputs(weights_file.FINDER.layers, BRANCHES)
    ones = dict.fromkeys(layers, ANY_ONE) | {"maps": MAPS_ONE, "vector": VECTOR_ONE}
    biases = {}
    for name, layer in layers.items():
        before = ones[reads[name]] if name in reads else INPUT_ONE
        step = layer.multipliers / 2.0**layer.shifts * before / ones[name]
        module = network.get_submodule(name)
        convolution = find_module(network, name)
        shape = [-1] + [1] * (convolution.weight.ndim - 1)
        convolution.weight.data = torch.from_numpy(rearrange(layer) * step.reshape(shape)).float().reshape(convolution.weight.shape)
        bias = torch.from_numpy(layer.biases * step / before).float()
        if isinstance(module, Pointwise):
            biases[module[1]] = bias
        elif convolution.bias is not None:
            convolution.bias.data = bias
    set_norms(network, biases, prepare(torch.from_numpy(canvases)))
    return network


def rearrange(layer):
    """Return a layer's whole numbers in PyTorch's order."""
    if layer.kind == "stem":
        return layer.weights.transpose(0, 3, 1, 2)
    if layer.kind == "depthwise":
        return layer.weights.transpose(2, 0, 1)[:, None]
    if layer.name == "hidden":
        return layer.weights.reshape(len(layer.weights), 5, 5, -1).transpose(0, 3, 1, 2).reshape(len(layer.weights), -1)
    return layer.weights.reshape(len(layer.weights), -1, *[1, 1] * (layer.kind == "pointwise"))


@torch.no_grad()
def set_norms(network, biases, pictures):
    """Give each batch norm the statistics of what comes to it, and make it add no more than the folded bias."""

    def see(norm, inputs):
        variance, mean = torch.var_mean(inputs[0], (0, 2, 3), correction=0)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.copy_(mean + biases[norm])

    hooks = [norm.register_forward_pre_hook(see) for norm in biases]
    network.eval()(pictures)
    for hook in hooks:
        hook.remove()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("chunk", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    layers, _ = weights_file.read(options.file.read_bytes())
    with np.load(options.chunk) as chunk:
        network = restore(layers, chunk["canvases"][:CALIBRATED])
    torch.save(network.state_dict(), options.out)
