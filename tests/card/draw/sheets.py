"""Draw documents that are no ID-1 card: folded sheets, booklet pages, receipts, notes, letters."""

import cv2
import numpy as np

from .cards import cut_outline, draw_ground, draw_lines, draw_portrait, pick_ink
from .textures import draw_noise, draw_page, make_words, pick_colour, put_text


def draw_folded(rng, photos):
    """A registration sheet: pale ground, boxed columns of print, one or two folds."""
    width, height = 400, int(400 / rng.uniform(1.5, 2.4))
    image, dark = draw_ground(rng, width, height, photos)
    ink = pick_ink(rng, dark)
    for column in range(int(rng.integers(1, 4))):
        left = width * (0.04 + 0.32 * column)
        draw_lines(rng, image, left, left + width * 0.3, height * 0.2, height * 0.92, ink, rng.random() < 0.6)
    put_text(image, make_words(rng, 14, 28).upper(), (width * 0.2, height * 0.11), 0, 0.5, ink, 1)
    rule_boxes(rng, image, ink)
    for fold in rng.uniform(0.3, 0.7, int(rng.integers(0, 3))):
        x = int(width * fold)
        image[:, x:] *= rng.uniform(0.82, 1.1)
        image[:, x - 1 : x + 1] *= rng.uniform(0.7, 1.2)
    return image


def draw_booklet(rng, photos):
    """A page of a booklet, or two pages with the gutter between them."""
    width = 380
    height = int(width / rng.choice([rng.uniform(0.68, 0.78), rng.uniform(1.3, 1.5)]))
    image, dark = draw_ground(rng, width, height, photos)
    ink = pick_ink(rng, dark)
    draw_lines(rng, image, width * 0.07, width * 0.9, height * 0.15, height * 0.93, ink, True)
    put_text(image, make_words(rng, 10, 20).upper(), (width * 0.2, height * 0.09), 0, 0.6, ink, 2)
    if rng.random() < 0.4:
        draw_portrait(rng, image, int(width * 0.08), int(height * 0.15), int(width * 0.25), int(height * 0.3))
    if rng.random() < 0.4:
        y = height // 2
        shade = 1 - rng.uniform(0.1, 0.4) * np.exp(-np.abs(np.arange(height) - y) / rng.uniform(4, 20))
        image *= shade[:, None, None]
    return image


def draw_receipt(rng, photos):
    """A long thin strip of thermal print."""
    width, height = 380, int(380 / rng.uniform(1.7, 3.2))
    image = np.empty((width, height, 3), np.float32)
    image[:] = rng.uniform(205, 255) + rng.normal(0, 4, 3)
    draw_lines(rng, image, height * 0.08, height * 0.92, width * 0.05, width * 0.95, [rng.uniform(20, 130)] * 3)
    return np.ascontiguousarray(np.rot90(image)) if rng.random() < 0.5 else image


def draw_note(rng, photos):
    """Something like a banknote or ticket: ornaments, a head, large numerals."""
    width, height = 400, int(400 / rng.uniform(1.9, 2.4))
    image, dark = draw_ground(rng, width, height, photos)
    ink = pick_ink(rng, dark)
    for _ in range(int(rng.integers(2, 7))):
        centre = tuple(int(v) for v in rng.uniform(0, [width, height]))
        colour = pick_colour(rng, 40, 220, 1.5).tolist()
        for radius in range(6, int(rng.uniform(20, 80)), int(rng.integers(4, 9))):
            cv2.circle(image, centre, radius, colour, 1, cv2.LINE_AA)
    draw_portrait(rng, image, int(width * rng.uniform(0.1, 0.7)), int(height * 0.15), int(width * 0.2), int(height * 0.7))
    for x, y in ((0.04, 0.25), (0.75, 0.92)):
        put_text(image, "".join(rng.choice(list("0123456789"), 5)), (width * x, height * y), 2, 1.0, ink, 2)
    return image


def draw_letter(rng, photos):
    """A sheet of paper of any common proportion with print."""
    aspect = rng.uniform(1.15, 1.5)
    size = (380, int(380 / aspect)) if rng.random() < 0.3 else (int(380 / aspect), 380)
    image = draw_page(rng, size[1], size[0])
    if rng.random() < 0.3:
        rule_boxes(rng, image, [60.0] * 3)
    return image


def rule_boxes(rng, image, ink):
    """Draw the rules and frames of a form."""
    height, width = image.shape[:2]
    for _ in range(int(rng.integers(0, 7))):
        if rng.random() < 0.5:
            x = int(rng.uniform(0, width))
            cv2.line(image, (x, int(height * 0.1)), (x, int(height * 0.9)), ink, 1)
        else:
            y = int(rng.uniform(0, height))
            cv2.line(image, (int(width * 0.05), y), (int(width * 0.95), y), ink, 1)
    if rng.random() < 0.3:
        edge = rng.uniform(0.02, 0.08)
        corner = (int(width * (1 - edge)), int(height * (1 - edge)))
        cv2.rectangle(image, (int(width * edge), int(height * edge)), corner, ink, int(rng.integers(1, 4)))


TRAINED = [(draw_folded, 0.3), (draw_booklet, 0.25), (draw_receipt, 0.08), (draw_note, 0.12), (draw_letter, 0.25)]


def draw_sheet(rng, photos):
    """Draw one sheet as RGBA u8, upright, slightly uneven like paper."""
    draw, weights = zip(*TRAINED)
    image = draw[rng.choice(len(draw), p=np.array(weights))](rng, photos)
    height, width = image.shape[:2]
    if rng.random() < 0.5:
        image = image + draw_noise(rng, height, width, 60, 60, 2)[..., None] * rng.uniform(1, 8)
    alpha = cut_outline(rng, width, height, rng.random() < 0.15)
    return np.dstack([np.clip(image, 0, 255), alpha]).astype(np.uint8)
