"""Draw ID-1 cards of many designs of our own. Nothing here copies a real document.

Each layout function draws into a float RGB picture of 380 pixels and names no person.
"""

import cv2
import numpy as np

from .textures import draw_noise, make_words, pick_colour, put_text

WIDTH = 380
ID1 = 1.586

PALETTE = [
    ((150, 205, 235), (190, 225, 245)), ((170, 220, 240), (215, 235, 250)), ((245, 245, 245), (235, 230, 230)),
    ((240, 205, 225), (250, 225, 240)), ((205, 205, 205), (225, 225, 225)), ((40, 60, 90), (70, 90, 130)),
    ((35, 35, 38), (75, 70, 70)), ((170, 210, 170), (215, 235, 210)), ((235, 190, 150), (245, 225, 200)),
    ((190, 235, 235), (240, 220, 190)), ((230, 160, 180), (180, 210, 235)), ((170, 50, 60), (200, 80, 90)),
    ((60, 160, 120), (110, 190, 160)), ((120, 180, 225), (95, 150, 205)), ((225, 215, 180), (240, 235, 215)),
    ((20, 25, 60), (60, 30, 90)), ((250, 250, 250), (250, 250, 250)), ((90, 90, 95), (130, 125, 120)),
]


def draw_ground(rng, width, height, photos):
    """Draw a card's ground: gradient, blotches, a faint picture, wavy security lines."""
    first, second = [np.array(c, np.float32) + rng.normal(0, 10, 3) for c in PALETTE[rng.integers(len(PALETTE))]]
    ramp = np.linspace(0, 1, width)[None, :, None] * np.ones((height, 1, 1))
    if rng.random() < 0.5:
        ramp = np.linspace(0, 1, height)[:, None, None] * np.ones((1, width, 1))
    if rng.random() < 0.4:
        ramp = np.abs(2 * ramp - 1)
    image = (first * ramp + second * (1 - ramp)).astype(np.float32)
    if rng.random() < 0.6:
        image += draw_noise(rng, height, width, *rng.uniform(30, 120, 2), 2)[..., None] * rng.normal(0, 10, 3)
    if rng.random() < 0.2:
        picture = cv2.resize(photos[rng.integers(len(photos))], (width, height)).astype(np.float32)
        share = rng.uniform(0.15, 0.6)
        image = (1 - share) * image + share * picture
    image = np.ascontiguousarray(np.clip(image, 0, 255), np.float32)
    if rng.random() < 0.6:
        lines = image.copy()
        x = np.arange(0, width, 5)
        for _ in range(int(rng.integers(1, 4))):
            colour = pick_colour(rng, 60, 220).tolist()
            pitch, swing, start, step = rng.uniform(0.01, 0.08), rng.uniform(4, 40), rng.uniform(0, height), rng.uniform(3, 9)
            for j in range(int(rng.integers(4, 20))):
                y = start + j * step + swing * np.sin(x * pitch + j * 0.25)
                cv2.polylines(lines, [np.stack([x, y], 1).astype(np.int32)], False, colour, 1, cv2.LINE_AA)
        image = image * 0.55 + lines * 0.45
    return np.ascontiguousarray(image, np.float32), first.mean() < 120


def pick_ink(rng, dark):
    """Return an ink that reads on a dark or light ground."""
    level = rng.uniform(190, 255) if dark else rng.uniform(0, 100)
    return np.clip(level + rng.normal(0, 15, 3), 0, 255).tolist()


def draw_portrait(rng, image, x, y, width, height):
    """Draw a plain head and shoulders in a box."""
    box = np.ascontiguousarray(image[y : y + height, x : x + width])
    height, width = box.shape[:2]
    if min(height, width) < 8:
        return
    if rng.random() < 0.8:
        grounds = [(190, 30, 40), (40, 70, 170), (235, 235, 235)]
        box[:] = grounds[rng.integers(3)] if rng.random() < 0.5 else pick_colour(rng, 60, 240, 1.5)
    skin = [rng.uniform(120, 240), rng.uniform(90, 200), rng.uniform(60, 180)]
    hair = [rng.uniform(0, 90)] * 3
    cv2.ellipse(box, (width // 2, int(height * 0.97)), (int(width * 0.45), int(height * 0.3)), 0, 0, 360, pick_colour(rng).tolist(), -1)
    cv2.ellipse(box, (width // 2, int(height * 0.37)), (int(width * 0.27), int(height * 0.28)), 0, 0, 360, hair, -1)
    cv2.ellipse(box, (width // 2, int(height * 0.45)), (int(width * 0.22), int(height * 0.27)), 0, 0, 360, skin, -1)
    image[y : y + height, x : x + width] = box


def draw_lines(rng, image, left, right, top, bottom, ink, colons=False):
    """Draw lines of made-up print in a box, as labels and values where colons are asked for."""
    step = rng.uniform(9, 19)
    y, scale, tab = top, step / 42, left + (right - left) * rng.uniform(0.28, 0.4)
    while y < bottom:
        if rng.random() < 0.88:
            if colons:
                put_text(image, make_words(rng, 3, 12), (left, y), 0, scale, ink)
                put_text(image, ": " + make_words(rng, 3, 20), (tab, y), 0, scale, ink, int(rng.integers(1, 3)) if step > 15 else 1)
            else:
                room = max(4, int((right - left) / (scale * 19)))
                put_text(image, make_words(rng, 3, max(5, min(34, room))), (left, y), int(rng.integers(0, 3)), scale, ink)
        y += step


def lay_national(rng, image, ink):
    """Two centred headings, a long number, labels with colons, the portrait on the right."""
    height, width = image.shape[:2]
    for i in range(2):
        text = make_words(rng, 12, 24).upper()
        size = cv2.getTextSize(text, 0, 0.5, 1)[0][0]
        put_text(image, text, ((width - size) / 2, height * (0.09 + 0.08 * i)), 0, 0.5, ink, 1)
    put_text(image, make_words(rng, 4, 5).upper() + " : " + "".join(rng.choice(list("0123456789"), 16)), (width * 0.04, height * 0.25), 0, 0.62, ink, 2)
    draw_lines(rng, image, width * 0.04, width * 0.7, height * 0.33, height * 0.95, ink, colons=True)
    draw_portrait(rng, image, int(width * 0.74), int(height * rng.uniform(0.2, 0.3)), int(width * 0.21), int(height * rng.uniform(0.42, 0.5)))
    draw_lines(rng, image, width * 0.75, width * 0.95, height * 0.8, height * 0.93, ink)


def lay_portrait_left(rng, image, ink):
    """A heading or band, the portrait at one side, print beside it, sometimes machine-readable lines."""
    height, width = image.shape[:2]
    if rng.random() < 0.55:
        band, colour = int(height * rng.uniform(0.1, 0.25)), pick_colour(rng, 30, 230, 1.8)
        share = rng.choice([0.3, 0.7, 1.0])
        image[:band] = image[:band] * (1 - share) + colour * share
    put_text(image, make_words(rng, 8, 22).upper(), (width * rng.uniform(0.05, 0.35), height * 0.12), int(rng.integers(0, 4)), rng.uniform(0.4, 0.65), ink, int(rng.integers(1, 3)))
    wide, high = int(width * rng.uniform(0.18, 0.34)), int(height * rng.uniform(0.35, 0.65))
    x = int(width * rng.uniform(0.03, 0.08)) if rng.random() < 0.65 else int(width * 0.95) - wide
    draw_portrait(rng, image, x, int(height * rng.uniform(0.17, 0.33)), wide, high)
    left = x + wide + 8 if x < width / 2 else width * 0.05
    coded = rng.random() < 0.25
    draw_lines(rng, image, left, left + width * 0.55, height * 0.25, height * (0.78 if coded else 0.95), ink, rng.random() < 0.4)
    if coded:
        for y in (0.86, 0.94):
            put_text(image, "<K<0A" * 9, (8, height * y), 0, 0.42, ink)


def lay_payment(rng, image, ink):
    """A chip, a long number, a mark in a corner; or a back with its magnetic stripe."""
    height, width = image.shape[:2]
    if rng.random() < 0.35:
        y, high = int(height * rng.uniform(0.06, 0.2)), int(height * rng.uniform(0.14, 0.24))
        image[y : y + high] = rng.uniform(10, 60)
        cv2.rectangle(image, (int(width * 0.05), int(height * 0.48)), (int(width * rng.uniform(0.5, 0.8)), int(height * 0.62)), (235, 235, 230), -1)
        draw_lines(rng, image, width * 0.05, width * 0.9, height * 0.72, height * 0.95, ink)
        return
    x, y = int(width * rng.uniform(0.06, 0.14)), int(height * rng.uniform(0.3, 0.45))
    cv2.rectangle(image, (x, y), (x + 48, y + 38), (215, 190, 110) if rng.random() < 0.6 else (200, 200, 205), -1)
    cv2.line(image, (x, y + 19), (x + 48, y + 19), (120, 110, 80), 1)
    put_text(image, " ".join("".join(rng.choice(list("0123456789"), 4)) for _ in range(4)), (width * 0.07, height * 0.68), 0, 0.8, ink, 2)
    put_text(image, make_words(rng, 6, 18).upper(), (width * 0.07, height * 0.88), 0, 0.5, ink)
    for i in range(2):
        cv2.circle(image, (int(width * 0.82) + 24 * i, int(height * 0.84)), 20, pick_colour(rng, 60, 220, 1.8).tolist(), -1, cv2.LINE_AA)
    put_text(image, make_words(rng, 4, 10).upper(), (width * 0.6, height * 0.16), 2, 0.8, ink, 2)


def lay_panel(rng, image, ink):
    """A strong inner panel or frame well inside the edge, which must not be taken for it."""
    height, width = image.shape[:2]
    near, far = rng.uniform(0.03, 0.16, 2), 1 - rng.uniform(0.03, 0.16, 2)
    top_left, bottom_right = (int(near[0] * width), int(near[1] * height)), (int(far[0] * width), int(far[1] * height))
    cv2.rectangle(image, top_left, bottom_right, pick_colour(rng, 10, 250, 1.6).tolist(), int(rng.choice([-1, -1, 2, 4])))
    draw_lines(rng, image, width * 0.2, width * 0.8, height * 0.25, height * 0.85, ink, rng.random() < 0.5)
    if rng.random() < 0.5:
        draw_portrait(rng, image, int(width * rng.uniform(0.2, 0.6)), int(height * 0.25), int(width * 0.22), int(height * 0.45))


def lay_bands(rng, image):
    """Lay bands of other colours along one to three edges: the card ends behind them, not before."""
    for side in rng.permutation(4)[: int(rng.choice([1, 1, 1, 2, 3]))]:
        turned = np.rot90(image, side)
        deep = int(len(turned) * rng.uniform(0.03, 0.26))
        share = rng.choice([0.4, 0.8, 1.0, 1.0])
        turned[:deep] = turned[:deep] * (1 - share) + pick_colour(rng, 10, 250, 1.8) * share
        if rng.random() < 0.3:
            turned[deep : deep + int(rng.integers(2, 8))] = pick_colour(rng, 10, 250, 1.2)


def lay_loyalty(rng, image, ink):
    """Large shapes and a large word; hardly any fine print."""
    height, width = image.shape[:2]
    for _ in range(int(rng.integers(1, 6))):
        centre, colour = rng.uniform(0, [width, height]), pick_colour(rng, 20, 240, 1.8).tolist()
        if rng.random() < 0.5:
            cv2.circle(image, tuple(int(v) for v in centre), int(rng.uniform(15, 150)), colour, int(rng.choice([-1, 3])), cv2.LINE_AA)
        else:
            points = (centre + rng.normal(0, 110, (4, 2))).astype(np.int32)
            cv2.fillConvexPoly(image, cv2.convexHull(points), colour, cv2.LINE_AA)
    put_text(image, make_words(rng, 4, 10).upper(), (width * rng.uniform(0.05, 0.4), height * rng.uniform(0.25, 0.85)), int(rng.integers(0, 5)), rng.uniform(0.9, 1.8), ink, int(rng.integers(2, 4)))
    if rng.random() < 0.5:
        draw_bars(rng, image, int(width * rng.uniform(0.1, 0.5)), int(height * 0.75), 40, int(height * 0.16))


def lay_any(rng, image, ink):
    """Lay whatever cards bear anywhere, upright or not: no design that must be known to find the edge."""
    turns = int(rng.choice([0, 0, 0, 1, 2, 3]))
    turned = np.ascontiguousarray(np.rot90(image, turns))
    height, width = turned.shape[:2]
    for _ in range(int(rng.integers(0, 3))):
        corner, size = rng.uniform(0, 0.85, 2) * [width, height], rng.uniform(0.08, 0.6, 2) * [width, height]
        ends = [tuple(int(v) for v in end) for end in (corner, corner + size)]
        cv2.rectangle(turned, *ends, pick_colour(rng, 10, 250, 1.6).tolist(), int(rng.choice([-1, -1, 1, 3])))
    for _ in range(int(rng.choice([0, 1, 1, 1, 2]))):
        wide = width * rng.uniform(0.12, 0.45)
        high = min(wide * rng.uniform(1.1, 1.5), height * 0.9)
        draw_portrait(rng, turned, int(rng.uniform(0.02, 0.97) * (width - wide)), int(rng.uniform(0.02, 0.97) * (height - high)), int(wide), int(high))
    for _ in range(int(rng.integers(0, 4))):
        left, top = rng.uniform(0.03, 0.6) * width, rng.uniform(0.1, 0.7) * height
        right, bottom = left + rng.uniform(0.2, 0.9) * (width - left), top + rng.uniform(0.2, 0.95) * (height - top)
        draw_lines(rng, turned, left, right, top, bottom, ink, rng.random() < 0.3)
    for _ in range(int(rng.integers(0, 4))):
        text, scale = make_words(rng, 3, 20), rng.uniform(0.4, 1.5)
        text = text.upper() if rng.random() < 0.6 else text
        put_text(turned, text, (width * rng.uniform(0.02, 0.5), height * rng.uniform(0.08, 0.97)), int(rng.integers(0, 5)), scale, ink, int(rng.integers(1, 4)))
    for _ in range(int(rng.choice([0, 0, 1, 2]))):
        centre = tuple(int(v) for v in rng.uniform(0, 1, 2) * [width, height])
        cv2.circle(turned, centre, int(rng.uniform(8, 70)), pick_colour(rng, 30, 230, 1.8).tolist(), int(rng.choice([-1, 2])), cv2.LINE_AA)
    if rng.random() < 0.15:
        draw_bars(rng, turned, int(width * rng.uniform(0.05, 0.5)), int(height * rng.uniform(0.05, 0.85)), int(rng.integers(15, 45)), int(height * rng.uniform(0.06, 0.2)))
    image[:] = np.rot90(turned, -turns)


def lay_plain(rng, image, ink):
    """Almost nothing: a few lines of print, as on a business card or the back of a card."""
    height, width = image.shape[:2]
    draw_lines(rng, image, width * rng.uniform(0.06, 0.5), width * 0.95, height * rng.uniform(0.2, 0.7), height * rng.uniform(0.75, 0.95), ink)
    if rng.random() < 0.4:
        put_text(image, make_words(rng, 5, 14), (width * 0.08, height * 0.3), 2, 0.9, ink, 2)


def lay_badge(rng, image, ink):
    """Kept out of training: portrait in the middle of an upright card, name below, a coloured foot."""
    height, width = image.shape[:2]
    turned = np.ascontiguousarray(np.rot90(image))
    high, wide = turned.shape[:2]
    draw_portrait(rng, turned, int(wide * 0.28), int(high * 0.2), int(wide * 0.44), int(high * 0.36))
    put_text(turned, make_words(rng, 6, 12).upper(), (wide * 0.12, high * 0.68), 2, 0.8, ink, 2)
    draw_lines(rng, turned, wide * 0.2, wide * 0.9, high * 0.75, high * 0.84, ink)
    turned[int(high * 0.88) :] = pick_colour(rng, 20, 220, 1.8)
    image[:] = np.rot90(turned, -1)[:height, :width]


def lay_residence(rng, image, ink):
    """Kept out of training: two portraits of different size, columns of print, a seal, a coloured side."""
    height, width = image.shape[:2]
    image[:, : int(width * 0.08)] = pick_colour(rng, 30, 220, 1.8)
    draw_portrait(rng, image, int(width * 0.12), int(height * 0.2), int(width * 0.24), int(height * 0.5))
    draw_portrait(rng, image, int(width * 0.84), int(height * 0.68), int(width * 0.12), int(height * 0.26))
    draw_lines(rng, image, width * 0.4, width * 0.62, height * 0.25, height * 0.92, ink)
    draw_lines(rng, image, width * 0.66, width * 0.9, height * 0.25, height * 0.6, ink)
    cv2.circle(image, (int(width * 0.75), int(height * 0.12)), 18, pick_colour(rng, 60, 200, 1.6).tolist(), 2, cv2.LINE_AA)
    put_text(image, make_words(rng, 10, 20).upper(), (width * 0.14, height * 0.12), 0, 0.55, ink, 2)


def draw_bars(rng, image, x, y, count, high):
    """Draw a barcode on a white field."""
    cv2.rectangle(image, (x - 4, y - 3), (x + count * 3 + 4, y + high + 3), (245, 245, 245), -1)
    for i in range(count):
        cv2.line(image, (x + i * 3, y), (x + i * 3, y + high), (20, 20, 20), int(rng.integers(1, 3)))


def cut_outline(rng, width, height, rounded=True):
    """Return the card's outline as alpha 0..255, with round or sharp corners."""
    radius = max(1, int(width * rng.uniform(0.03, 0.05))) if rounded else 1
    alpha = np.zeros((height, width), np.uint8)
    cv2.rectangle(alpha, (radius, 0), (width - 1 - radius, height - 1), 255, -1)
    cv2.rectangle(alpha, (0, radius), (width - 1, height - 1 - radius), 255, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(alpha, (x, y), radius, 255, -1)
    return alpha


def finish_edge(rng, image, alpha):
    """Give a card the bright or dark rim of its thickness, or the margin of a laminate."""
    height, width = alpha.shape
    chance = rng.random()
    if chance < 0.25:
        margin = int(width * rng.uniform(0.01, 0.05))
        rim = np.ones((height, width, 1), np.float32)
        rim[margin:-margin, margin:-margin] = 0
        colour = np.clip(image.mean((0, 1)) + rng.uniform(-50, 70), 0, 255)
        image += (colour - image) * rim * rng.uniform(0.5, 1)
    elif chance < 0.45:
        inner = cv2.erode(alpha, np.ones((3, 3), np.uint8))
        image = np.where((alpha - inner)[..., None] > 0, image * rng.uniform(0.6, 1.3), image)
    return image


UPRIGHT = [(lay_national, 0.27), (lay_portrait_left, 0.3), (lay_payment, 0.11), (lay_panel, 0.12), (lay_loyalty, 0.1), (lay_plain, 0.1)]
TRAINED = [*UPRIGHT, (lay_any, 0.35)]
BANDS = 0.03
HELD_BACK = [(lay_badge, 0.35), (lay_residence, 0.65)]


def draw_card(rng, photos, held=False, upright=False):
    """Draw one ID-1 card as RGBA u8. `held` draws the designs kept out of training, `upright` those with an upper side."""
    height = int(WIDTH / ID1)
    image, dark = draw_ground(rng, WIDTH, height, photos)
    layouts, weights = zip(*(HELD_BACK if held else UPRIGHT if upright else TRAINED))
    layouts[rng.choice(len(layouts), p=np.array(weights) / sum(weights))](rng, image, pick_ink(rng, dark))
    if not held and not upright and rng.random() < BANDS:
        lay_bands(rng, image)
    if rng.random() < 0.25:
        centre = (int(WIDTH * rng.uniform(0.2, 0.9)), int(height * rng.uniform(0.2, 0.8)))
        cv2.circle(image, centre, int(rng.uniform(10, 45)), pick_colour(rng, 60, 220, 1.6).tolist(), int(rng.choice([-1, 2])), cv2.LINE_AA)
    alpha = cut_outline(rng, WIDTH, height, rng.random() < 0.92)
    image = finish_edge(rng, image, alpha)
    return np.dstack([np.clip(image, 0, 255), alpha]).astype(np.uint8)
