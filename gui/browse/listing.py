"""The photos of a folder, numbered, and what names and dates tell of them; made off the window's thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

import numpy as np
from numpy.typing import NDArray

from engine.records import Photo

# Counts the photos of one product: "dress-2", "dress (2)", "sku12_02". "boot-07" alone is a product's number.
_SHOT = re.compile(r"(?:(?<=\d)[ _-]\d{1,2}|[ _-][1-9]\d?| ?\(\d{1,3}\))$")
_LAST = 2**63 - 1
_NO_DATE = date.min.toordinal()


@dataclass(frozen=True, eq=False)
class Grouping:
    """Which group each photo is in: `codes` by photo, each the place of its name in `names`."""

    codes: NDArray[np.int32]
    names: Sequence[str]


class Listing(Sequence[Photo]):
    """Photos by number, in the order of the scan, never changed."""

    def __init__(self, photos: Iterable[Photo]) -> None:
        self._photos = list(photos)
        self._number_of = {photo.name: number for number, photo in enumerate(self._photos)}
        self.lower = [photo.name.lower() for photo in self._photos]
        """Names for a search that knows no case."""
        times = (max(-_LAST, min(photo.mtime_ns, _LAST)) for photo in self._photos)
        self.times = np.fromiter(times, np.int64, len(self))
        """When each file was last changed, nanoseconds since 1970."""
        self.folders = _grouped(photo.name.rpartition("/")[0] for photo in self._photos)
        self.products = _grouped(product_of(photo.name) for photo in self._photos)
        self.days = np.fromiter((_day(photo) for photo in self._photos), np.int32, len(self))
        """The same as days of the user's calendar, `date.toordinal`."""

    def __len__(self) -> int:
        return len(self._photos)

    @overload
    def __getitem__(self, place: int) -> Photo: ...
    @overload
    def __getitem__(self, place: slice) -> list[Photo]: ...
    def __getitem__(self, place: int | slice) -> Photo | list[Photo]:
        return self._photos[place]

    def number_of(self, name: str) -> int | None:
        """The number of a photo by its name; None for a photo of another folder."""
        return self._number_of.get(name)


def product_of(name: str) -> str:
    """The product that a file is named for: its name without folder, suffix and the photo's count."""
    file = name.rpartition("/")[2]
    stem = file.rpartition(".")[0] or file
    return _SHOT.sub("", stem) or stem


def _grouped(keys: Iterable[str]) -> Grouping:
    """Groups in the order in which they first come."""
    codes: dict[str, int] = {}
    numbers = [codes.setdefault(key, len(codes)) for key in keys]
    return Grouping(np.asarray(numbers, np.int32), list(codes))


def _day(photo: Photo) -> int:
    try:
        return date.fromtimestamp(photo.mtime_ns / 10**9).toordinal()
    except (OverflowError, OSError, ValueError):  # dates that a broken clock has written
        return _NO_DATE
