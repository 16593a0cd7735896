"""The short form for `npm test`: the reference on the committed handful, and the generator's seed.

usage: python check.py [FILE.bin UPRIGHT.bin]

Needs numpy and OpenCV, as requirements.txt names them.
"""

import json
import pathlib
import sys

import cv2
import numpy as np

import weights_file
from canvas import make_canvas
from geometry import overlap
from handful import COUNT, SEED, describe, describe_upright, draw_handful, read_handful

HERE = pathlib.Path(__file__).parent
LEAST_OVERLAP, THRESHOLD, LEAST_RIGHT = 0.75, 0.5, 8


def main():
    """Run every check; the last line is the count."""
    names = sys.argv[1:3] or [HERE.parent.parent / "src" / "card" / name for name in ("periksa_card.bin", "periksa_upright.bin")]
    source, upright = (pathlib.Path(name) for name in names)
    checks = [check_files, check_numbers, check_finds, check_canvas, check_generator]
    passed = failed = 0
    for check in checks:
        try:
            verdict = check(source, upright)
        except AssertionError as problem:
            failed, verdict = failed + 1, f"FAILED {problem}"
        else:
            passed += 1
        print(f"{check.__name__}: {verdict or 'ok'}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def check_files(source, upright):
    """The files are under 80 kB, read, and are written back byte for byte."""
    networks = {source: weights_file.FINDER, upright: weights_file.UPRIGHT}
    size = sum(len(path.read_bytes()) for path in networks)
    assert size < 80000, size
    for path, network in networks.items():
        data = path.read_bytes()
        layers, revision = weights_file.read(data, network)
        assert weights_file.write(list(layers.values()), revision, network) == data, "written differently"
        broken = bytearray(data)
        broken[len(data) // 2] ^= 1
        try:
            weights_file.read(bytes(broken), network)
        except ValueError:
            continue
        raise AssertionError(f"{path.name}, damaged, was read")


def check_numbers(source, upright_source):
    """The integers on the handful are those that were committed."""
    layers, revision = weights_file.read(source.read_bytes())
    upright, _ = weights_file.read(upright_source.read_bytes(), weights_file.UPRIGHT)
    canvases, expected = read_handful(HERE / "handful")
    assert expected["revision"] == revision, "the handful is of another revision"
    for number, (canvas, row) in enumerate(zip(canvases, expected["pictures"])):
        label = np.zeros(16)
        label[0], label[1:9], label[10:14] = row["present"], np.ravel(row["corners"]), row["box"]
        seen = json.loads(json.dumps(describe(layers, canvas, label)))
        for key in ("maps_crc32", "vector"):
            assert seen[key] == row[key], f"picture {number}: {key}"
        assert np.allclose(seen["quad"], row["quad"], atol=0.001), f"picture {number}: quad"
        if row["present"]:
            assert describe_upright(upright, canvas, label) == row["upright"], f"picture {number}: which side is up"


def check_finds(*_):
    """Most documents of the handful are found where they lie, and none where there is none."""
    _, expected = read_handful(HERE / "handful")
    right = 0
    for row in expected["pictures"]:
        found = row["score"] >= THRESHOLD
        right += not found if not row["present"] else found and overlap(row["quad"], row["corners"]) > LEAST_OVERLAP
    assert right >= LEAST_RIGHT, f"{right} of {len(expected['pictures'])}"
    return f"ok, {right} of {len(expected['pictures'])}"


def check_canvas(*_):
    """Scaling keeps flat colour and means exactly, and centres the picture."""
    canvas, (wide, high, x, y) = make_canvas(np.full((300, 400, 3), 230, np.uint8))
    assert (wide, high, x, y) == (112, 84, 24, 38)
    assert (canvas[y : y + high, x : x + wide] == 230).all() and (canvas[:y] == 128).all()
    halves = np.zeros((224, 224, 3), np.uint8)
    halves[:, ::2], halves[:, 1::2] = 101, 200
    assert (make_canvas(halves)[0][24:136, 24:136] == (151 * 390 + 128) >> 8).all()


def check_generator(*_):
    """The same seed draws the same pictures, another seed others."""
    cv2.setNumThreads(1)
    first, again, other = draw_handful(SEED, 3), draw_handful(SEED, 3), draw_handful(SEED + 1, 3)
    assert all(np.array_equal(a, b) for a, b in zip(first[0] + first[1], again[0] + again[1])), "not the same"
    assert not np.array_equal(first[0][0], other[0][0]), "another seed draws the same"
    assert COUNT > 3


if __name__ == "__main__":
    sys.exit(main())
