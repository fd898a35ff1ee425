"""Makes the photo files that break programs; each is what its name says."""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image

NOBODY = 65534
"""The user id of nobody on Linux."""

SIZE = (60, 40)
"""Width and height of the small ones, upright."""

CORNERS = ((200, 30, 30), (30, 160, 30), (30, 30, 200), (230, 200, 40))
"""Colours of the quarters: top left, top right, bottom left, bottom right."""

TURNED_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""Orientation -> how a camera stores an upright picture under it: the inverse of what a reader does."""

UNREADABLE = (
    "empty.jpg",
    "text.jpg",
    "truncated.jpg",
    "truncated.png",
    "header bomb.png",
    "dangling link.jpg",
)
READABLE = (
    "16 bit grey.png",
    "16 bit grey.tif",
    "1 bit.png",
    "Grüße 👗 süß.jpg",
    "animated.gif",
    "animated.webp",
    "cmyk.jpg",
    "grey with alpha.png",
    "huge.png",
    "palette.png",
    "phone.heic",
    "progressive.jpg",
    "really a png.jpg",
    "rgba.png",
    *(f"turned {number}.jpg" for number in range(1, 9)),
)
"""Names in the folder of `make_awkward_folder`; those that bar reading only for some users are left out."""


def quarters(size: tuple[int, int] = SIZE) -> Image.Image:
    """An RGB picture of four coloured quarters."""
    width, height = size
    picture = Image.new("RGB", size)
    for place, colour in enumerate(CORNERS):
        left, top = (place % 2) * width // 2, (place // 2) * height // 2
        picture.paste(colour, (left, top, left + width // 2, top + height // 2))
    return picture


def corners(pixels: np.ndarray) -> list[tuple[int, int, int]]:
    """The colours in the middles of the four quarters of an (h, w, 3) array, in the order of CORNERS."""
    height, width = pixels.shape[:2]
    places = [(1, 1), (1, 3), (3, 1), (3, 3)]
    return [tuple(int(v) for v in pixels[row * height // 4, column * width // 4]) for row, column in places]


def save_turned(picture: Image.Image, path: Path, *, orientation: int) -> None:
    """Save an upright picture as a camera held that way would."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = picture.transpose(TURNED_BACK[orientation]) if orientation > 1 else picture
    stored.save(path, exif=exif.tobytes(), quality=95)


def forge_png_header(path: Path, *, size: tuple[int, int]) -> None:
    """A PNG of a few bytes that says it is `size`."""
    header = b"IHDR" + struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(100))
    chunks = b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (header, data, b"IEND")
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)


def make_awkward_folder(folder: Path, *, portrait: Path) -> None:
    """Fill `folder` with UNREADABLE, READABLE, a folder named as a photo and a file that may not be read."""
    folder.mkdir(parents=True, exist_ok=True)
    _make_broken(folder)
    _make_colours(folder)
    _make_containers(folder)
    with Image.open(portrait) as picture:
        picture.thumbnail((600, 600))
        for orientation in range(1, 9):
            save_turned(picture, folder / f"turned {orientation}.jpg", orientation=orientation)
    (folder / "a folder.jpg").mkdir()
    barred = folder / "barred.jpg"
    quarters().save(barred)
    barred.chmod(0)


def _make_broken(folder: Path) -> None:
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("This is no photo.\n" * 50, encoding="utf-8")
    for suffix in ("jpg", "png"):
        whole = folder / f"truncated.{suffix}"
        Image.effect_noise((200, 200), 90).save(whole)
        whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    forge_png_header(folder / "header bomb.png", size=(60_000, 60_000))
    (folder / "dangling link.jpg").symlink_to(folder / "was never there.jpg")


def _make_colours(folder: Path) -> None:
    picture = quarters()
    picture.convert("CMYK").save(folder / "cmyk.jpg", quality=95)
    deep = np.asarray(picture.convert("L")).astype(np.uint16) * 257
    Image.fromarray(deep).save(folder / "16 bit grey.png")
    Image.fromarray(deep).save(folder / "16 bit grey.tif")
    picture.convert("1").save(folder / "1 bit.png")
    see_through = picture.convert("RGBA")
    see_through.paste((0, 0, 0, 0), (0, 0, SIZE[0] // 2, SIZE[1] // 2))
    see_through.save(folder / "rgba.png")
    see_through.convert("LA").save(folder / "grey with alpha.png")
    palette = picture.quantize(8)
    palette.save(folder / "palette.png", transparency=palette.getpixel((1, 1)))


def _make_containers(folder: Path) -> None:
    picture = quarters()
    second = Image.new("RGB", SIZE, "black")
    picture.save(folder / "animated.gif", save_all=True, append_images=[second], duration=100)
    picture.save(folder / "animated.webp", save_all=True, append_images=[second], duration=100, lossless=True)
    picture.save(folder / "progressive.jpg", progressive=True, quality=95)
    picture.save(folder / "Grüße 👗 süß.jpg", quality=95)
    picture.save(folder / "really a png.jpg", format="PNG")
    pillow_heif.from_pillow(picture).save(folder / "phone.heic", quality=90)
    Image.new("L", (10_000, 10_000), 200).save(folder / "huge.png", compress_level=1)


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Run as a user whom file permissions bar; root is barred by nothing."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
