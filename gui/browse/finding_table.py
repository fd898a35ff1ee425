"""What is known of every photo of a folder, as arrays by the photo's number and packed bytes beside them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from engine.records import Category, Finding, Photo
from gui.browse.listing import Listing
from gui.browse.packing import pack, unpack

UNPACKED_AT_MOST = 1000
Numbers = NDArray[np.int64]
Words = NDArray[np.int8]
"""The user's words: a `Category`, or 0 for none."""


@dataclass(frozen=True, eq=False)
class PackedFindings:
    """Findings ready to be kept: made where they are found, so that the window's thread has little to do."""

    photos: Sequence[Photo]
    packed: list[bytes]
    problems: list[str | None]
    columns: dict[str, NDArray[Any]]
    """By the name of an array of `FindingTable`."""

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> PackedFindings:
        """Pack findings; may be called in any thread."""
        found = list(findings)
        decisions = [finding.decision for finding in found]
        return cls(
            photos=[finding.photo for finding in found],
            packed=[pack((finding.evidence, finding.decision)) for finding in found],
            problems=[finding.problem for finding in found],
            columns={
                "words": np.asarray([finding.user or 0 for finding in found], np.int8),
                "decided": np.asarray([d.category if d else 0 for d in decisions], np.int8),
                "doubts": np.asarray([bool(d and d.review) for d in decisions], bool),
                "confidence": np.asarray([d.confidence if d else 2 for d in decisions], np.float32),
                "problem": np.asarray([finding.problem is not None for finding in found], bool),
            },
        )

    def with_words(self, words: Mapping[Photo, Category | None]) -> PackedFindings:
        """The same, but with these words of the user, which are newer."""
        said = self.columns["words"].copy()
        for place, photo in enumerate(self.photos):
            if photo in words:
                said[place] = words[photo] or 0
        return replace(self, columns=self.columns | {"words": said})


class FindingTable:
    """Findings go in and come out as records; what filters and orders ask for is in the arrays."""

    def __init__(self, listing: Listing) -> None:
        size = len(listing)
        self._listing = listing
        self._packed: list[bytes | None] = [None] * size
        self._problems: dict[int, str] = {}
        self._unpacked: OrderedDict[int, Finding] = OrderedDict()
        self.decided: NDArray[np.int8] = np.zeros(size, np.int8)
        """The program's category, 0 for none."""
        self.words: Words = np.zeros(size, np.int8)
        self.doubts: NDArray[np.bool_] = np.zeros(size, bool)
        """Whether the decision is doubtful, whatever the user says."""
        self.problem: NDArray[np.bool_] = np.zeros(size, bool)
        self.confidence: NDArray[np.float32] = np.full(size, 2, np.float32)
        """2 without a decision."""

    @property
    def category(self) -> NDArray[np.int8]:
        """What counts: the user's word before the decision; 0 for neither."""
        return np.where(self.words > 0, self.words, self.decided)

    @property
    def needs_review(self) -> NDArray[np.bool_]:
        """As `Finding.needs_review`."""
        return np.asarray(self.doubts & (self.words == 0))

    @property
    def scanned(self) -> NDArray[np.bool_]:
        """Whether there is a decision or a problem."""
        return (self.decided > 0) | self.problem

    def take(self, found: PackedFindings) -> Numbers:
        """Keep what is known now, photos of another folder aside. Returns the numbers of the photos."""
        asked = [self._listing.number_of(photo.name) for photo in found.photos]
        places = [place for place, number in enumerate(asked) if number is not None]
        numbers = np.asarray([asked[place] for place in places], np.int64)
        for name, column in found.columns.items():
            getattr(self, name)[numbers] = column[places]
        for number, place in zip(numbers.tolist(), places, strict=True):
            self._packed[number] = found.packed[place]
            self._unpacked.pop(number, None)
            problem = found.problems[place]
            if problem is not None:
                self._problems[number] = problem
            else:
                self._problems.pop(number, None)
        return numbers

    def say(self, numbers: Numbers, words: Words) -> None:
        """Take the user's words about some photos."""
        self.words[numbers] = words
        for number in numbers.tolist() if len(numbers) < UNPACKED_AT_MOST else list(self._unpacked):
            self._unpacked.pop(number, None)

    def finding(self, number: int) -> Finding | None:
        """What is known of a photo; None where that is nothing."""
        known = self._unpacked.get(number)
        if known is not None:
            self._unpacked.move_to_end(number)
            return known
        if self._packed[number] is None and not self.words[number]:
            return None
        known = self._unpacked[number] = self.record(number)
        if len(self._unpacked) > UNPACKED_AT_MOST:
            self._unpacked.popitem(last=False)
        return known

    def record(self, number: int) -> Finding:
        """The finding of a photo made anew, be it empty; may be called in any thread."""
        packed, word = self._packed[number], int(self.words[number])
        evidence, decision = (None, None) if packed is None else unpack(packed)
        return Finding(
            photo=self._listing[number],
            evidence=evidence,
            decision=decision,
            user=Category(word) if word else None,
            problem=self._problems.get(number),
        )

    def findings(self) -> Findings:
        """All findings there are, in the order of the scan; may be read in any thread."""
        known = np.fromiter((packed is not None for packed in self._packed), bool, len(self._packed))
        return Findings(self, np.flatnonzero(known | (self.words > 0)).tolist())

    def problems(self) -> list[Finding]:
        """The photos with a problem."""
        return [found for found in map(self.finding, sorted(self._problems)) if found is not None]


class Findings(Sequence[Finding]):
    """Findings that are made when they are asked for."""

    def __init__(self, table: FindingTable, numbers: Sequence[int]) -> None:
        self._table, self._numbers = table, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> list[Finding]: ...
    def __getitem__(self, place: int | slice) -> Finding | list[Finding]:
        if isinstance(place, slice):
            return [self._table.record(number) for number in self._numbers[place]]
        return self._table.record(self._numbers[place])
