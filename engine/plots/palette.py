"""Colours and shapes of the plots: light (always for export) and dark (for the window)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import Category

MARKERS = {Category.ON_MODEL: "o", Category.WORN: "^", Category.PRODUCT_ONLY: "s"}
LETTERS = {Category.ON_MODEL: "M", Category.WORN: "W", Category.PRODUCT_ONLY: "P"}


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme, as in the tokens of the window."""

    surface: str
    text: str
    muted: str
    line: str
    band: str
    categories: dict[Category, str]


LIGHT = Palette(
    surface="#FFFFFF",
    text="#1B1F23",
    muted="#5A646B",
    line="#D5DADD",
    band="#EEF1F3",
    categories={Category.ON_MODEL: "#0072B2", Category.WORN: "#B84A00", Category.PRODUCT_ONLY: "#5E6B73"},
)
DARK = Palette(
    surface="#1E2226",
    text="#E8EBED",
    muted="#A3ADB3",
    line="#3C444A",
    band="#2A3035",
    categories={Category.ON_MODEL: "#56B4E9", Category.WORN: "#E9A23B", Category.PRODUCT_ONLY: "#A9B4BA"},
)
