"""Compose one training picture: a scene, perhaps a document in it, light, lens, sensor.

A label is 16 numbers: presence; the document's own top left, top right, bottom right and bottom left
corner in pixels of the canvas; whether its top can be told; the picture's x, y, width and height in the
canvas; tags (bits below); the share of the picture that the whole document would fill.
"""

import math

import cv2
import numpy as np

from canvas import LONG_SIDE, fit, place
from draw.layers import add_clutter, add_fingers, add_sleeve, blend, drop_shadow, put, warp
from draw.light import blur, cast_light, expose, sense
from draw.textures import pick_colour
from draw.things import SCENES
from geometry import area, project

TAGS = {"card": 1, "sheet": 2, "cut": 4, "fingers": 8, "low contrast": 16, "cluttered": 32, "whole frame": 64, "thing": 128, "mild": 256}
SCALE = 2
WITHOUT = 0.2
MILD = 0.6
WHOLE_FRAME = 0.14
FLAT = 0.18


def pick_frame(rng, unit=1):
    """Return the size that the scene is composed at."""
    longest = SCALE * LONG_SIDE * unit
    share = rng.choice([0.75, 0.75, 0.75, 0.5625, 0.6667, 0.462, rng.uniform(0.5, 1)])
    shortest = int(longest * share / 2) * 2
    return (longest, shortest) if rng.random() < 0.5 else (shortest, longest)


def lay_flat(rng, width, height):
    """Return a table of one colour without texture, perhaps brighter towards one side."""
    image = np.ones((height, width, 3), np.float32) * pick_colour(rng, 8, 252, rng.choice([0.2, 1.2])).astype(np.float32)
    if rng.random() < 0.6:
        along = np.linspace(rng.uniform(0.75, 1.05), rng.uniform(0.9, 1.2), width, dtype=np.float32)[None, :, None]
        image *= along if rng.random() < 0.5 else along[:, ::-1]
    if rng.random() < 0.4:
        image *= np.linspace(rng.uniform(0.8, 1.05), rng.uniform(0.9, 1.15), height, dtype=np.float32)[:, None, None]
    return np.clip(image, 0, 255)


def lay_ground(rng, pool, width, height, unit=1):
    """Return the surface or the view behind everything."""
    if rng.random() < FLAT:
        return lay_flat(rng, width, height)
    chance = rng.random()
    source = pool.surfaces if chance < 0.36 else pool.textures if chance < 0.64 else pool.photos
    ground = source[rng.integers(len(source))]
    high, wide = ground.shape[:2]
    scale = max(width / wide, height / high) * rng.uniform(1.0, 2.2)
    turn = rng.uniform(0, 360) if rng.random() < 0.35 else rng.integers(0, 4) * 90 + rng.normal(0, 6)
    centre = (wide * rng.uniform(0.35, 0.65), high * rng.uniform(0.35, 0.65))
    matrix = cv2.getRotationMatrix2D(centre, turn, scale)
    matrix[:, 2] += np.array([width, height]) / 2 - centre
    matrix = np.vstack([matrix, [0, 0, 1]])
    if rng.random() < 0.5:
        lean = np.eye(3)
        lean[2, :2] = rng.normal(0, 0.0012, 2) / unit
        matrix = lean @ matrix
    image = cv2.warpPerspective(ground, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    image = image.astype(np.float32)
    if rng.random() < 0.2:
        image = np.ascontiguousarray(image[..., rng.permutation(3)])
    image = (image - 128) * rng.uniform(0.4, 1.1) + 128 + rng.normal(0, 24)
    return np.clip(image, 0, 255).astype(np.float32)


def place_document(rng, aspect, width, height, mild=False):
    """Return a quadrangle of the document in the frame and whether a side is cut."""
    frame = np.array([width, height], float)
    for _ in range(40):
        quad = project(rng, aspect)
        chance = rng.random()
        if chance < 0.4:
            fill = rng.uniform(0.2, 0.8)
        elif chance < 0.62:
            fill = 1.0
        else:
            fill = math.exp(rng.uniform(math.log(0.025), math.log(0.3)))
        quad = quad * math.sqrt(fill * width * height / area(quad))
        extent = quad.max(0) - quad.min(0)
        if rng.random() < (0.8 if mild else 0.7):
            if (extent > frame).any():
                quad *= (frame / extent).min() * rng.uniform(0.86, 1.0)
                extent = quad.max(0) - quad.min(0)
            where = np.clip(0.5 + rng.normal(0, 0.25, 2), 0, 1) if rng.random() < 0.7 else rng.random(2)
            return quad + extent / 2 + where * (frame - extent), False
        if fill < 0.08:
            continue
        quad *= min(1, rng.uniform(1.0, 1.3) * (frame / extent).min())
        extent = quad.max(0) - quad.min(0)
        low, high = np.minimum(extent, frame) / 2, frame - np.minimum(extent, frame) / 2
        centre = np.clip(frame / 2 + rng.normal(0, 0.08, 2) * frame, low, high)
        for _ in range(1 if rng.random() < 0.75 else 2):
            axis = rng.integers(0, 2)
            hidden = rng.uniform(0.01, 0.3 if mild else 0.4) * extent[axis]
            centre[axis] = extent[axis] / 2 - hidden if rng.random() < 0.5 else frame[axis] - extent[axis] / 2 + hidden
        return quad + centre, True
    return quad + frame / 2, False


def fill_frame(rng, aspect, unit=1):
    """Return a frame and a quadrangle of about its size: a scan or a crop of a document."""
    longest = SCALE * LONG_SIDE * unit
    wide, high = (longest, longest / aspect) if aspect > 1 else (longest * aspect, longest)
    if rng.random() < 0.3:
        wide, high, quad = high, wide, np.array([[0, 1], [0, 0], [1, 0], [1, 1]], float)
    else:
        quad = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)
    width, height = int(wide / 2) * 2, int(high / 2) * 2
    if rng.random() < 0.4:
        quad = 1 - quad
    quad = (quad - 0.5) * (1 + rng.uniform(-0.12, 0.03)) + 0.5 + rng.normal(0, 0.01, (4, 2)) + rng.normal(0, 0.008, 2)
    if rng.random() < 0.4:
        for axis in (0, 1):
            middle, beyond = quad[:, axis].mean(), rng.uniform(0, 0.1, 2) * (rng.random(2) < 0.6)
            quad[:, axis] += np.where(quad[:, axis] < middle, -beyond[0], beyond[1])
    return width, height, quad * [width, height]


def match_colours(rng, image, colour, alpha, mild=False):
    """Sometimes make the document hard to tell from the table: same colour, dark on dark, pale contrast."""
    inside = max(1.0, alpha.sum())
    own, ground = (colour * alpha[..., None]).sum((0, 1)) / inside, image.mean((0, 1))
    chance = 1.0 if mild else rng.random()
    if chance < 0.1:
        colour *= ground / np.maximum(20, own) * rng.uniform(0.9, 1.15)
    elif chance < 0.2:
        image[:] = own * rng.uniform(0.8, 1.2) + (image - ground) * rng.uniform(0.05, 0.5)
    elif chance < 0.27:
        image[:] = rng.uniform(8, 50) + (image - ground) * rng.uniform(0.03, 0.3)
        colour *= rng.uniform(20, 75) / max(20, own.mean())
    colour[:] = (colour - 128) * rng.uniform(0.6, 1.1) + 128 + rng.normal(0, 14)
    colour *= (1 + rng.normal(0, 0.05, 3)).astype(np.float32)
    return chance < 0.27


def add_document(rng, pool, image, quad, sizes, unit=1, mild=False):
    """Lay the document into the scene with what lies under, round and over it; return its tags."""
    tags = 0
    if rng.random() < 0.16:
        middle = quad.mean(0)
        under = middle + (quad - middle) * rng.uniform(1.12, 2.2) + unit * rng.normal(0, 6, 2)
        turn = rng.normal(0, 0.15)
        under = middle + (under - middle) @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        papers = pool.papers if rng.random() < 0.4 else None
        sheet = papers[rng.integers(len(papers))] if papers else [np.full((60, 90, 4), [*pick_colour(rng, 10, 250), 255], np.uint8)] * 3
        put(rng, image, sheet, under, unit)
    elif rng.random() < 0.07:
        other = pool.cards[rng.integers(len(pool.cards))]
        put(rng, image, other, quad + rng.normal(0, 0.25, 2) * np.linalg.norm(quad[0] - quad[2]), unit)
    if rng.random() < 0.06:
        add_sleeve(rng, image, quad)
    colour, alpha = warp(image.shape, sizes, quad)
    if match_colours(rng, image, colour, alpha, mild):
        tags |= TAGS["low contrast"]
    if rng.random() < 0.65:
        drop_shadow(rng, image, alpha, rng.uniform(0.08, 0.55), unit * rng.uniform(1, 7))
    blend(image, colour, alpha)
    if rng.random() < (0.08 if mild else 0.2):
        add_fingers(rng, image, quad, unit)
        tags |= TAGS["fingers"]
    if not mild and rng.random() < 0.05:
        add_clutter(rng, image, pool, 1, unit)
    return tags


def compose_without(rng, pool, width, height, unit=1):
    """Return a scene without a document; many hold things that look like one."""
    chance = rng.random()
    if chance < 0.25:
        image = SCENES[rng.integers(len(SCENES))](rng, height // unit, width // unit, pool.photos)
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_CUBIC) if unit > 1 else image
    else:
        image = lay_ground(rng, pool, width, height, unit)
    image = np.ascontiguousarray(image, np.float32)
    tags = 0
    if chance > 0.5:
        for _ in range(int(rng.integers(1, 4))):
            sizes = pool.things[rng.integers(len(pool.things))] if rng.random() < 0.75 or not pool.stamps else pool.stamps[rng.integers(len(pool.stamps))]
            quad = project(rng, sizes[0].shape[1] / sizes[0].shape[0]) * rng.uniform(0.25, 1.4) * max(width, height)
            put(rng, image, sizes, quad + rng.uniform(0.1, 0.9, 2) * [width, height], unit)
        tags = TAGS["thing"]
    if rng.random() < 0.15:
        add_fingers(rng, image, project(rng, 1.5) * 90 * unit + [width / 2, height / 2], unit)
    return image, tags


def compose_with(rng, pool, unit=1, mild=False):
    """Return a scene with a document: the picture, its quadrangle, the tags."""
    is_card = rng.random() < 0.72 or not pool.sheets
    source = pool.cards if is_card else pool.sheets
    sizes = source[rng.integers(len(source))]
    aspect = sizes[0].shape[1] / sizes[0].shape[0]
    tags = TAGS["card"] if is_card else TAGS["sheet"]
    if rng.random() < WHOLE_FRAME:
        width, height, quad = fill_frame(rng, aspect, unit)
        tags |= TAGS["whole frame"]
    else:
        width, height = pick_frame(rng, unit)
        quad, cut = place_document(rng, aspect, width, height, mild)
        tags |= TAGS["cut"] if cut else 0
    image = lay_ground(rng, pool, width, height, unit)
    clutter = int(rng.integers(1, 7)) if rng.random() < 0.6 else 0
    add_clutter(rng, image, pool, clutter, unit)
    tags |= TAGS["cluttered"] if clutter >= 3 else 0
    return image, quad, tags | add_document(rng, pool, image, quad, sizes, unit, mild)


def compose_picture(rng, pool, unit=1, mild=None):
    """Return one picture (u8 RGB, longer side 224 * unit), its quadrangle or None, and its tags.

    A share of MILD is mild, the rest is harsh, unless `mild` says which.
    """
    mild = bool(rng.random() < MILD) if mild is None else mild
    present = rng.random() >= WITHOUT
    if present:
        image, quad, tags = compose_with(rng, pool, unit, mild)
    else:
        width, height = pick_frame(rng, unit)
        image, tags = compose_without(rng, pool, width, height, unit)
        quad = np.tile([width / 2, height / 2], (4, 1))
    image = cast_light(rng, image, quad.mean(0), unit, mild)
    exposure = expose(rng, image, mild)
    tags |= TAGS["mild"] if mild else 0
    return sense(rng, blur(rng, image, unit, mild), exposure, mild), quad if present else None, tags


def compose(rng, pool):
    """Return one picture as canvas (u8 RGB) and its label."""
    image, quad, tags = compose_picture(rng, pool)
    height, width = image.shape[:2]
    new_width, new_height, x0, y0 = fit(width, height)
    scaled = cv2.resize(image, (new_width, new_height), interpolation=cv2.INTER_AREA).astype(np.int64)
    label = np.zeros(16, np.float32)
    label[10:15] = x0, y0, new_width, new_height, tags
    if quad is not None:
        label[0] = label[9] = 1
        label[1:9] = ((quad + 0.5) * [new_width / width, new_height / height] - 0.5 + [x0, y0]).ravel()
        label[15] = abs(area(quad)) / (width * height)
    return place(scaled, (x0, y0)), label
