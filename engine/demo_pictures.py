"""Pictures for the demo shop: products that the program draws, and variants of one portrait in the public
domain."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

EDGE = 640
_FINE = 3
KINDS = ("tee", "tote", "sneaker", "cap", "mug")
COLOURS = ("coral", "sand", "moss", "teal", "ocean", "plum", "slate", "mustard",
           "brick", "olive", "navy", "rose")  # fmt: skip
_HUES = {
    "coral": "#D9705F", "sand": "#CDB38B", "moss": "#7B8F5A", "teal": "#3F8F8A",
    "ocean": "#3D6EA5", "plum": "#7D4F7C", "slate": "#59636E", "mustard": "#D2A23C",
    "brick": "#9E4A3A", "olive": "#8A8A3F", "navy": "#2F3F66", "rose": "#D394A0",
}  # fmt: skip
_BACKGROUNDS = ("#F4F2EE", "#EEF2F3", "#F5EFEC", "#EFF1EA")

Cut = tuple[tuple[int, int, int, int], bool]
"""Left, top, right, bottom in pixels, and whether it is mirrored."""


def portrait() -> Image.Image:
    """Grace Hopper's official portrait (US Navy, public domain) from the installed matplotlib package."""
    import matplotlib

    with Image.open(Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg") as picture:
        return picture.convert("RGB")


def cut(picture: Image.Image, where: Cut) -> Image.Image:
    """A part of a picture, mirrored where `where` says so."""
    box, mirrored = where
    part = picture.crop(box)
    return ImageOps.mirror(part) if mirrored else part


def draw_product(kind: str, colour: str, *, backdrop: int = 0) -> Image.Image:
    """A product of KINDS in one of COLOURS on a plain ground with a soft shadow, EDGE x EDGE pixels."""
    size = EDGE * _FINE
    ground = Image.new("RGB", (size, size), _BACKGROUNDS[backdrop % len(_BACKGROUNDS)])
    shadow = Image.new("L", (size, size), 0)
    ImageDraw.Draw(shadow).ellipse(_scaled((0.2, 0.8, 0.8, 0.88)), fill=70)
    ground.paste("#5B5F63", mask=shadow.filter(ImageFilter.GaussianBlur(size // 40)))
    _PAINTERS[kind](ImageDraw.Draw(ground), _HUES[colour])
    return ground.resize((EDGE, EDGE), Image.Resampling.LANCZOS)


def _scaled(places: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(place * EDGE * _FINE for place in places)


def _shade(colour: str, factor: float) -> str:
    """The colour, darker below 1 and lighter above."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    parts = colorsys.hls_to_rgb(hue, min(1.0, light * factor), strength)
    return "#" + "".join(f"{round(255 * part):02X}" for part in parts)


def _shape(draw: ImageDraw.ImageDraw, places: tuple[float, ...], fill: str) -> None:
    draw.polygon(_scaled(places), fill=fill)


def _tee(draw: ImageDraw.ImageDraw, colour: str) -> None:
    body = (.36, .22, .45, .25, .55, .25, .64, .22, .86, .36, .78, .5, .68, .45, .68, .82, .32, .82, .32, .45,
            .22, .5, .14, .36)  # fmt: skip
    _shape(draw, body, colour)
    _shape(draw, (.32, .45, .36, .41, .36, .82, .32, .82), _shade(colour, .85))  # fmt: skip
    _shape(draw, (.68, .45, .64, .41, .64, .82, .68, .82), _shade(colour, .85))  # fmt: skip
    draw.chord(_scaled((0.42, 0.17, 0.58, 0.31)), 0, 180, fill=_shade(colour, 0.7))
    draw.line(_scaled((0.32, 0.79, 0.68, 0.79)), fill=_shade(colour, 0.8), width=_FINE * 2)
    draw.line(_scaled((0.17, 0.38, 0.245, 0.485)), fill=_shade(colour, 0.8), width=_FINE * 2)
    draw.line(_scaled((0.83, 0.38, 0.755, 0.485)), fill=_shade(colour, 0.8), width=_FINE * 2)


def _tote(draw: ImageDraw.ImageDraw, colour: str) -> None:
    for inset, tone in ((0.0, 0.7), (0.03, 0.85)):
        box = _scaled((0.36 + inset, 0.14 + inset, 0.64 - inset, 0.62))
        draw.arc(box, 180, 360, fill=_shade(colour, tone), width=_FINE * 12)
    _shape(draw, (.24, .4, .76, .4, .8, .84, .2, .84), colour)  # fmt: skip
    _shape(draw, (.24, .4, .76, .4, .764, .44, .236, .44), _shade(colour, .82))  # fmt: skip
    for left in (0.36, 0.6):
        draw.rectangle(_scaled((left, 0.4, left + 0.04, 0.5)), fill=_shade(colour, 0.7))


def _sneaker(draw: ImageDraw.ImageDraw, colour: str) -> None:
    upper = (
        0.14,
        0.5,
        0.2,
        0.44,
        0.32,
        0.5,
        0.42,
        0.38,
        0.52,
        0.42,
        0.6,
        0.55,
        0.74,
        0.6,
        0.86,
        0.66,
        0.88,
        0.76,
        0.13,
        0.76,
    )
    _shape(draw, upper, colour)
    _shape(draw, (.14, .5, .2, .44, .3, .49, .3, .76, .13, .76), _shade(colour, .8))  # fmt: skip
    _shape(draw, (.76, .61, .86, .66, .88, .76, .7, .76), _shade(colour, .88))  # fmt: skip
    draw.rounded_rectangle(_scaled((0.11, 0.75, 0.9, 0.83)), radius=_FINE * 20, fill="#FAFAF7")
    draw.line(_scaled((0.12, 0.795, 0.89, 0.795)), fill="#D8D6D0", width=_FINE * 2)
    for step in range(4):
        left, top = 0.44 + 0.045 * step, 0.44 + 0.035 * step
        draw.line(_scaled((left, top + 0.06, left + 0.07, top)), fill="#FAFAF7", width=_FINE * 6)


def _cap(draw: ImageDraw.ImageDraw, colour: str) -> None:
    draw.pieslice(_scaled((0.18, 0.44, 0.68, 1.1)), 180, 360, fill=colour)
    draw.pieslice(_scaled((0.4, 0.44, 0.68, 1.1)), 270, 360, fill=_shade(colour, 0.9))
    draw.chord(_scaled((0.44, 0.69, 0.9, 0.95)), 190, 360, fill=_shade(colour, 0.75))
    draw.rectangle(_scaled((0.18, 0.77, 0.66, 0.81)), fill=_shade(colour, 0.82))
    draw.ellipse(_scaled((0.41, 0.42, 0.45, 0.45)), fill=_shade(colour, 0.75))


def _mug(draw: ImageDraw.ImageDraw, colour: str) -> None:
    draw.arc(_scaled((0.56, 0.38, 0.82, 0.68)), 270, 90, fill=_shade(colour, 0.85), width=_FINE * 26)
    draw.rounded_rectangle(_scaled((0.26, 0.3, 0.68, 0.83)), radius=_FINE * 34, fill=colour)
    draw.rectangle(_scaled((0.26, 0.33, 0.33, 0.76)), fill=_shade(colour, 1.12))
    draw.ellipse(_scaled((0.26, 0.26, 0.68, 0.36)), fill=_shade(colour, 1.2))
    draw.ellipse(_scaled((0.285, 0.275, 0.655, 0.345)), fill=_shade(colour, 0.6))


_PAINTERS: dict[str, Callable[[ImageDraw.ImageDraw, str], None]] = {
    "tee": _tee,
    "tote": _tote,
    "sneaker": _sneaker,
    "cap": _cap,
    "mug": _mug,
}
