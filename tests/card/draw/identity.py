"""Draw identity cards with more of what tells their upper side: headings, labels and values, a portrait, a signature.

For `upright.py`, as what `cards.py` draws is too little to tell how a card lies; the finder is trained on them too. No real document
is copied.
"""

import cv2
import numpy as np

from .cards import ID1, WIDTH, cut_outline, draw_card, draw_ground, draw_lines, draw_portrait, finish_edge, pick_ink
from .textures import make_words, pick_colour, put_text


def write_centred(rng, image, lines, middle, top, scale, ink):
    """Write lines round a vertical axis; return the baseline of the last one."""
    y = top
    for _ in range(lines):
        text, weight = make_words(rng, 8, 26).upper(), int(rng.integers(1, 3))
        size = cv2.getTextSize(text, 0, scale, weight)[0]
        put_text(image, text, (middle - size[0] / 2, y), 0, scale, ink, weight)
        y += size[1] * rng.uniform(1.5, 2)
    return y


def write_fields(rng, image, left, right, top, bottom, ink):
    """Write rows of labels and values: beside each other behind colons, or each value below its small label."""
    rows = int(rng.integers(4, 15))
    step = (bottom - top) / rows
    scale = min(0.5, step / rng.uniform(26, 44))
    value_ink = ink if rng.random() < 0.6 else (np.asarray(ink) * 0.5).tolist()
    weight = int(rng.integers(1, 3)) if scale > 0.3 else 1
    if rng.random() < 0.6:
        tab, colon = left + (right - left) * rng.uniform(0.24, 0.45), rng.choice([":", ": ", "", "-"])
        for row in range(rows):
            y = top + step * (row + 0.7)
            inset = step * 0.8 if rng.random() < 0.25 else 0
            if rng.random() < 0.93:
                put_text(image, make_words(rng, 3, 14), (left + inset, y), 0, scale, ink)
            if rng.random() < 0.93:
                value = make_words(rng, 2, int(rng.choice([6, 12, 24])))
                put_text(image, colon + (value.upper() if rng.random() < 0.6 else value), (tab, y), 0, scale, value_ink, weight)
        return
    for row in range(rows):
        y, columns = top + step * (row + 0.7), int(rng.integers(1, 3))
        for column in range(columns):
            x = left + (right - left) * column / 2
            if row % 2 == 0:
                put_text(image, make_words(rng, 4, 16), (x, y), 0, scale * 0.7, ink)
            else:
                put_text(image, make_words(rng, 3, 14).upper(), (x, y), 0, scale * 1.1, value_ink, weight)


def sign(rng, image, x, y, width, height, ink):
    """Draw a signature in a box."""
    count = int(rng.integers(8, 30))
    across = np.linspace(0, width, count) + rng.normal(0, width / 10, count)
    points = np.stack([x + across, y + height / 2 + rng.normal(0, height / 4, count)], 1)
    cv2.polylines(image, [points.astype(np.int32)], False, ink, int(rng.integers(1, 3)), cv2.LINE_AA)


def lay_national(rng, image, ink):
    """Centred headings, a long number, labelled fields; a portrait on one side, under it place, date, signature."""
    height, width = image.shape[:2]
    y = write_centred(rng, image, int(rng.choice([0, 1, 2, 2, 2, 3])), width * rng.normal(0.5, 0.03), height * rng.uniform(0.06, 0.12), rng.uniform(0.3, 0.58), ink)
    y = max(y, height * rng.uniform(0.12, 0.22))
    if rng.random() < 0.85:
        number = "".join(rng.choice(list("0123456789"), 16))
        text = make_words(rng, 3, 6).upper() + " " * int(rng.integers(1, 9)) + ": " + number
        put_text(image, text, (width * rng.uniform(0.02, 0.06), y + height * 0.06), int(rng.choice([0, 2, 3])), rng.uniform(0.42, 0.68), ink, int(rng.integers(1, 3)))
        y += height * rng.uniform(0.09, 0.13)
    wide, high = int(width * rng.uniform(0.17, 0.27)), int(height * rng.uniform(0.34, 0.52))
    is_right = rng.random() < 0.75
    x = int(width * rng.uniform(0.7, 0.76)) if is_right else int(width * rng.uniform(0.03, 0.07))
    top = int(height * rng.uniform(0.18, 0.32))
    draw_portrait(rng, image, x, top, wide, high)
    left, right = (width * rng.uniform(0.02, 0.06), x - 6) if is_right else (x + wide + 8, width * 0.95)
    write_fields(rng, image, left, right, y, height * rng.uniform(0.86, 0.98), ink)
    below = top + high
    for row in range(int(rng.integers(0, 3))):
        put_text(image, make_words(rng, 6, 14), (x + wide * rng.uniform(0, 0.2), below + height * 0.06 * (row + 1)), 0, 0.33, ink)
    if rng.random() < 0.75:
        sign(rng, image, x, below + height * 0.1, wide, height * rng.uniform(0.08, 0.18), ink)


def lay_portrait_beside(rng, image, ink):
    """A title or band, a large portrait, pairs of label and value in columns, a small second portrait, coded lines."""
    height, width = image.shape[:2]
    if rng.random() < 0.5:
        band, share = int(height * rng.uniform(0.08, 0.24)), rng.uniform(0.3, 1)
        image[:band] = image[:band] * (1 - share) + pick_colour(rng, 30, 230, 1.8) * share
    if rng.random() < 0.5:
        x, y, size = int(width * rng.uniform(0.02, 0.3)), int(height * 0.03), int(height * rng.uniform(0.08, 0.16))
        image[y : y + size, x : x + int(size * 1.3)] = pick_colour(rng, 20, 220, 2)
    for line in range(int(rng.integers(1, 3))):
        put_text(image, make_words(rng, 10, 30).upper(), (width * rng.uniform(0.1, 0.35), height * (0.09 + 0.07 * line)), 0, rng.uniform(0.3, 0.55), ink, int(rng.integers(1, 3)))
    wide, high = int(width * rng.uniform(0.2, 0.32)), int(height * rng.uniform(0.42, 0.62))
    x = int(width * rng.uniform(0.02, 0.08))
    top = int(height * rng.uniform(0.18, 0.3))
    draw_portrait(rng, image, x, top, wide, high)
    coded = rng.random() < 0.25
    end = height * (0.78 if coded else rng.uniform(0.85, 0.97))
    write_fields(rng, image, x + wide + 8, width * rng.uniform(0.7, 0.97), height * rng.uniform(0.18, 0.28), end, ink)
    if rng.random() < 0.35:
        size = int(width * rng.uniform(0.1, 0.15))
        draw_portrait(rng, image, int(width * rng.uniform(0.78, 0.85)), int(height * rng.uniform(0.4, 0.62)), size, int(size * 1.25))
    if rng.random() < 0.5:
        sign(rng, image, x, min(top + high, height * 0.8), wide, height * 0.12, ink)
    for line in range(3 if coded else 0):
        put_text(image, "<K<0A<<4" * 6, (8, height * (0.84 + 0.06 * line)), 0, 0.38, ink)


def lay_standing(rng, image, ink):
    """A card that stands: its upper side is a short one, so neither long one is. It teaches to tell nothing."""
    height, width = image.shape[:2]
    turned = np.ascontiguousarray(np.rot90(image))
    high, wide = turned.shape[:2]
    write_centred(rng, turned, int(rng.integers(1, 3)), wide / 2, high * rng.uniform(0.06, 0.15), rng.uniform(0.4, 0.6), ink)
    draw_portrait(rng, turned, int(wide * rng.uniform(0.1, 0.3)), int(high * 0.2), int(wide * rng.uniform(0.4, 0.6)), int(high * rng.uniform(0.3, 0.45)))
    draw_lines(rng, turned, wide * 0.1, wide * 0.9, high * rng.uniform(0.68, 0.75), high * rng.uniform(0.8, 0.96), ink)
    image[:] = np.rot90(turned, -1)[:height, :width]


def overprint(rng, image, ink):
    """Sometimes write a large word across, as a seal or a specimen has it."""
    if rng.random() < 0.15:
        height, width = image.shape[:2]
        layer = np.zeros((height, width), np.uint8)
        cv2.putText(layer, make_words(rng, 6, 10).upper(), (int(width * 0.1), int(height * 0.6)), 0, rng.uniform(1.2, 2), 255, 4, cv2.LINE_AA)
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-40, 40), 1)
        alpha = cv2.warpAffine(layer, matrix, (width, height))[..., None] / 255 * rng.uniform(0.2, 0.7)
        image += (pick_colour(rng, 60, 220, 2) - image) * alpha.astype(np.float32)


LAYOUTS = [(lay_national, 0.42), (lay_portrait_beside, 0.22), (lay_standing, 0.08), (None, 0.28)]


def draw_identity(rng, photos):
    """Return an ID-1 card as RGBA u8, its heading's side up, and whether a long side is its upper one."""
    layouts, weights = zip(*LAYOUTS)
    layout = layouts[rng.choice(len(layouts), p=np.array(weights) / sum(weights))]
    if layout is None:
        return draw_card(rng, photos, upright=True), True
    height = int(WIDTH / ID1)
    image, dark = draw_ground(rng, WIDTH, height, photos)
    ink = pick_ink(rng, dark)
    layout(rng, image, ink)
    overprint(rng, image, ink)
    alpha = cut_outline(rng, WIDTH, height, rng.random() < 0.92)
    image = finish_edge(rng, image, alpha)
    return np.dstack([np.clip(image, 0, 255), alpha]).astype(np.uint8), layout is not lay_standing
