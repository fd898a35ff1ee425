"""From the many pixel formats of photo files to 8-bit RGB, shrunk on the way to hold little memory."""

from __future__ import annotations

import io
import logging
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

_AVERAGED_AS_THEY_ARE = frozenset({"L", "RGB", "CMYK"})
"""Modes whose pixels can be averaged before conversion; others would lose alpha, palette or depth."""

_GAP = 2.0
"""Whole-number reduction stops at this multiple of the wanted size; a good filter does the rest."""

_STRIP_PIXELS = 4_000_000

_PROFILE_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

_log = logging.getLogger(__name__)


def shrunk_to_rgb(image: Image.Image, *, size: tuple[int, int], extent: tuple[float, float]) -> Image.Image:
    """`image`, any mode, as sRGB of `size` (w, h), which is no larger; transparency becomes white.

    `extent` is how much of `image`, from the top left, shows the photo: a JPEG decoded at an eighth is
    rounded up to whole pixels, and to take these for the photo's edge would shift everything in it.
    """
    factor = max(1, int(max(image.size) / (_GAP * max(size))))
    # A transparent colour or palette entry must be painted white before its neighbours are mixed with it.
    if image.mode in _AVERAGED_AS_THEY_ARE and not image.has_transparency_data:
        small = image.reduce(factor) if factor > 1 else image
    else:
        small = _reduced_in_strips(image, factor=factor)
    box = (0.0, 0.0, extent[0] / factor, extent[1] / factor)
    small = small.resize(size, Image.Resampling.BICUBIC, box=box)
    return _to_srgb(small, profile=image.info.get("icc_profile"))


def _reduced_in_strips(image: Image.Image, *, factor: int) -> Image.Image:
    """Convert and reduce strip by strip, so that a large picture is never held twice."""
    width, height = image.size
    peak = _peak(image)
    rows = max(1, _STRIP_PIXELS // (width * factor)) * factor
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(height, top + rows)))
        small.paste(_rgb_on_white(strip, peak=peak).reduce(factor), (0, top // factor))
    return small


def _peak(image: Image.Image) -> float:
    """The pixel value that means white, for modes deeper than 8 bits."""
    if image.mode.startswith("I;16"):
        return 65535.0
    if image.mode not in {"I", "F"}:
        return 255.0
    highest = float(image.getextrema()[1])  # type: ignore[arg-type]  # these modes have one band
    usual = (65535.0,) if image.mode == "I" else (1.0, 255.0, 65535.0)
    return next((peak for peak in usual if highest <= peak), highest)


def _rgb_on_white(strip: Image.Image, *, peak: float) -> Image.Image:
    if peak != 255.0 or strip.mode == "F":
        grey = np.nan_to_num(np.asarray(strip, dtype=np.float32)) * (255.0 / peak)
        return Image.fromarray(grey.round().clip(0, 255).astype(np.uint8)).convert("RGB")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    layer = strip.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _to_srgb(image: Image.Image, *, profile: bytes | None) -> Image.Image:
    """Follow the colour profile where there is one that fits; a broken one is no reason to refuse a photo."""
    try:
        transform = _transform(profile, image.mode) if profile else None
        if transform is not None:
            return transform.apply(image)
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        _log.info("ignored a broken colour profile: %s", error)
    return image.convert("RGB")


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """What turns `mode` under `profile` into sRGB; None where that changes nothing or the two do not fit."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    description = source.profile.profile_description or ""
    if _PROFILE_MODES.get(source.profile.xcolor_space) != mode or description.startswith("sRGB"):
        return None
    return ImageCms.ImageCmsTransform(source, _SRGB, mode, "RGB")
