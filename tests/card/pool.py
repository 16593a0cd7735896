"""The flat material that pictures are composed of: photos, surfaces, documents, things."""

import pathlib

import cv2
import numpy as np

from draw.cards import draw_card
from draw.identity import draw_identity
from draw.layers import make_sizes
from draw.sheets import draw_sheet
from draw.textures import draw_page, draw_texture
from draw.things import draw_thing

IDENTITY = 0.4
WALLPAPERS = ("wallpapers", "backgrounds")


class Pictures:
    """Pictures of the cache, read once: photographs, textures and cut-out objects, RGB."""

    def __init__(self, cache, held=False, at_most=None):
        self.photos, self.textures, self.stamps = [], [], []
        for package in sorted((pathlib.Path(cache) / ("held" if held else "train")).iterdir()):
            for path in sorted(package.iterdir())[:at_most]:
                picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
                if picture.shape[2] == 4:
                    self.stamps.append(make_sizes(cv2.cvtColor(picture, cv2.COLOR_BGRA2RGBA)))
                else:
                    kind = self.photos if package.name.endswith(WALLPAPERS) or "wallpapers" in package.name else self.textures
                    kind.append(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))


class DrawnOnly:
    """Stands in for Pictures where there is no cache: drawn surfaces in place of photographs."""

    def __init__(self, seed, count=12):
        rng = np.random.default_rng(seed)
        self.photos = [draw_texture(rng, 240) for _ in range(count)]
        self.textures, self.stamps = self.photos, []


class Pool:
    """Documents, things and surfaces drawn from one seed."""

    def __init__(self, seed, pictures, cards=130, sheets=60, surfaces=90, things=40, held=False):
        rng = np.random.default_rng(seed)
        self.photos, self.textures, self.stamps = pictures.photos, pictures.textures, pictures.stamps
        self.cards = [make_sizes(draw_any_card(rng, self.photos, held)) for _ in range(cards)]
        self.sheets = [make_sizes(draw_sheet(rng, self.photos)) for _ in range(sheets)]
        self.surfaces = [draw_texture(rng, held=held) for _ in range(surfaces)]
        self.things = [make_sizes(draw_thing(rng, self.photos)) for _ in range(things)]
        self.papers = [make_sizes(draw_loose_paper(rng)) for _ in range(20)]


def draw_any_card(rng, photos, held):
    """Draw a card; of those for training two in five by `draw_identity`."""
    if not held and rng.random() < IDENTITY:
        return draw_identity(rng, photos)[0]
    return draw_card(rng, photos, held)


def draw_loose_paper(rng):
    """Draw a printed page as RGBA."""
    page = np.clip(draw_page(rng, 210, 290), 0, 255).astype(np.uint8)
    return np.dstack([page, np.full(page.shape[:2], 255, np.uint8)])
