"""Measure a card finder: overlap with the true corners, false finds, sides that are cut.

usage: python evaluate.py MODEL [--held CHUNK.npz] [--set FOLDER] [--quality FOLDER] [--looks one] [--list]

MODEL is a `.bin` (computed in whole numbers) or trained weights (`.pt`, in floating point). Overlap is
intersection over union with the whole quadrangle, parts outside the frame included.
"""

import argparse
import csv
import json
import pathlib
import re

import numpy as np

import weights_file
from decode import decode
from geometry import overlap
from looks import find
from quantised import run
from shares import show

BITS = {"card": 1, "sheet": 2, "cut": 4, "fingers": 8, "low contrast": 16, "cluttered": 32, "whole frame": 64, "mild": 256}
CUT_BY = 0.006


def load(path):
    """Return a function from canvas to maps and vector."""
    if path.suffix == ".bin":
        layers, _ = weights_file.read(path.read_bytes())
        return lambda canvas: run(layers, canvas)
    import torch

    from network import Network, prepare
    from quantise import load as load_weights

    torch.set_num_threads(1)
    network = load_weights(path, Network())

    def forward(canvas):
        with torch.no_grad():
            maps, vector = network(prepare(torch.from_numpy(canvas[None])))
        return maps[0].double().numpy(), vector[0].double().numpy()

    return forward


def measure_held(model, path, threshold, at_most):
    """Print figures on generated pictures, whole and apart by what makes them hard."""
    with np.load(path) as chunk:
        canvases, labels = chunk["canvases"][:at_most], chunk["labels"][:at_most]
    rows, groups = [], {}
    for canvas, label in zip(canvases, labels):
        found = decode(*model(canvas))
        if not label[0]:
            rows.append((found["score"], None))
            continue
        value = overlap(found["quad"], label[1:9].reshape(4, 2))
        row = (found["score"], value)
        rows.append(row)
        for name in name_groups(label):
            groups.setdefault(name, []).append(row)
        groups.setdefault("all", []).append(row)
    print(f"generated, {path.name}: found at {threshold}, over .75, over .9, over .9 at any score")
    for name, each in sorted(groups.items()):
        print_row(name, each, threshold)
    without = [score for score, value in rows if value is None]
    print("false finds", show(sum(score >= threshold for score in without), len(without)))
    print_scores(rows)


def name_groups(label):
    """Return the groups that a label belongs to."""
    tags, fill, portrait = int(label[14]), label[15], label[13] > label[12]
    names = [name for name, bit in BITS.items() if tags & bit]
    names += ["portrait"] if portrait else ["landscape"]
    names += ["small (fill under .15)"] if fill < 0.15 else ["fill .15 to .6"] if fill < 0.6 else ["fill over .6"]
    names += [] if tags & BITS["mild"] else ["harsh"]
    return names + (["mild, not cut"] if tags & BITS["mild"] and not tags & BITS["cut"] else [])


def print_row(name, each, threshold):
    """Print one group's counts."""
    total = len(each)
    kept = [value if score >= threshold else 0.0 for score, value in each]
    found = sum(score >= threshold for score, _ in each)
    columns = [found, sum(v > 0.75 for v in kept), sum(v > 0.9 for v in kept), sum(v > 0.9 for _, v in each)]
    middle = np.median([value for _, value in each])
    print(f"  {name:46s} " + "  ".join(show(count, total) for count in columns) + f"  median {middle:.3f}")


def print_scores(rows):
    """Print where scores of good finds and of pictures without a document lie."""
    good = [score for score, value in rows if value is not None and value > 0.75]
    none = [score for score, value in rows if value is None]
    for name, each in (("good finds", good), ("without", none)):
        if each:
            marks = np.percentile(each, [1, 2, 5, 10, 50, 90, 95, 98, 99])
            print(f"  scores, {name}: " + " ".join(f"{mark:.2f}" for mark in marks) + "  (1 2 5 10 50 90 95 98 99 %)")


def measure_set(model, folder, threshold, looks):
    """Print figures on a set that draw_set.py wrote."""
    import cv2

    quads, tags = (json.loads((folder / name).read_text()) for name in ("quads.json", "tags.json"))
    rows, groups = [], {}
    for name, named in sorted(tags.items()):
        found = find(model, np.ascontiguousarray(cv2.imread(str(folder / name))[..., ::-1]), looks)
        if name not in quads:
            rows.append((found["score"], None))
            continue
        rows.append((found["score"], overlap(found["quad"], np.array(quads[name]))))
        mild = "mild" in named and "cut" not in named
        for group in (*named, "all", *(["mild, not cut"] if mild else []), *([] if "mild" in named else ["harsh"])):
            groups.setdefault(group, []).append(rows[-1])
    print(f"{folder.name}, looks: {looks}; found at {threshold}, over .75, over .9, over .9 at any score")
    for group, each in sorted(groups.items()):
        print_row(group, each, threshold)
    without = [score for score, value in rows if value is None]
    print("false finds", show(sum(score >= threshold for score in without), len(without)))
    print_scores(rows)


def measure_quality(model, folder, threshold, looks, listed):
    """Print figures on the labelled pictures, per folder and per base picture."""
    import cv2

    quads = json.loads((folder / "quads.json").read_text())
    with open(folder / "labels.csv", newline="") as file:
        labels = [row for row in csv.DictReader(file) if row["label"] in "01"]
    wanted = set(quads) | {row["file"] for row in labels if row["check"] in ("document", "cutoff")}
    results, groups = {}, {}
    for file in sorted(wanted):
        picture = cv2.imread(str(folder / file), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
        if picture is None:
            continue
        picture = np.ascontiguousarray(picture[..., ::-1])
        found = find(model, picture, looks)
        results[file] = (found, picture.shape[1], picture.shape[0])
        if file in quads:
            row = (found["score"], overlap(found["quad"], np.array(quads[file])))
            parts = pathlib.PurePath(file)
            for name in ("all", parts.parent.as_posix(), "base " + name_base(parts.name), *name_frames(parts.name)):
                groups.setdefault(name, []).append(row)
            if listed and (row[0] < threshold or row[1] < 0.9):
                print(f"  {file}: score {row[0]:.3f}, overlap {row[1]:.3f}")
    print(f"{folder.name}: found at {threshold}, over .75, over .9, over .9 at any score")
    for name, each in sorted(groups.items()):
        print_row(name, each, threshold)
    print_false(labels, results, threshold, listed)
    print_cut(labels, results)


def name_base(name):
    """Return the base picture that a made picture comes from."""
    match = re.search(r"(alb|aze|spec)\d\d?|js_test\d+", name)
    return match.group(0) if match else name


def name_frames(name):
    """Return the groups of pictures made with a small or a cut card."""
    return ["small (fill .06, .15)"] if re.search(r"fill0\.(06|15)", name) else ["cut"] if "_cut" in name else []


def print_false(labels, results, threshold, listed):
    """Print finds in pictures labelled as without and with a document, by source."""
    for label, title in (("0", "false finds, document=0"), ("1", "finds, document=1 (no corners known)")):
        files = {row["file"]: row["source"].split("@")[0] for row in labels if row["check"] == "document" and row["label"] == label}
        files = {file: source for file, source in files.items() if file in results}
        hit = [file for file in files if results[file][0]["score"] >= threshold]
        print(title, show(len(hit), len(files)))
        for source in sorted(set(files.values())):
            own = [file for file in files if files[file] == source]
            print(f"    {source:40s} {show(sum(file in hit for file in own), len(own))}")
        if listed and label == "0":
            for file in files:
                print(f"    {file}: {results[file][0]['score']:.3f}")


def print_cut(labels, results):
    """Print how well a cut side is told from the quadrangle alone."""
    for label in "10":
        files = [row["file"] for row in labels if row["check"] == "cutoff" and row["label"] == label and row["file"] in results]
        told = 0
        for file in files:
            found, width, height = results[file]
            edge = CUT_BY * max(width, height)
            low, high = found["quad"].min(0), found["quad"].max(0)
            told += bool((low < -0.5 - edge).any() or (high > np.array([width, height]) - 0.5 + edge).any())
        print(f"cutoff={label}: told cut {show(told, len(files))}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--held", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--quality", type=pathlib.Path)
    parser.add_argument("--set", type=pathlib.Path, action="append", default=[], help="a folder of draw_set.py")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--at-most", type=int, default=None)
    parser.add_argument("--looks", default="several", choices=["one", "several"])
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    finder = load(options.model)
    for held in options.held:
        measure_held(finder, held, options.threshold, options.at_most)
    for folder in options.set:
        measure_set(finder, folder, options.threshold, options.looks)
    if options.quality:
        measure_quality(finder, options.quality, options.threshold, options.looks, options.list)
