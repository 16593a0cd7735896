"""Find the document in a picture: one look at the whole, and perhaps a second, closer one."""

import math

import numpy as np

from canvas import make_canvas
from decode import decode

CLOSER_MARGIN = 0.22


def find(model, picture, looks=1):
    """Return what decode returns, with the corners in pixels of the picture."""
    found = look(model, picture)
    if looks == 1:
        return found
    crop, offset = cut_out(picture, found["quad"])
    closer = look(model, crop)
    closer["quad"] = closer["quad"] + offset
    closer["first"] = found
    closer["score"] = math.sqrt(found["score"] * closer["score"])
    return closer


def look(model, picture):
    """Run the network once over the whole of a picture."""
    canvas, (new_width, new_height, x0, y0) = make_canvas(picture)
    found = decode(*model(canvas))
    scale = [picture.shape[1] / new_width, picture.shape[0] / new_height]
    found["quad"] = (found["quad"] + 0.5 - [x0, y0]) * scale - 0.5
    return found


def cut_out(picture, quad):
    """Return the part of the picture round a quadrangle, and its place."""
    height, width = picture.shape[:2]
    low, high = quad.min(0), quad.max(0)
    margin = CLOSER_MARGIN * (high - low).max()
    x0, y0 = np.clip(np.floor(low - margin), 0, [width - 2, height - 2]).astype(int)
    x1, y1 = np.clip(np.ceil(high + margin) + 1, [x0 + 2, y0 + 2], [width, height]).astype(int)
    return picture[y0:y1, x0:x1], np.array([x0, y0])
