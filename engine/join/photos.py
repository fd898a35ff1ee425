"""Finds the category of the photo that a sheet names: by path, else by file name, else by name without
suffix."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from engine.errors import SheetUnreadable
from engine.records import Category
from engine.sheets.mapping import missing_columns
from engine.sheets.platforms import first_place
from engine.sheets.read_table import read_table
from engine.sheets.table import Table

_SUFFIX = re.compile(r"\.[a-z]{3,4}$")
_GUARDED = frozenset("=+-@\t\r'")
_CODES = {str(category.value): category for category in Category}


def read_photo_table(path: Path) -> dict[str, Category | None]:
    """Read `path` and `category` of a photo table: photo name to category, None where the photo has none."""
    # A blank at either end of a name belongs to it: it is the name of a file.
    table = read_table(path, stripped=False)
    names, codes = (_column(table, name) for name in ("path", "category"))
    codes = list(map(str.strip, codes))
    unknown = sorted(set(codes) - set(_CODES) - {""})
    if unknown:
        raise SheetUnreadable(
            f'{path.name} holds the category "{unknown[0]}"; only 1, 2, 3 or none are known.'
        )
    return {_unguarded(name): _CODES.get(code) for name, code in zip(names, codes, strict=True)}


def _column(table: Table, name: str) -> list[str]:
    place = first_place(table.header, [name])
    if place is None:
        raise missing_columns(table.file, table.header, [name])
    return list(table.cells[place])


def _unguarded(name: str) -> str:
    """Without the apostrophe that keeps spreadsheets from taking a name such as =a.jpg for a formula.

    The export also puts one before a name that begins with an apostrophe itself, so that one is always taken.
    """
    return name[1:] if name[:1] == "'" and name[1:2] in _GUARDED else name


class PhotoIndex:
    """Looks photo names up in three passes, each only where it names one category without doubt."""

    def __init__(self, photos: Mapping[str, Category | None]) -> None:
        self._passes = [_clear_keys(photos, key) for key in (_whole, _file_name, _stem)]

    def find(self, image: str) -> tuple[Category | None, str]:
        """The category of the photo `image`, or None and why there is none."""
        if not image:
            return None, "no photo is named for it"
        for known, key in zip(self._passes, (_whole, _file_name, _stem), strict=True):
            name = key(image)
            if name in known:
                category, clear = known[name]
                if not clear:
                    return None, "several photos of different types have its photo's name"
                return category, "" if category else "its photo has no category"
        return None, "its photo is not among the photos"


def _clear_keys(
    photos: Mapping[str, Category | None], key: Callable[[str], str]
) -> dict[str, tuple[Category | None, bool]]:
    found: dict[str, set[Category | None]] = {}
    for name, category in photos.items():
        found.setdefault(key(name), set()).add(category)
    return {name: _agreed(categories) for name, categories in found.items()}


def _agreed(categories: Iterable[Category | None]) -> tuple[Category | None, bool]:
    several = list(categories)
    return several[0], len(several) == 1


def _whole(image: str) -> str:
    """Path in one spelling: no address query, percent signs decoded, composed letters, no case."""
    plain = unquote(image.split("?")[0]) if "://" in image else image
    return unicodedata.normalize("NFC", plain.replace("\\", "/")).casefold().strip()


def _file_name(image: str) -> str:
    return PurePosixPath(_whole(image)).name


def _stem(image: str) -> str:
    """File name without a suffix of letters; any other point belongs to the name ("boot.v2")."""
    return _SUFFIX.sub("", _file_name(image))
