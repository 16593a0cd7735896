"""Fetch the freely licensed background pictures from Debian's packages into a cache.

usage: python fetch_pictures.py CACHE

Nothing of the cache is committed. LICENCES.md names every package and its licence.
"""

import pathlib
import subprocess
import sys
import zipfile

import cv2
import numpy as np

TRAINED = [
    "gimp-data", "gimp-data-extras", "gnome-backgrounds", "lomiri-wallpapers-20.04", "openarena-081-textures",
    "plasma-workspace-wallpapers", "sway-backgrounds", "tuxpaint-stamps-default", "ufoai-textures", "ukui-wallpapers",
]
HELD_BACK = ["colobot-common-textures", "lomiri-wallpapers-16.04", "mate-backgrounds"]
LONG_SIDE = 480


def fetch(cache):
    """Download each package, unpack it, and store its pictures scaled down."""
    for package in TRAINED + HELD_BACK:
        target = cache / ("held" if package in HELD_BACK else "train") / package
        if target.exists():
            continue
        root = cache / "packages" / package
        if not root.exists():
            root.mkdir(parents=True)
            subprocess.run(["apt-get", "download", package], cwd=root, check=True)
            subprocess.run(["dpkg", "-x", str(next(root.glob("*.deb"))), str(root)], check=True)
        target.mkdir(parents=True)
        count = 0
        for data in read_files(root):
            picture = decode_picture(*data)
            if picture is None or not is_useful(picture):
                continue
            suffix, settings = ("png", []) if picture.shape[2] == 4 else ("jpg", [cv2.IMWRITE_JPEG_QUALITY, 92])
            cv2.imwrite(str(target / f"{count:04d}.{suffix}"), shrink(picture), settings)
            count += 1
        print(package, count, flush=True)


def read_files(root):
    """Yield name and bytes of each file below root, those inside game archives too."""
    for path in sorted(root.resolve().rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        if path.suffix == ".pk3":
            with zipfile.ZipFile(path) as archive:
                for name in sorted(archive.namelist()):
                    if is_picture(name):
                        yield name, archive.read(name)
        elif is_picture(path.name):
            yield str(path), path.read_bytes()


def is_picture(name):
    """Tell by its name whether a file is a picture of a surface and not an icon, a screenshot or a sky map."""
    if any(part in name for part in ("/icons", "screenshot", "cartoon", "/sfx", "_glow", "_nm.", "_spec", "/brushes")):
        return False
    return name.endswith((".jpg", ".png", ".webp", ".pat"))


def decode_picture(name, data):
    """Return BGR or BGRA pixels, or None."""
    if name.endswith(".pat"):
        header, _, width, height, depth = np.frombuffer(data[:20], ">u4")
        if depth != 3:
            return None
        pixels = np.frombuffer(data[header : header + width * height * 3], np.uint8)
        return np.ascontiguousarray(pixels.reshape(height, width, 3)[..., ::-1])
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None or picture.ndim != 3 or picture.dtype != np.uint8:
        return None
    if picture.shape[2] == 4 and picture[..., 3].min() > 250:
        picture = picture[..., :3]
    if picture.shape[2] == 4 and "tuxpaint" not in name:
        return None
    return picture


def is_useful(picture):
    """Keep what is large enough, not too long, and not empty."""
    height, width = picture.shape[:2]
    return min(height, width) >= 60 and max(height, width) <= 4 * min(height, width) and picture.std() > 3


def shrink(picture):
    """Scale a picture down to the cache's size."""
    scale = LONG_SIDE / max(picture.shape[:2])
    return picture if scale >= 1 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    fetch(pathlib.Path(sys.argv[1]))
