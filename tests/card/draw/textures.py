"""Draw surfaces: wood, cloth, stone, plain desks, printed pages.

Every function takes a numpy random generator and returns float32 RGB, 0..255.
"""

import cv2
import numpy as np

LETTERS = np.array(list("etaoinshrdlucmfwypvbgkqjxzETAOINSHRDLU0123456789     :./-"))
WOODS = [(170, 110, 60), (205, 150, 90), (110, 70, 40), (200, 165, 120), (215, 185, 150), (80, 50, 30), (140, 80, 50), (60, 40, 30)]


def draw_noise(rng, height, width, scale_x, scale_y, octaves=3):
    """Return smooth noise of about unit deviation, coarsest at the given scale in pixels."""
    out = np.zeros((height, width), np.float32)
    weight = 1.0
    for _ in range(octaves):
        shape = (max(2, int(height / scale_y) + 2), max(2, int(width / scale_x) + 2))
        grid = rng.standard_normal(shape).astype(np.float32)
        out += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        weight *= 0.55
        scale_x, scale_y = max(1, scale_x / 2.2), max(1, scale_y / 2.2)
    return out / 1.3


def pick_colour(rng, low=20, high=240, saturation=1.0):
    """Return a random RGB colour around a random brightness."""
    return np.clip(rng.uniform(low, high) + rng.normal(0, 28 * saturation, 3), 0, 255)


def make_words(rng, low, high):
    """Return a string of random letters."""
    return "".join(rng.choice(LETTERS, int(rng.integers(low, high))))


def put_text(image, text, at, font, scale, colour, thickness=1):
    """Blend text into a float picture with antialiased strokes."""
    (width, height), base = cv2.getTextSize(text, font, scale, thickness)
    x0, y0 = max(0, int(at[0]) - 2), max(0, int(at[1]) - height - 3)
    x1, y1 = min(image.shape[1], int(at[0]) + width + 3), min(image.shape[0], int(at[1]) + base + 3)
    if x1 <= x0 or y1 <= y0:
        return
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    cv2.putText(mask, text, (int(at[0]) - x0, int(at[1]) - y0), font, scale, 255, thickness, cv2.LINE_AA)
    alpha = mask[..., None].astype(np.float32) / 255
    patch = image[y0:y1, x0:x1]
    patch += (np.asarray(colour, np.float32) - patch) * alpha


def draw_wood(rng, height, width):
    """Draw grain, sometimes with boards."""
    colour = np.array(WOODS[rng.integers(len(WOODS))], np.float32) + rng.normal(0, 12, 3)
    grain = draw_noise(rng, height, width, rng.uniform(60, 260), rng.uniform(2.5, 9))
    phase = draw_noise(rng, height, width, 200, 60, 2)
    rings = np.sin(np.arange(height)[:, None] * rng.uniform(0.03, 0.25) + 3 * phase)
    tint = np.array([1.0, 0.9, 0.7]) * rng.uniform(3, 22)
    image = colour + (0.6 * grain + 0.6 * rings)[..., None] * tint
    if rng.random() < 0.35:
        step = int(rng.uniform(40, 130))
        for y in range(int(rng.uniform(0, step)), height, step):
            image[y : y + int(rng.integers(1, 3))] *= rng.uniform(0.3, 0.8)
    return image


def draw_cloth(rng, height, width):
    """Draw a weave, stripes or checks."""
    first, second = pick_colour(rng), pick_colour(rng)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    period_x, period_y = rng.uniform(3, 60, 2)
    wave = np.sin(x * 6.28 / period_x) * rng.uniform(0, 1) + np.sin(y * 6.28 / period_y) * rng.uniform(0, 1)
    if rng.random() < 0.5:
        wave = np.sign(wave)
    share = (wave * rng.uniform(0.1, 0.5) + 0.5)[..., None]
    image = first * share + second * (1 - share)
    return image + draw_noise(rng, height, width, 3, 3, 2)[..., None] * rng.uniform(2, 15)


def draw_batik(rng, height, width):
    """Draw a repeated motif of rings, petals and dots, as on printed or woven cloth."""
    size = int(rng.uniform(24, 90))
    tile = np.empty((size, size, 3), np.float32)
    tile[:] = pick_colour(rng)
    for _ in range(int(rng.integers(3, 9))):
        colour = pick_colour(rng, 10, 250, 1.6).tolist()
        centre = tuple(int(v) for v in rng.uniform(0, size, 2))
        axes = tuple(int(v) for v in rng.uniform(2, size * 0.5, 2))
        filled = int(rng.choice([-1, 1, 2]))
        cv2.ellipse(tile, centre, axes, rng.uniform(0, 180), 0, 360, colour, filled, cv2.LINE_AA)
    if rng.random() < 0.6:
        tile = np.concatenate([tile, tile[:, ::-1]], 1)
    if rng.random() < 0.6:
        tile = np.concatenate([tile, tile[::-1]], 0)
    repeats = (height // tile.shape[0] + 1, width // tile.shape[1] + 1, 1)
    image = np.tile(tile, repeats)[:height, :width]
    return image + draw_noise(rng, height, width, 40, 40, 2)[..., None] * rng.uniform(2, 10)


def draw_plain(rng, height, width):
    """Draw a desk or wall of one colour with faint unevenness."""
    image = np.empty((height, width, 3), np.float32)
    image[:] = pick_colour(rng, 8, 250, rng.choice([0.2, 1.0]))
    soft = draw_noise(rng, height, width, 90, 90) * rng.uniform(1, 12)
    fine = draw_noise(rng, height, width, 2, 2, 1) * rng.uniform(0, 10)
    return image + (soft + fine)[..., None]


def draw_stone(rng, height, width):
    """Draw granite, terrazzo or carpet."""
    scale = rng.uniform(3, 14)
    image = pick_colour(rng) + draw_noise(rng, height, width, scale, scale)[..., None] * rng.uniform(8, 40)
    image = image + draw_noise(rng, height, width, 2, 2, 1)[..., None] * rng.normal(0, 12, 3)
    if rng.random() < 0.4:
        image = np.ascontiguousarray(image, np.float32)
        for _ in range(int(rng.integers(40, 160))):
            centre = rng.uniform(0, [width, height])
            points = (centre + rng.normal(0, rng.uniform(2, 9), (5, 2))).astype(np.int32)
            cv2.fillConvexPoly(image, cv2.convexHull(points), pick_colour(rng, 20, 250).tolist(), cv2.LINE_AA)
    return image


def draw_tiles(rng, height, width):
    """Draw tiles, bricks or a parquet: a grid of rectangles with joints."""
    image = np.empty((height, width, 3), np.float32)
    joint, base = pick_colour(rng, 40, 230, 0.4), pick_colour(rng, 30, 250, 0.8)
    image[:] = joint
    wide, high = rng.uniform(25, 180), rng.uniform(25, 120)
    gap, shift, spread = int(rng.integers(1, 5)), rng.choice([0.0, 0.5, rng.random()]), rng.uniform(0, 16)
    for row in range(-1, int(height / high) + 1):
        for column in range(-1, int(width / wide) + 1):
            x, y = int((column + shift * (row % 2)) * wide), int(row * high)
            colour = np.clip(base + rng.normal(0, spread), 0, 255).tolist()
            cv2.rectangle(image, (x, y), (x + int(wide) - gap, y + int(high) - gap), colour, -1)
    return image + draw_noise(rng, height, width, 8, 8)[..., None] * rng.uniform(1, 9)


def draw_rattan(rng, height, width):
    """Draw a basket weave: strands that alternate over and under."""
    period = rng.uniform(8, 34)
    x, y = np.meshgrid(np.arange(width) / period, np.arange(height) / period)
    over = ((np.floor(x) + np.floor(y)) % 2).astype(np.float32)
    shade = np.where(over > 0, np.sin((y % 1) * 3.14), np.sin((x % 1) * 3.14))
    colour = np.array(WOODS[rng.integers(len(WOODS))], np.float32) + rng.normal(0, 20, 3)
    return colour * (0.45 + 0.6 * shade[..., None]) + draw_noise(rng, height, width, 5, 5)[..., None] * 8


def draw_page(rng, height, width, ink=None):
    """Draw a printed page seen from straight above: text, rules, perhaps a picture."""
    image = np.empty((height, width, 3), np.float32)
    image[:] = np.clip(rng.uniform(190, 255) + rng.normal(0, 6, 3), 0, 255)
    ink = float(rng.uniform(20, 110)) if ink is None else ink
    left, right = width * rng.uniform(0.05, 0.15), width * rng.uniform(0.8, 0.95)
    y, step, font = rng.uniform(0.05, 0.12) * height, rng.uniform(6, 14), int(rng.integers(0, 4))
    while y < height * 0.95:
        if rng.random() < 0.12:
            y += step * rng.uniform(1, 4)
            continue
        count = int((right - left) / (step / 30 * 19) * rng.choice([1, 1, 1, 0.6, 0.3]))
        put_text(image, make_words(rng, max(1, count), count + 2), (left, y), font, step / 30, (ink,) * 3)
        y += step
    if rng.random() < 0.4:
        for _ in range(int(rng.integers(3, 12))):
            line = int(rng.uniform(0, height))
            cv2.line(image, (int(left), line), (int(right), line), (ink,) * 3, 1)
    if rng.random() < 0.3:
        x, y = int(rng.uniform(0, width * 0.6)), int(rng.uniform(0, height * 0.6))
        far = (x + int(width * rng.uniform(0.1, 0.4)), y + int(height * rng.uniform(0.1, 0.4)))
        cv2.rectangle(image, (x, y), far, pick_colour(rng).tolist(), -1)
    return image


TRAINED = [(draw_wood, 0.27), (draw_cloth, 0.14), (draw_batik, 0.12), (draw_plain, 0.25), (draw_stone, 0.1), (draw_tiles, 0.07), (draw_page, 0.05)]
HELD_BACK = [(draw_rattan, 0.5), (draw_tiles, 0.2), (draw_batik, 0.2), (draw_plain, 0.1)]


def draw_texture(rng, size=420, held=False):
    """Draw one surface as u8; `held` draws from kinds and seeds kept out of training."""
    kinds, weights = zip(*(HELD_BACK if held else TRAINED))
    draw = kinds[rng.choice(len(kinds), p=np.array(weights) / sum(weights))]
    return np.clip(draw(rng, size, size), 0, 255).astype(np.uint8)
