"""Photos whose names are nearly a name that no photo has: suggestions for the user, never a match.

Likeness is 2 x matching characters / all characters of both names (Ratcliff and Obershelp 1988, as difflib
measures it). Names with different numbers name different photos, however alike (dress-1, dress-2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from engine.join.names import stem, words

ALIKE = 0.92
_SHORTLIST = 6
_DIGITS = re.compile(r"\d+")
_COUNTER = re.compile(r"(?<=.) 0*\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`photo` may be what `name`, a product's or an image's, means; `likeness` from 0.92 to 1."""

    name: str
    photo: str
    likeness: float
    products: int
    rows: int
    units: float


@dataclass(frozen=True, slots=True)
class Likely:
    """A photo and how alike its name is, 0 to 1."""

    photo: str
    likeness: float


def likely_photos(
    images: Iterable[str], *, products: Iterable[str], photos: Sequence[str]
) -> dict[str, Likely]:
    """The photo most alike to each of the `images` and `products`, where one is alike enough.

    A counter at the end of a photo's name (boot-2.jpg) is left out where a product is asked for.
    """
    spoken = [_spoken(photo) for photo in photos]
    found = _nearest({image: _spoken(image) for image in images}, dict(enumerate(spoken)))
    bare = {place: _COUNTER.sub("", name) for place, name in enumerate(spoken)}
    found |= _nearest({product: " ".join(words(product)) for product in products}, bare)
    return {name: Likely(photos[place], likeness) for name, (place, likeness) in found.items()}


def _spoken(photo: str) -> str:
    return " ".join(words(stem(photo)))


def _nearest(names: Mapping[str, str], photos: Mapping[int, str]) -> dict[str, tuple[int, float]]:
    by_numbers: dict[tuple[int, ...], list[int]] = {}
    for place, name in photos.items():
        by_numbers.setdefault(_numbers(name), []).append(place)
    shelves = {key: _Shelf.of([photos[place] for place in places]) for key, places in by_numbers.items()}
    found = {}
    for name, spoken in names.items():
        key = _numbers(spoken)
        if spoken and key in shelves:
            place, likeness = shelves[key].nearest(spoken)
            if likeness >= ALIKE:
                found[name] = by_numbers[key][place], likeness
    return found


def _numbers(name: str) -> tuple[int, ...]:
    return tuple(map(int, _DIGITS.findall(name)))


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """Names with their letters counted: two names share at most the smaller count of each letter."""

    names: list[str]
    letters: NDArray[np.int16]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, names: list[str]) -> _Shelf:
        return cls(names, _letters(names), np.array([len(name) for name in names]))

    def nearest(self, name: str) -> tuple[int, float]:
        """Place and likeness of the name most alike; likeness 0 where none can be alike enough."""
        shared = np.minimum(self.letters, _letters([name])).sum(axis=1)
        bound = 2 * shared / (self.lengths + len(name))
        places = np.flatnonzero(bound >= ALIKE)
        if len(places) > _SHORTLIST:
            places = places[np.argsort(-bound[places], kind="stable")[:_SHORTLIST]]
        matcher = SequenceMatcher(b=name, autojunk=False)
        best = (0, 0.0)
        for place in map(int, places):
            matcher.set_seq1(self.names[place])
            likeness = matcher.ratio()
            if likeness > best[1]:
                best = place, likeness
        return best


_KINDS = 64


def _letters(names: list[str]) -> NDArray[np.int16]:
    """How often each letter stands in each name: (n, 64); letters that share a remainder count as one."""
    counts = np.zeros((len(names), _KINDS), dtype=np.int16)
    for row, name in enumerate(names):
        codes = np.fromiter(map(ord, name), dtype=np.int64, count=len(name)) % _KINDS
        counts[row] = np.bincount(codes, minlength=_KINDS)
    return counts
