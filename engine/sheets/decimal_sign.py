"""Which of point and comma is the decimal sign of a column: what all its numbers together prove."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import SheetUnreadable
from engine.sheets.column_texts import BAD_SHARE
from engine.sheets.number_texts import NumberText, value_of
from engine.sheets.questions import Choice, Question, question_key

Sign = Literal["point", "comma"]
SIGNS: dict[Sign, str] = {"point": ".", "comma": ","}
_OTHER: dict[Sign, Sign] = {"point": "comma", "comma": "point"}
FEW_WITNESSES = 0.05
"""A smaller share of decimals among numbers that look like thousands is no proof: they may be slips."""
MANY = 20
"""Numbers from which on the share of witnesses says something."""


def chosen_sign(answer: str | None) -> Sign | None:
    """The sign that an answer to `SignedNumbers.question` names."""
    return next((sign for sign in SIGNS if sign == answer), None)


@dataclass(frozen=True, slots=True, eq=False)
class SignedNumbers:
    """The different numbers of a column that hold a point or a comma, and in how many cells each stands."""

    parts: Sequence[NumberText]
    weights: NDArray[np.intp]

    @classmethod
    def among(cls, parts: Sequence[NumberText | None], weights: NDArray[np.intp]) -> SignedNumbers:
        """Leave out what is no number and what holds no sign."""
        signed = [
            (part, weight)
            for part, weight in zip(parts, weights, strict=True)
            if part is not None and re.search("[.,]", part.digits)
        ]
        return cls([part for part, _ in signed], np.array([weight for _, weight in signed], dtype=np.intp))

    def decimal_sign(self, *, counts: bool, file: str, column: str) -> Sign | None:
        """The sign with which all numbers, or all but a fifth, can be read; None where both do.

        `counts`: the column counts things and holds plain numbers too, so that a sign which may mark
        thousands does. Raises SheetUnreadable where the column writes its numbers in two ways.
        """
        fits = {sign: self._fits(sign) for sign in SIGNS}
        full: list[Sign] = [sign for sign, fit in fits.items() if fit.all()]
        if len(full) == 2:
            used: list[Sign] = [s for s, mark in SIGNS.items() if any(mark in p.digits for p in self.parts)]
            return _OTHER[used[0]] if counts and len(used) == 1 else None
        if len(full) == 1:
            return None if self._few_witnesses(fits[_OTHER[full[0]]], full[0]) else full[0]
        nearly: list[Sign] = [sign for sign, fit in fits.items() if self._share(~fit) <= BAD_SHARE]
        if len(nearly) == 1:
            return nearly[0]
        examples = " and ".join(self.parts[int(np.argmin(fit))].digits for fit in fits.values())
        raise SheetUnreadable(
            f"The column {column} of {file} writes its numbers in two ways, for example {examples}: "
            "write all of them with the same decimal sign."
        )

    def _fits(self, sign: Sign) -> NDArray[np.bool_]:
        return np.array([value_of(part, decimal=SIGNS[sign]) is not None for part in self.parts], dtype=bool)

    def _share(self, chosen: NDArray[np.bool_]) -> float:
        return float(self.weights[chosen].sum() / self.weights.sum())

    def _few_witnesses(self, thousands: NDArray[np.bool_], sign: Sign) -> bool:
        """Whether a few stray decimals alone would turn a column that looks like thousands into decimals.

        A number with both signs, or with two groups of thousands, is no stray: nothing else writes it.
        """
        if self.weights.sum() < MANY or self._share(~thousands) >= FEW_WITNESSES:
            return False
        witnesses = [part.digits for part, fit in zip(self.parts, thousands, strict=True) if not fit]
        return all(SIGNS[sign] in digits and SIGNS[_OTHER[sign]] not in digits for digits in witnesses)

    def question(self, *, file: str, column: str) -> Question:
        """Ask, with both readings of a number that can be read either way."""
        part = next(part for part in self.parts if _reading(part, "point") != _reading(part, "comma"))
        choices = tuple(
            Choice(sign, f"{part.digits} is {_reading(part, sign)} (decimal {sign})") for sign in SIGNS
        )
        text = f"How are the numbers of the column {column} of {file} written?"
        return Question(question_key("decimal", file=file, column=column), file, column, text, choices)


def _reading(part: NumberText, sign: Sign) -> str:
    value = value_of(part, decimal=SIGNS[sign])
    return "no number" if value is None else f"{abs(value):.15g}"
