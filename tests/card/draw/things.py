"""Draw things that are no document: phones, keyboards, screens, books, windows, labels.

Each returns RGBA u8 seen from straight above, to be warped into a scene.
"""

import cv2
import numpy as np

from .textures import make_words, pick_colour, put_text


def _blank(height, width, colour):
    image = np.empty((height, width, 3), np.float32)
    image[:] = colour
    return image


def _pack(image, alpha=None):
    alpha = np.full(image.shape[:2], 255, np.uint8) if alpha is None else alpha
    return np.dstack([np.clip(image, 0, 255), alpha]).astype(np.uint8)


def draw_phone(rng, photos):
    """A phone lying on the desk, its screen dark or lit."""
    image = _blank(130, 270, pick_colour(rng, 5, 60, 0.3))
    screen = image[8:-8, 12:-12]
    if rng.random() < 0.5:
        screen[:] = cv2.resize(photos[rng.integers(len(photos))], (screen.shape[1], screen.shape[0]))
    else:
        screen[:] = pick_colour(rng, 0, 60, 0.3)
    return _pack(image)


def draw_keyboard(rng, photos):
    """Keys in rows."""
    image = _blank(170, 400, pick_colour(rng, 10, 230, 0.3))
    colour = pick_colour(rng, 10, 240, 0.3)
    ink = (255 - colour).tolist()
    wide, high = int(rng.uniform(20, 30)), int(rng.uniform(20, 28))
    for row, y in enumerate(range(6, 165 - high, high + 4)):
        x = 5 + int(row * wide * 0.25)
        while x < 390 - wide:
            key = wide if rng.random() < 0.9 else int(wide * rng.uniform(1.3, 4))
            cv2.rectangle(image, (x, y), (min(394, x + key), y + high), colour.tolist(), -1)
            put_text(image, make_words(rng, 1, 2), (x + 5, y + high * 0.6), 0, 0.35, ink)
            x += key + 4
    return _pack(image)


def draw_screen(rng, photos):
    """A monitor or tablet with windows, menus and text."""
    height, width = 240, int(rng.uniform(300, 420))
    image = _blank(height, width, pick_colour(rng, 5, 50, 0.3) if rng.random() < 0.7 else pick_colour(rng, 150, 220, 0.3))
    rim = int(rng.uniform(3, 14))
    screen = np.ascontiguousarray(image[rim:-rim, rim:-rim])
    screen[:] = cv2.resize(photos[rng.integers(len(photos))], (screen.shape[1], screen.shape[0])) if rng.random() < 0.5 else pick_colour(rng, 10, 250)
    high, wide = screen.shape[:2]
    for _ in range(int(rng.integers(0, 5))):
        x, y = rng.uniform(0, wide * 0.7), rng.uniform(0, high * 0.7)
        far = (int(x + rng.uniform(0.15, 0.8) * wide), int(y + rng.uniform(0.15, 0.8) * high))
        ground = rng.uniform(0, 60) if rng.random() < 0.4 else rng.uniform(190, 255)
        cv2.rectangle(screen, (int(x), int(y)), far, (ground,) * 3, -1)
        cv2.rectangle(screen, (int(x), int(y)), (far[0], int(y) + 8), pick_colour(rng).tolist(), -1)
        for line in range(int(y) + 18, min(high, far[1]), int(rng.uniform(7, 14))):
            put_text(screen, make_words(rng, 4, 30), (x + 5, line), 0, 0.28, (255 - ground,) * 3)
    image[rim:-rim, rim:-rim] = screen
    return _pack(image)


def draw_book(rng, photos):
    """A closed book or box: a cover with a large title, a picture, a spine."""
    height, width = 300, int(rng.uniform(190, 240))
    image = _blank(height, width, pick_colour(rng, 15, 230, 1.6))
    if rng.random() < 0.6:
        x, y = int(rng.uniform(0, width * 0.2)), int(rng.uniform(0, height * 0.4))
        box = image[y : y + int(height * rng.uniform(0.3, 0.6)), x : width - x]
        box[:] = cv2.resize(photos[rng.integers(len(photos))], (box.shape[1], box.shape[0]))
    for _ in range(int(rng.integers(1, 4))):
        place = (width * rng.uniform(0.05, 0.3), height * rng.uniform(0.1, 0.95))
        put_text(image, make_words(rng, 4, 12).upper(), place, int(rng.integers(0, 5)), rng.uniform(0.6, 1.3), pick_colour(rng, 0, 255), 2)
    image[:, :10] *= rng.uniform(0.5, 0.9)
    return _pack(image)


def draw_notebook(rng, photos):
    """A calculator or a remote control: buttons and a display."""
    image = _blank(260, 150, pick_colour(rng, 15, 230, 0.6))
    cv2.rectangle(image, (14, 14), (136, 60), pick_colour(rng, 100, 200, 0.3).tolist(), -1)
    colour = pick_colour(rng, 20, 240, 0.8).tolist()
    for y in range(80, 240, 32):
        for x in range(14, 130, 32):
            cv2.rectangle(image, (x, y), (x + 24, y + 22), colour, -1)
    return _pack(image)


TRAINED = [draw_phone, draw_keyboard, draw_screen, draw_book, draw_notebook]


def draw_thing(rng, photos):
    """Draw one thing."""
    return TRAINED[rng.integers(len(TRAINED))](rng, photos)


def draw_shelf(rng, height, width, photos):
    """Draw a whole picture of shelves with the backs of books."""
    image = _blank(height, width, pick_colour(rng, 15, 120))
    row = int(height / rng.uniform(1.2, 4))
    for top in range(int(rng.uniform(-row, 0)), height, row):
        x = int(rng.uniform(-10, 0))
        while x < width:
            wide, high = int(rng.uniform(6, 40) * width / 300), int(row * rng.uniform(0.6, 0.9))
            foot = top + row - int(row * 0.05)
            cv2.rectangle(image, (x, foot - high), (x + wide, foot), pick_colour(rng, 20, 240, 1.8).tolist(), -1)
            if wide > 8 and rng.random() < 0.7:
                y = foot - int(high * rng.uniform(0.3, 0.8))
                cv2.rectangle(image, (x + 2, y), (x + wide - 2, y + int(high * 0.2)), pick_colour(rng, 20, 250).tolist(), -1)
            cv2.line(image, (x, foot - high), (x, foot), (15, 15, 15), 1)
            x += wide + int(rng.choice([0, 0, 0, 6]))
        cv2.rectangle(image, (0, top + row - int(row * 0.05)), (width, top + row), pick_colour(rng, 60, 200, 0.5).tolist(), -1)
    return image


def draw_window(rng, height, width, photos):
    """Draw a whole picture of a window, a facade or a door with panes."""
    image = _blank(height, width, pick_colour(rng, 40, 240, 0.6))
    wide, high = width / rng.uniform(1, 5), height / rng.uniform(1, 4)
    gap = rng.uniform(0.04, 0.35)
    view = cv2.resize(photos[rng.integers(len(photos))], (width, height)).astype(np.float32)
    bright = rng.uniform(0.3, 1.8)
    start_x, start_y = rng.uniform(-0.5, 0.3) * wide, rng.uniform(-0.5, 0.3) * high
    for row in range(8):
        for column in range(8):
            x0, y0 = int(start_x + (column + gap / 2) * wide), int(start_y + (row + gap / 2) * high)
            x1, y1 = int(x0 + wide * (1 - gap)), int(y0 + high * (1 - gap))
            x0, y0 = max(0, x0), max(0, y0)
            if x0 < width and y0 < height and x1 > x0 and y1 > y0:
                image[y0:y1, x0:x1] = view[y0:y1, x0:x1] * bright
                cv2.rectangle(image, (x0, y0), (x1, y1), pick_colour(rng, 10, 120, 0.3).tolist(), int(rng.integers(1, 4)))
    return image


def draw_label(rng, height, width, photos):
    """Draw a whole picture close to a package or a bottle: a label that runs out of the frame, bars, print."""
    image = _blank(height, width, pick_colour(rng, 20, 240, 1.4))
    for _ in range(int(rng.integers(2, 7))):
        y = int(rng.uniform(-0.1, 0.9) * height)
        cv2.rectangle(image, (-5, y), (width + 5, y + int(rng.uniform(0.05, 0.4) * height)), pick_colour(rng, 20, 250, 1.6).tolist(), -1)
    for _ in range(int(rng.integers(2, 9))):
        place = (rng.uniform(-0.2, 0.7) * width, rng.uniform(0.05, 1) * height)
        put_text(image, make_words(rng, 4, 14), place, int(rng.integers(0, 5)), rng.uniform(0.4, 2.2), pick_colour(rng, 0, 255), int(rng.integers(1, 4)))
    return image


SCENES = [draw_shelf, draw_window, draw_label]
