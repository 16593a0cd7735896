"""Write the committed handful: a few pictures drawn without any photograph, and what the finder says of them.

usage: python handful.py FILE.bin UPRIGHT.bin [handful]

pictures.u8 holds the pictures as they lie in the canvas (gain applied, rows, columns, RGB), one after another;
expected.json says where each lies in its canvas, the true corners, and the network's exact numbers, of the first picture those
of every layer. `enlarged` is what several looks find in the picture that `enlarge` makes of it; `upright` the document seen
straight by its true corners, and what speaks for its lying so. `src/card/tests.rs` holds the Rust core against both files.
"""

import json
import pathlib
import sys
import zlib

import numpy as np

import weights_file
from canvas import CANVAS, GREY, make_canvas
from decode import decode
from looks import find
from quantised import MAPS_ONE, VECTOR_ONE, lean, run, run_integers
from straighten import straighten

SEED, COUNT = 20, 10


def draw_handful(seed, count):
    """Return canvases and labels of drawn material alone."""
    from compose import compose
    from pool import DrawnOnly, Pool

    pool = Pool(seed, DrawnOnly(seed), cards=24, sheets=10, surfaces=14, things=8)
    rng = np.random.default_rng(seed)
    pairs = [compose(rng, pool) for _ in range(count)]
    return [canvas for canvas, _ in pairs], [label for _, label in pairs]


def describe(layers, canvas, label):
    """Return what is expected of one picture."""
    trace = {}
    maps, vector = run_integers(layers, canvas, trace)
    found = decode(maps.transpose(2, 0, 1) / MAPS_ONE, vector / VECTOR_ONE)
    x, y, wide, high = (int(v) for v in label[10:14])
    larger = enlarge(canvas[y : y + high, x : x + wide])
    several = find(lambda seen: run(layers, seen), larger)
    return {
        "box": [x, y, wide, high],
        "present": bool(label[0]),
        "corners": label[1:9].reshape(4, 2).astype(float).round(3).tolist(),
        "maps_crc32": zlib.crc32(maps.astype("<i2").tobytes()),
        "vector": vector.tolist(),
        "quad": found["quad"].round(4).tolist(),
        "score": round(found["score"], 4),
        "others": [quad.round(4).tolist() for quad in found["others"]],
        "layers_crc32": [zlib.crc32(values.astype("<i2").tobytes()) for values in trace.values()],
        "enlarged": {
            "canvas_crc32": zlib.crc32(make_canvas(larger)[0].tobytes()),
            "quad": several["quad"].round(4).tolist(),
            "score": round(several["score"], 4),
        },
    }


def describe_upright(layers, canvas, label):
    """Return what is expected of the second network, of one picture."""
    x, y, wide, high = (int(v) for v in label[10:14])
    quad = label[1:9].reshape(4, 2).astype(float).round(3) - [x, y]
    view = straighten(canvas[y : y + high, x : x + wide], quad)
    return {"view_crc32": zlib.crc32(view.tobytes()), "lean": lean(layers, view)}


def enlarge(picture):
    """Return a picture three times as wide and several as high, less the last 5 columns and rows: no whole number of
    its pixels makes one of the canvas.
    """
    return np.ascontiguousarray(picture.repeat(3, 1).repeat(2, 0)[:-5, :-5])


def write_handful(source, upright_source, out):
    """Write both files."""
    layers, revision = weights_file.read(source.read_bytes())
    upright, _ = weights_file.read(upright_source.read_bytes(), weights_file.UPRIGHT)
    canvases, labels = draw_handful(SEED, COUNT)
    out.mkdir(exist_ok=True)
    rows, pixels = [], b""
    for canvas, label in zip(canvases, labels):
        row = describe(layers, canvas, label)
        if rows:
            del row["layers_crc32"]
        if row["present"]:
            row["upright"] = describe_upright(upright, canvas, label)
        x, y, wide, high = row["box"]
        pixels += canvas[y : y + high, x : x + wide].tobytes()
        rows.append(row)
    (out / "pictures.u8").write_bytes(pixels)
    (out / "expected.json").write_text(json.dumps({"revision": revision, "pictures": rows}, indent=1) + "\n")


def read_handful(folder):
    """Return canvases and the expected rows."""
    expected = json.loads((folder / "expected.json").read_text())
    pixels, at, canvases = np.fromfile(folder / "pictures.u8", np.uint8), 0, []
    for row in expected["pictures"]:
        x, y, wide, high = row["box"]
        canvas = np.full((CANVAS, CANVAS, 3), GREY, np.uint8)
        canvas[y : y + high, x : x + wide] = pixels[at : at + wide * high * 3].reshape(high, wide, 3)
        at += wide * high * 3
        canvases.append(canvas)
    return canvases, expected


if __name__ == "__main__":
    here = pathlib.Path(__file__).parent
    files = [pathlib.Path(name) for name in sys.argv[1:]]
    write_handful(*files[:2], files[2] if len(files) > 2 else here / "handful")
