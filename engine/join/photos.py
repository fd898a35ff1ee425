"""Finds the photo that a sheet names, in passes from the whole path to the name without suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.errors import SheetUnreadable
from engine.join.names import file_name, original_name, stem, whole
from engine.records import Category
from engine.sheets.formula_guard import unguarded
from engine.sheets.named_columns import needed_column, read_settled, text_column

_Key = Callable[[str], str]
PASSES: tuple[tuple[_Key, _Key], ...] = (
    (whole, whole),
    (file_name, file_name),
    (original_name, file_name),
    (original_name, original_name),
    (stem, stem),
)
"""What of the name in the sheet must equal what of a photo's name."""
NOT_NAMED = "no photo is named for it"
NOT_THERE = "its photo is not among the photos"
DOUBTFUL = "several photos of different types have its photo's name"
NO_CATEGORY = "its photo has no category"

_CODES = {str(category.value): category for category in Category}


def read_photo_table(path: Path) -> dict[str, Category | None]:
    """Read `path` and `category` of a photo table: photo name to category, None where the photo has none."""
    # A blank at either end of a name belongs to it: it is the name of a file.
    table = read_settled(path, stripped=False)
    names, codes = needed_column(table, "path"), needed_column(table, "category").str.strip()
    unknown = sorted(set(codes) - set(_CODES) - {""})
    if unknown:
        raise SheetUnreadable(
            f'{path.name} holds the category "{unknown[0]}"; only 1, 2, 3 or none are known.'
        )
    return {unguarded(name): _CODES.get(code) for name, code in zip(names, codes, strict=True)}


def read_review(path: Path) -> frozenset[str]:
    """Names of the photos that a photo table marks for review (column `review`, 1); none without the
    column."""
    table = read_settled(path, stripped=False)
    names, marks = needed_column(table, "path"), text_column(table, "review")
    if marks is None:
        return frozenset()
    return frozenset(unguarded(name) for name, mark in zip(names, marks, strict=True) if mark.strip() == "1")


class PhotoIndex:
    """Looks names up among the photos; `categories` gives the category of each photo, or None."""

    def __init__(self, photos: Mapping[str, Category | None]) -> None:
        self.categories = photos
        self._passes = [_by_key(photos, key) for _, key in PASSES]
        self._asked: dict[str, tuple[str, ...]] = {}

    def named(self, image: str) -> tuple[str, ...]:
        """The photos that the name `image` may mean: those of the first pass in which there is any."""
        if image not in self._asked:
            self._asked[image] = self._look_up(image)
        return self._asked[image]

    def _look_up(self, image: str) -> tuple[str, ...]:
        if not image:
            return ()
        for known, (key, _) in zip(self._passes, PASSES, strict=True):
            photos = known.get(key(image))
            if photos:
                return tuple(photos)
        return ()

    def find(self, image: str) -> tuple[Category | None, str]:
        """The category of the photo `image`, or None and why there is none."""
        if not image:
            return None, NOT_NAMED
        categories = {self.categories[photo] for photo in self.named(image)}
        if not categories:
            return None, NOT_THERE
        if len(categories) > 1:
            return None, DOUBTFUL
        category = categories.pop()
        return category, "" if category else NO_CATEGORY


def _by_key(photos: Mapping[str, Category | None], key: _Key) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in photos:
        found.setdefault(key(name), []).append(name)
    return found
