"""Find the document in a picture: a look at the whole, two closer ones, and where that is not sure, looks at parts."""

import math

import numpy as np

from canvas import make_canvas
from decode import decode

CLOSER_MARGINS = 0.22, 0.1
SURE = 0.5
SURE_IN_PART = 0.6
PART = 3, 5


def find(model, picture, looks="several"):
    """Return what decode returns, with the corners in pixels of the picture."""
    found = look(model, picture)
    if looks == "one":
        return found
    found = look_closer(model, picture, found)
    if round(found["score"], 3) >= SURE:
        return found
    parts = cut_parts(picture)
    looks = [look(model, *part) for part in parts]
    likeliest = int(np.argmax([each["score"] for each in looks]))
    closer = look_closer(model, picture, looks[likeliest])
    is_small = lies_in(closer["quad"], parts[likeliest], picture)
    return closer if is_small and round(closer["score"], 3) >= SURE_IN_PART else found


def look_closer(model, picture, found):
    """Look closer and closer at what was found before; all looks have to agree that it is a document."""
    for margin in CLOSER_MARGINS:
        closer = look(model, *cut_out(picture, found["quad"], margin))
        closer["score"] = math.sqrt(found["score"] * closer["score"])
        found = closer
    return found


def look(model, picture, offset=(0, 0)):
    """Run the network once over a picture, or over a part that lies at an offset in one."""
    canvas, (new_width, new_height, x0, y0) = make_canvas(picture)
    found = decode(*model(canvas))
    scale = [picture.shape[1] / new_width, picture.shape[0] / new_height]
    found["quad"] = (found["quad"] + 0.5 - [x0, y0]) * scale - 0.5 + np.asarray(offset)
    return found


def cut_parts(picture):
    """Return the parts at the picture's corners, each with its place: a small document is larger in one of them."""
    height, width = picture.shape[:2]
    high, wide = height * PART[0] // PART[1], width * PART[0] // PART[1]
    return [(picture[y : y + high, x : x + wide], (x, y)) for y in (0, height - high) for x in (0, width - wide)]


def lies_in(quad, part, picture):
    """Tell whether all corners lie in a part, or beyond it where it ends with the picture: else it is a part of the document as well."""
    cut, place = part
    low, high = np.array(place), np.array(place) + cut.shape[1::-1]
    inside = (low == 0) | (quad >= low), (high == picture.shape[1::-1]) | (quad <= high)
    return bool(np.all(inside))


def cut_out(picture, quad, margin):
    """Return the part of the picture round a quadrangle with a margin, in parts of its longer side, and its place."""
    height, width = picture.shape[:2]
    low, high = quad.min(0), quad.max(0)
    margin = margin * (high - low).max()
    x0, y0 = np.clip(np.floor(low - margin), 0, [width - 2, height - 2]).astype(int)
    x1, y1 = np.clip(np.ceil(high + margin) + 1, [x0 + 2, y0 + 2], [width, height]).astype(int)
    return picture[y0:y1, x0:x1], np.array([x0, y0])
