"""Photos that have a product's name, SKU or handle in their own: taken only where one product claims them.

The words of a photo's file name, or of a folder on its path, hold those of the product one after the other:
summer/blue-boot_2.jpg has the name of "Blue Boot" and of the SKU "BOOT-2", and is then nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import pandas as pd

from engine.join.names import stem, whole, words
from engine.records import Category

_FEWEST = 4
_FEWEST_DIGITS = 6
"""Shorter names, such as "S" or "0001" of a camera, stand in photo names by chance."""


def photos_by_name(rows: pd.DataFrame, photos: Mapping[str, Category | None]) -> dict[str, str]:
    """One photo for each product that has a name in photos of one category.

    `rows`: product and, where the sheet has them, sku and title.
    """
    names = _names_of_products(rows)
    longest = max((len(name) for name in names), default=0)
    claimed: dict[str, list[str]] = {}
    for photo in photos:
        claimants = set().union(*(names.get(part, ()) for part in _parts(photo, longest)))
        if len(claimants) == 1:
            claimed.setdefault(claimants.pop(), []).append(photo)
    return {
        product: min(own) for product, own in claimed.items() if len({photos[photo] for photo in own}) == 1
    }


def _names_of_products(rows: pd.DataFrame) -> dict[tuple[str, ...], set[str]]:
    """Products by the words of their names, SKUs and titles."""
    found: dict[tuple[str, ...], set[str]] = {}
    for column in ("product", "sku", "title"):
        if column not in rows:
            continue
        for product, name in rows[["product", column]].drop_duplicates().itertuples(index=False):
            key = words(name)
            letters = "".join(key)
            if len(letters) >= (_FEWEST_DIGITS if letters.isdigit() else _FEWEST):
                found.setdefault(key, set()).add(product)
    return found


def _parts(photo: str, longest: int) -> Iterator[tuple[str, ...]]:
    """Every run of up to `longest` words in a photo's file name and in each folder of its path."""
    folders = PurePosixPath(whole(photo)).parts[:-1]
    for name in (*folders, stem(photo)):
        spoken = words(name)
        for first in range(len(spoken)):
            for last in range(first + 1, min(len(spoken), first + longest) + 1):
                yield spoken[first:last]
