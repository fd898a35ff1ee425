"""Text columns to numbers; the whole column votes on its decimal sign, and what stays open is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.alike_numbers import read_alike
from engine.sheets.column_texts import LineNumbers, distinct_texts, refuse_mostly_bad
from engine.sheets.decimal_sign import SIGNS, Sign, SignedNumbers, chosen_sign
from engine.sheets.number_texts import NO_VALUE, NumberText, is_shortened, take_apart, value_of
from engine.sheets.questions import Answers, Question

_LARGEST = 2.0**53  # beyond it a float no longer tells whole numbers apart, and sums can overflow


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A column of numbers."""

    values: NDArray[np.float64]
    """(n,) NaN where a cell is blank or bad; all NaN while `question` is not None. 12 % is 0.12."""
    bad: NDArray[np.bool_]
    """(n,) cells that are filled and no number; cells such as "n/a" and "-" count as blank."""
    currencies: NDArray[np.object_]
    """(n,) code such as EUR, the mark itself where it stands for several currencies ($, kr), or ""."""
    percent: bool
    question: Question | None
    """Its choices are "point" and "comma": the decimal sign."""
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Distinct:
    """The different texts of a column as numbers."""

    values: NDArray[np.float64]
    """NaN where a text is no number or says that there is none."""
    filled: NDArray[np.bool_]
    """False for the texts that say that there is none."""
    currencies: NDArray[np.object_]
    percent: bool = False
    question: Question | None = None


def read_numbers(
    texts: pd.Series,
    *,
    file: str,
    column: str,
    answers: Answers,
    whole: bool = False,
    typed: NDArray[np.float64] | None = None,
    lines: LineNumbers | None = None,
) -> Numbers:
    """Read a column of numbers.

    `whole`: units and other counts. `typed`: (n,) values of number cells of a workbook
    (`Table.typed_numbers`), NaN elsewhere; they are taken as they are. `lines`: (n,) for the sentences.
    Raises SheetUnreadable where more than a fifth of the filled cells is no number.
    """
    texts = texts if typed is None else texts.where(np.isnan(typed), "")
    codes, different = distinct_texts(texts)
    read = _alike(different)
    if read is None:
        weights = np.bincount(codes, minlength=len(different))
        read = _one_by_one(different, weights, whole=whole, file=file, column=column, answers=answers)
    values, filled = read.values[codes], read.filled[codes]
    if typed is not None:
        values, filled = np.where(np.isnan(typed), values, typed), filled | ~np.isnan(typed)
    bad = filled & ~(np.abs(values) <= _LARGEST) & (read.question is None)
    wanted = "number such as 12.34"
    refuse_mostly_bad(texts, bad, filled=filled, file=file, column=column, wanted=wanted, lines=lines)
    values = np.where(bad | (read.question is not None), np.nan, values)
    warnings = _warnings(texts, values, whole=whole, file=file, column=column)
    return Numbers(values, bad, read.currencies[codes], read.percent, read.question, warnings)


def shortened_codes(texts: pd.Series) -> NDArray[np.bool_]:
    """(n,) product codes that Excel destroyed: 1.23E+12 holds three digits of twelve, and no way back."""
    codes, different = distinct_texts(texts)
    return np.array([is_shortened(text) for text in different], dtype=bool)[codes]


def _alike(different: Sequence[str]) -> _Distinct | None:
    """The fast way for a column whose texts a program wrote, all alike; None where they are not."""
    read = read_alike(different)
    if read is None:
        return None
    values, currency = read
    filled = ~np.isnan(values)
    return _Distinct(values, filled, np.where(filled, currency, "").astype(object))


def _one_by_one(
    different: Sequence[str],
    weights: NDArray[np.intp],
    *,
    whole: bool,
    file: str,
    column: str,
    answers: Answers,
) -> _Distinct:
    """The careful way: marks taken off, then the decimal sign that the whole column proves, or a question."""
    parts = [take_apart(text) for text in different]
    sign: Sign | None = "point"
    question = None
    signed = SignedNumbers.among(parts, weights)
    if signed.parts:
        counts = whole and any(part is not None and part.is_plain_count for part in parts)
        sign = signed.decimal_sign(counts=counts, file=file, column=column)
        if sign is None:
            question = signed.question(file=file, column=column)
            sign = chosen_sign(question.answer(answers))
    values = np.full(len(different), np.nan) if sign is None else _values(parts, SIGNS[sign])
    filled = np.array([text.casefold() not in NO_VALUE for text in different], dtype=bool)
    currencies = np.array([part.currency if part else "" for part in parts], dtype=object)
    percent = any(part is not None and part.percent for part in parts)
    return _Distinct(values, filled, currencies, percent, question if sign is None else None)


def _values(parts: Sequence[NumberText | None], decimal: str) -> NDArray[np.float64]:
    """The values, NaN for no number; beside shares in %, a number without % is none unless it is 0."""
    percent = any(part is not None and part.percent for part in parts)
    values = [None if part is None else value_of(part, decimal=decimal) for part in parts]
    return np.array(
        [
            np.nan if part is None or value is None or (percent and value and not part.percent) else value
            for part, value in zip(parts, values, strict=True)
        ],
        dtype=np.float64,
    )


def _warnings(
    texts: pd.Series, values: NDArray[np.float64], *, whole: bool, file: str, column: str
) -> tuple[str, ...]:
    warnings = []
    shortened = int(shortened_codes(texts).sum())
    if shortened:
        warnings.append(
            f"Numbers of the column {column} of {file} that Excel shortened to something like 1.23E+12: "
            f"{shortened:,}; they are set aside. Export the sheet again and do not open it in Excel."
        )
    parts = int((whole & (values % 1 != 0) & ~np.isnan(values)).sum())
    if parts:
        warnings.append(f"Cells of the column {column} of {file} that are no whole number: {parts:,}.")
    return tuple(warnings)
