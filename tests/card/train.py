"""Train the network on chunks that generate.py writes, side by side with it.

usage: python train.py DATA OUT --steps 20000 [--seed 1] [--start WEIGHTS] [--compile]

Writes OUT (averaged weights) every three minutes, and OUT.state to go on from.
"""

import argparse
import math
import pathlib
import time

import numpy as np
import torch

from batches import Stream, make_batch
from losses import measure
from network import Network

BATCH = 40
SAVE_EVERY = 180


def train(options):
    """Run the whole schedule: warm-up, cosine, averaged weights."""
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    network = Network().to(memory_format=torch.channels_last)
    if options.start:
        network.load_state_dict(torch.load(options.start))
    decayed = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim < 2]
    groups = [{"params": decayed, "weight_decay": 1e-4}, {"params": others, "weight_decay": 0}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, fused=True)
    averaged = {name: value.clone() for name, value in network.state_dict().items()}
    first = 0
    if options.resume and state_path(options).exists():
        state = torch.load(state_path(options))
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        averaged, first = state["averaged"], state["step"]
    rng = np.random.default_rng([options.seed, first])
    run = torch.compile(network) if options.compile else network
    stream = Stream(options.data, options.stream, options.reuse)
    means, start, saved = {}, time.time(), time.time()
    step, done = first, first / options.steps
    while done < 1:
        stream.move_to((step - options.since) * BATCH)
        pixels, target = make_batch(rng, *stream.draw(rng, BATCH))
        loss, parts = measure(*run(pixels), target)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        for group in optimizer.param_groups:
            group["lr"] = schedule(step, done, options.rate)
        optimizer.step()
        average(averaged, network, step)
        keep_means(means, loss, parts)
        if step % 100 == 0:
            report(step, start, first, stream, means)
        step += 1
        done = max(step / options.steps, (time.time() - start) / (60 * options.minutes))
        if time.time() - saved > SAVE_EVERY or done >= 1:
            save(options, network, optimizer, averaged, step)
            saved = time.time()


def schedule(step, done, rate):
    """Return the learning rate: warm up over 100 steps, then a cosine down to a fiftieth. `done` is the share of the whole run."""
    return rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))


def average(averaged, network, step):
    """Move the averaged weights a little towards the current ones."""
    keep = min(0.999, step / (step + 20))
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                averaged[name].lerp_(value, 1 - keep)
            else:
                averaged[name].copy_(value)


def keep_means(means, loss, parts):
    """Keep running means of the losses for the log."""
    for name, value in [("loss", loss), *parts.items()]:
        value = float(value.detach())
        means[name] = 0.98 * means.get(name, value) + 0.02 * value


def report(step, start, first, stream, means):
    """Print one line of progress."""
    pace = (step - first + 1) * BATCH / (time.time() - start)
    shown = " ".join(f"{name} {value:.4f}" for name, value in means.items())
    print(f"step {step} {time.time() - start:.0f} s {pace:.0f}/s chunks {stream.next} waited {stream.waited:.0f} {shown}", flush=True)


def state_path(options):
    """Return where the run's full state is kept."""
    return pathlib.Path(str(options.out) + ".state")


def save(options, network, optimizer, averaged, step):
    """Write the averaged weights and the state, each in one move."""
    part = pathlib.Path(str(options.out) + ".part")
    torch.save(averaged, part)
    part.rename(options.out)
    torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "averaged": averaged, "step": step}, part)
    part.rename(state_path(options))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end after so long, even with fewer steps")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stream", type=int, default=1, help="the generator's seed")
    parser.add_argument("--since", type=int, default=0, help="the step at which this stream began")
    parser.add_argument("--reuse", type=float, default=3.0, help="how often a picture is seen, about")
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--start", type=pathlib.Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--compile", action="store_true")
    train(parser.parse_args())
