"""The one way from a photo file to pixels, for thumbnails and detection alike."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError
from PIL import __version__ as pillow_version

from engine.errors import PhotoUnreachable, PhotoUnreadable, readable_name
from engine.images.colour import shrunk_to_rgb

PIXEL_LIMIT = 200_000_000
"""Pixels that a decoder may hold at once; of a JPEG decoded at a fraction, that fraction counts."""

READER = f"pillow {pillow_version}, pillow-heif {pillow_heif.__version__}"
"""What decides whether a file can be decoded: another version may read what this one could not."""

# Only photo formats: Pillow would also run Ghostscript on an EPS file that calls itself .jpg.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")

_DRAFT_GAP = 1.5
"""A JPEG is decoded to at least this multiple of the wanted edge: nearly free, and half the error of 1."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation -> what turns the stored pixels upright (CIPA DC-008, tag 0x0112)."""

_SIDEWAYS = frozenset({5, 6, 7, 8})

_log = logging.getLogger(__name__)

pillow_heif.register_heif_opener()
# Pillow's own limits know nothing of decoding at a fraction: `_open` has the program's limit instead.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A photo in memory."""

    pixels: NDArray[np.uint8]
    """(h, w, 3), RGB, upright, read-only; perhaps smaller than the photo."""
    width: int
    """Pixels of the upright photo at its full size."""
    height: int


def load(path: Path, *, edge: int) -> Loaded:
    """Decode a photo so that the long edge of its pixels is `edge`, or its own if that is shorter.

    The first frame of an animation is taken, transparency becomes white. Raises PhotoUnreachable where the
    file cannot be opened and PhotoUnreadable where its content cannot be decoded.
    """
    _silence_pillow()
    try:
        with Image.open(path, formats=_FORMATS) as image:
            return _decode(image, path=path, edge=edge)
    except PhotoUnreadable:
        raise
    except Exception as error:  # on broken bytes Pillow's decoders raise anything at all
        _log.info("cannot read %s: %r", readable_name(str(path)), error)
        raise _complaint(path, error) from error


def _decode(image: Image.Image, *, path: Path, edge: int) -> Loaded:
    full = image.size
    draft = image.draft(None, _fitted(full, edge=round(edge * _DRAFT_GAP)))
    _check_size(image, full=full, path=path)
    image.load()
    if draft is None:
        full = image.size  # HEIF and TIFF know their true size only now
    extent = draft[1][2:] if draft else full
    orientation = _orientation(image)
    small = shrunk_to_rgb(image, size=_fitted(full, edge=edge), extent=extent)
    if orientation in _TURNS:
        small = small.transpose(_TURNS[orientation])
    width, height = reversed(full) if orientation in _SIDEWAYS else full
    return Loaded(pixels=np.asarray(small), width=width, height=height)


def _fitted(size: tuple[int, int], *, edge: int) -> tuple[int, int]:
    """`size` shrunk, never enlarged, to a long edge of at most `edge`."""
    scale = min(1.0, edge / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _check_size(image: Image.Image, *, full: tuple[int, int], path: Path) -> None:
    """Refuse a photo that would fill the memory, before any pixel of it is decoded."""
    # A progressive JPEG keeps the coefficients of the whole picture, however small it is decoded.
    width, height = full if image.info.get("progressive") else image.size
    if width * height > PIXEL_LIMIT:
        raise PhotoUnreadable(
            f"{readable_name(path.name)} has {full[0]} x {full[1]} pixels, more than this program reads "
            f"({PIXEL_LIMIT // 1_000_000} million): save a smaller copy of it."
        )


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 where there is none: broken EXIF data is no reason to refuse a photo."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - as in `load`
        return 1


def _silence_pillow() -> None:
    """Drop Pillow's warnings, which a seller can do nothing about.

    Done at each call, because whoever resets the filters brings them back, and by a filter instead of
    `warnings.catch_warnings`, which is not safe between threads.
    """
    warnings.filterwarnings("ignore", module=r"PIL\.|pillow_heif\.")


def _complaint(path: Path, error: Exception) -> PhotoUnreadable:
    """What to tell the user; an error number means that the file system, not the content, is at fault."""
    name = readable_name(path.name)
    if isinstance(error, MemoryError):
        return PhotoUnreachable(f"Too little memory to read {name}: close other programs, then try again.")
    if isinstance(error, OSError) and error.errno is not None:
        return PhotoUnreachable.at(path, error=error)
    if _is_empty(path):
        return PhotoUnreadable(f"{name} is empty (0 bytes): copy it again from where it came from.")
    if isinstance(error, UnidentifiedImageError):
        return PhotoUnreadable(f"{name} is not a photo that this program can read: save it as JPEG or PNG.")
    return PhotoUnreadable(f"{name} is damaged or cut short: copy it again from where it came from.")


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return False
