"""Text columns to numbers; the whole column votes on its decimal sign, and what stays open is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.columns import numbers
from engine.sheets.questions import Answers, Question


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A column of numbers."""

    values: NDArray[np.float64]
    """(n,) NaN where a cell is blank or bad; all NaN while `question` is not None. 12 % is 0.12."""
    bad: NDArray[np.bool_]
    """(n,) cells that are filled and no number."""
    currencies: NDArray[np.object_]
    """(n,) code such as EUR, or the mark itself where it stands for several currencies (kr); "" without."""
    percent: bool
    question: Question | None
    warnings: tuple[str, ...]


def read_numbers(
    texts: pd.Series,
    *,
    file: str,
    column: str,
    answers: Answers,
    whole: bool = False,
    typed: NDArray[np.float64] | None = None,
) -> Numbers:
    """Read a column of numbers.

    `whole`: units and other counts, where 1.234 can only be thousands. `typed`: (n,) float64, the values of
    number cells of a workbook (`Table.typed_numbers`), NaN elsewhere; they are taken as they are.
    Raises SheetUnreadable where more than a fifth of the filled cells is no number.
    """
    values = numbers(texts.str.strip(), column=column)
    blank = np.full(len(texts), "", dtype=object)
    bad = np.isnan(values) & (texts.str.strip() != "").to_numpy()
    return Numbers(values, bad, blank, False, None, ())
