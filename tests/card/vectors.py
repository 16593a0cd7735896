"""Write test vectors for another implementation: an input, every layer's output, the decoded result.

usage: python vectors.py FILE.bin CHUNK.npz OUT [FIRST]

OUT gets periksa_card.bin, input.u8 (160x160x3), one little-endian i16 file a layer in rows, columns, channels
(NN-name.i16, in the order of computation), decoded.json, and index.json with shapes and checksums.
"""

import json
import pathlib
import shutil
import sys
import zlib

import numpy as np

import weights_file
from decode import decode
from quantised import MAPS_ONE, VECTOR_ONE, run_integers


def write_vectors(source, chunk, out, first=0):
    """Write everything of one picture."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    shutil.copy(source, out / "periksa_card.bin")
    layers, revision = weights_file.read(source.read_bytes())
    with np.load(chunk) as data:
        canvas, label = data["canvases"][first], data["labels"][first]
    (out / "input.u8").write_bytes(canvas.tobytes())
    trace = {}
    maps, vector = run_integers(layers, canvas, trace)
    index = []
    for number, (name, values) in enumerate(trace.items()):
        data = values.astype("<i2").tobytes()
        file = f"{number:02d}-{name}.i16"
        (out / file).write_bytes(data)
        index.append({"file": file, "shape": list(values.shape), "crc32": zlib.crc32(data)})
    (out / "index.json").write_text(json.dumps({"revision": revision, "layers": index}, indent=1))
    found = decode(maps.transpose(2, 0, 1) / MAPS_ONE, vector / VECTOR_ONE)
    shown = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in found.items()}
    shown["label"] = label.tolist()
    (out / "decoded.json").write_text(json.dumps(shown, indent=1))


if __name__ == "__main__":
    place = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    write_vectors(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), place)
