"""Put flat things into a scene: warp, shadow, blend; fingers, sleeves and clutter."""

import cv2
import numpy as np

from geometry import project

from .textures import draw_noise, pick_colour


def make_sizes(flat):
    """Return a flat RGBA picture at full, half and quarter size, for warping without aliasing."""
    half = cv2.resize(flat, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return [flat, half, cv2.resize(half, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)]


def warp(shape, sizes, quad):
    """Return a flat picture warped onto a quadrangle: RGB float and alpha 0..1."""
    height, width = sizes[0].shape[:2]
    longest = max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[1] - quad[2]) * width / height)
    flat = sizes[0] if longest > 0.55 * width else sizes[1] if longest > 0.26 * width else sizes[2]
    height, width = flat.shape[:2]
    corners = np.array([[-0.5, -0.5], [width - 0.5, -0.5], [width - 0.5, height - 0.5], [-0.5, height - 0.5]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    out = cv2.warpPerspective(flat, matrix, (shape[1], shape[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0, 0))
    return out[..., :3].astype(np.float32), out[..., 3].astype(np.float32) / 255


def drop_shadow(rng, image, alpha, strength, spread):
    """Darken the scene around and under a thing."""
    shade = cv2.GaussianBlur(alpha, (0, 0), spread)
    move = np.array([[1, 0, rng.normal(0, spread)], [0, 1, rng.normal(0, spread)]], np.float32)
    shade = cv2.warpAffine(shade, move, (image.shape[1], image.shape[0]))
    image *= (1 - strength * shade)[..., None]


def blend(image, colour, alpha):
    """Lay a colour over the scene where alpha says."""
    image += (colour - image) * alpha[..., None]


def put(rng, image, sizes, quad, unit=1, shadow=0.6):
    """Lay a flat thing into the scene."""
    colour, alpha = warp(image.shape, sizes, quad)
    if rng.random() < shadow:
        drop_shadow(rng, image, alpha, rng.uniform(0.1, 0.5), unit * rng.uniform(1.5, 7))
    blend(image, colour * rng.uniform(0.75, 1.1), alpha)


def pick_place_at_side(rng, width, height):
    """Return a point near or beyond one side of the frame."""
    along, off = rng.random(), rng.choice([rng.uniform(-0.18, 0.1), rng.uniform(0.9, 1.18)])
    return np.array([off * width, along * height]) if rng.random() < 0.5 else np.array([along * width, off * height])


def add_clutter(rng, image, pool, count, unit=1):
    """Strew things that are not the document looked for."""
    height, width = image.shape[:2]
    longest = max(height, width)
    for _ in range(count):
        chance = rng.random()
        place = pick_place_at_side(rng, width, height)
        if chance < 0.22:
            sizes = pool.papers[rng.integers(len(pool.papers))]
            put(rng, image, sizes, project(rng, sizes[0].shape[1] / sizes[0].shape[0]) * rng.uniform(0.5, 1.6) * longest + place, unit)
        elif chance < 0.47:
            sizes = pool.things[rng.integers(len(pool.things))]
            put(rng, image, sizes, project(rng, sizes[0].shape[1] / sizes[0].shape[0]) * rng.uniform(0.3, 1.3) * longest + place, unit)
        elif chance < 0.72 and pool.stamps:
            sizes = pool.stamps[rng.integers(len(pool.stamps))]
            place = place if rng.random() < 0.5 else rng.uniform(0, [width, height])
            put(rng, image, sizes, project(rng, sizes[0].shape[1] / sizes[0].shape[0], 0.3) * rng.uniform(0.1, 0.6) * longest + place, unit)
        elif chance < 0.9:
            start = rng.uniform(0, [width, height])
            steps = unit * (rng.normal(0, 25, (14, 2)) if rng.random() < 0.6 else np.tile(rng.normal(0, 18, 2), (8, 1)))
            points = (start + np.cumsum(steps, 0)).astype(np.int32)
            cv2.polylines(image, [points], False, pick_colour(rng).tolist(), unit * int(rng.integers(1, 8)), cv2.LINE_AA)
        else:
            centre = tuple(int(v) for v in rng.uniform(0, [width, height]))
            axes = tuple(int(v) for v in unit * rng.uniform(5, 70, 2))
            cv2.ellipse(image, centre, axes, rng.uniform(0, 180), 0, 360, pick_colour(rng).tolist(), -1, cv2.LINE_AA)


def add_fingers(rng, image, quad, unit=1):
    """Hold the document: fingers or a thumb over a side or a corner."""
    height, width = image.shape[:2]
    middle = quad.mean(0)
    size = np.linalg.norm(quad[0] - quad[1])
    skin = np.array([rng.uniform(110, 240), rng.uniform(75, 195), rng.uniform(50, 165)], np.float32)
    for _ in range(1 if rng.random() < 0.6 else 2):
        side, along = int(rng.integers(0, 4)), rng.uniform(0.0, 1.0)
        if rng.random() < 0.4:
            along = rng.choice([0.0, 1.0]) + rng.normal(0, 0.04)
        root = quad[side] * (1 - along) + quad[(side + 1) % 4] * along
        out = (root - middle) / max(1, np.linalg.norm(root - middle))
        thick = size * rng.uniform(0.045, 0.11)
        layer = np.zeros((height, width), np.float32)
        for finger in range(int(rng.integers(1, 4))):
            beside = np.array([-out[1], out[0]]) * thick * 2.1 * finger
            tip = root - out * rng.uniform(0.02, 0.2) * size + beside
            end = root + out * size * 1.3 + beside + rng.normal(0, 0.12, 2) * size
            cv2.line(layer, tuple(int(v) for v in tip), tuple(int(v) for v in end), 1.0, int(max(2, 2 * thick)), cv2.LINE_AA)
        layer = cv2.GaussianBlur(layer, (0, 0), 0.8 * unit)
        inner = cv2.GaussianBlur(layer, (0, 0), max(1.0, thick * 0.5))
        shade = (0.6 + 0.45 * inner)[..., None]
        drop_shadow(rng, image, layer, rng.uniform(0, 0.4), 2.5 * unit)
        blend(image, skin * shade + draw_noise(rng, height, width, 30 * unit, 30 * unit, 2)[..., None] * 8, layer)


def add_sleeve(rng, image, quad):
    """Lay a clear sleeve or a holder's rim round the document, weaker than its own edges."""
    middle = quad.mean(0)
    wider = middle + (quad - middle) * (1 + rng.uniform(0.04, 0.2))
    layer = np.zeros(image.shape[:2], np.float32)
    cv2.fillConvexPoly(layer, (wider * 16).astype(np.int32), 1.0, cv2.LINE_AA, 4)
    blend(image, np.float32(rng.uniform(120, 255)), layer * rng.uniform(0.03, 0.2))
    if rng.random() < 0.6:
        rim = np.zeros(image.shape[:2], np.float32)
        cv2.polylines(rim, [(wider * 16).astype(np.int32)], True, 1.0, 1, cv2.LINE_AA, 4)
        blend(image, np.float32(rng.uniform(150, 255)), rim * rng.uniform(0.1, 0.5))
