"""Read generated chunks as they appear, mix them, turn and mirror them."""

import pathlib
import time

import numpy as np
import torch

from canvas import CANVAS, GREY

CUT_BEYOND = 0.4


class Stream:
    """A window of the newest chunks that moves on with the count of samples drawn.

    Which chunk is in the window depends on that count alone, so that a run can be repeated; where the
    generator is behind, the stream waits for it.
    """

    def __init__(self, folder, seed, reuse, window=40, first=4, last=None):
        self.folder, self.seed, self.reuse, self.window = pathlib.Path(folder), seed, reuse, window
        self.chunks, self.next, self.first, self.last, self.waited = [], 0, first, last, 0.0

    def move_to(self, drawn):
        """Load the chunks that a count of drawn samples asks for."""
        due = self.first + int(drawn / (1000 * self.reuse))
        due = min(due, self.last) if self.last else due
        self.next = max(self.next, due - self.window)
        while self.next < due:
            path = self.folder / f"{self.seed}-{self.next:05d}.npz"
            while not path.exists():
                time.sleep(1)
                self.waited += 1
            with np.load(path) as chunk:
                self.chunks.append((chunk["canvases"], chunk["labels"]))
            self.chunks = self.chunks[-self.window :]
            self.next += 1

    def draw(self, rng, count):
        """Return canvases and labels of a batch from four chunks, the newest ones more often."""
        canvases, labels = [], []
        for share in np.array_split(np.arange(count), 4):
            near = min(len(self.chunks), 6) if rng.random() < 0.5 else len(self.chunks)
            chunk = self.chunks[-1 - int(rng.integers(near))]
            picked = rng.integers(0, len(chunk[0]), len(share))
            canvases.append(chunk[0][picked])
            labels.append(chunk[1][picked])
        return np.concatenate(canvases), np.concatenate(labels)


def make_batch(rng, canvases, labels):
    """Vary colour and light, turn and mirror all pictures alike; return tensors."""
    corners = labels[:, 1:9].reshape(-1, 4, 2).copy()
    box = labels[:, 10:14].copy()
    if rng.random() < 0.5:
        canvases, corners[..., 0], box[:, 0] = canvases[:, :, ::-1], CANVAS - 1 - corners[..., 0], CANVAS - box[:, 0] - box[:, 2]
    if rng.random() < 0.5:
        canvases, corners[..., 1], box[:, 1] = canvases[:, ::-1], CANVAS - 1 - corners[..., 1], CANVAS - box[:, 1] - box[:, 3]
    if rng.random() < 0.5:
        canvases, corners, box = canvases.transpose(0, 2, 1, 3), corners[..., ::-1], box[:, [1, 0, 3, 2]]
    swap = rng.permutation(3) if rng.random() < 0.12 else None
    pixels = np.zeros(canvases.shape, np.float32)
    for canvas, out, (x, y, wide, high) in zip(canvases, pixels, box.astype(int)):
        place = (slice(y, y + high), slice(x, x + wide))
        out[place] = vary(rng, canvas[place], swap)
    return torch.from_numpy(pixels).permute(0, 3, 1, 2), make_target(labels[:, 0], corners, box)


def vary(rng, picture, swap):
    """Return a picture with its colour and light changed a little, as the network takes it: grey is 0."""
    values = picture[..., swap] if swap is not None else picture
    values = values.astype(np.float32)
    if rng.random() < 0.1:
        values[:] = values.mean(2, keepdims=True)
    values *= (1 + rng.normal(0, 0.08, 3) + rng.normal(0, 0.08)).astype(np.float32)
    values += np.float32(rng.normal(0, 6))
    np.clip(values, 0, 255, values)
    values -= GREY
    values *= 1 / 64
    return values


def make_target(presence, corners, box):
    """Return what losses.measure asks for, of the documents' own corners."""
    middle = corners.mean(1, keepdims=True)
    turn = np.argsort(np.arctan2(corners[..., 1] - middle[..., 1], corners[..., 0] - middle[..., 0]), 1)
    ordered = np.take_along_axis(corners, turn[..., None], 1)
    first = np.argmin(ordered.sum(2), 1)
    shift = (np.arange(4)[None] + first[:, None]) % 4
    ordered = np.take_along_axis(ordered, shift[..., None], 1)
    low, high = box[:, :2] - 0.5 - CUT_BEYOND, box[:, :2] + box[:, 2:] - 0.5 + CUT_BEYOND
    least, most = ordered.min(1), ordered.max(1)
    cut = np.stack([least[:, 0] < low[:, 0], least[:, 1] < low[:, 1], most[:, 0] > high[:, 0], most[:, 1] > high[:, 1]], 1)
    return {
        "presence": torch.from_numpy(presence.astype(np.float32)),
        "corners": torch.from_numpy(ordered.astype(np.float32)),
        "cut": torch.from_numpy((cut & (presence > 0)[:, None]).astype(np.float32)),
    }
