"""Colours and distances of the window, as data: nothing else in the window names a colour."""

from __future__ import annotations

from dataclasses import dataclass

from engine.records import Category

STEP = 4
GAP = 8
PAD = 12
WIDE = 16
RADIUS = 6
THUMB_MIN, THUMB_DEFAULT, THUMB_MAX = 96, 160, 320

LETTERS = {Category.ON_MODEL: "M", Category.WORN: "W", Category.PRODUCT_ONLY: "P"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, each as #rrggbb."""

    dark: bool
    window: str
    """Behind everything."""
    base: str
    """Behind lists, tables and the grid."""
    card: str
    """Behind one photo of the grid, and fields."""
    raised: str
    """Buttons and chips."""
    border: str
    text: str
    muted: str
    """Second-rank text."""
    accent: str
    """Selection and progress."""
    on_accent: str
    selection: str
    """Behind selected rows and selected text."""
    on_selection: str
    picked: str
    """Behind a selected photo."""
    on_model: str
    worn: str
    product_only: str
    review: str
    problem: str
    on_badge: str
    """Letters on the five colours above."""

    def category(self, category: Category) -> str:
        """The colour of a category."""
        colours = {
            Category.ON_MODEL: self.on_model,
            Category.WORN: self.worn,
            Category.PRODUCT_ONLY: self.product_only,
        }
        return colours[category]


LIGHT = Tokens(
    dark=False,
    window="#F4F5F7",
    base="#FFFFFF",
    card="#F1F3F5",
    raised="#FFFFFF",
    border="#CFD5DB",
    text="#1A1E22",
    muted="#56616B",
    accent="#3F51B5",
    on_accent="#FFFFFF",
    selection="#3F51B5",
    on_selection="#FFFFFF",
    picked="#DFE3F7",
    on_model="#0072B2",
    worn="#B84A00",
    product_only="#5E6B73",
    review="#A8447B",
    problem="#B3261E",
    on_badge="#FFFFFF",
)
DARK = Tokens(
    dark=True,
    window="#1D2024",
    base="#16181B",
    card="#22262A",
    raised="#2A2F34",
    border="#3C434A",
    text="#E7EAED",
    muted="#A6B0B9",
    accent="#9FA8F0",
    on_accent="#15171A",
    selection="#4A559E",
    on_selection="#FFFFFF",
    picked="#343B63",
    on_model="#56B4E9",
    worn="#E9A23B",
    product_only="#A9B4BA",
    review="#E29AC0",
    problem="#F2B8B5",
    on_badge="#15171A",
)
