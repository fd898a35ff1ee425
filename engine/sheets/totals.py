"""Rows of a sheet that are no sales: totals, subtotals and lines of text below the table."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
_TOTAL = re.compile(
    r"(?:grand |sub[- ]?|sous[- ]|over)?totals?|totale|subtotale|sum|sums|summe|zwischensumme|gesamt"
    r"|gesamtsumme|insgesamt|summary|somme|suma|soma|total geral|(?:total|totale) g[eé]n[eé]rale?"
    r"|итого|всего",
    re.IGNORECASE,
)
_WITH_MORE = re.compile(rf"(?:{_TOTAL.pattern})\b.*", re.IGNORECASE)
_FOOTER_ROWS = 10
_CLOSE = 1e-6
_FEWEST = 2


def labelled(texts: pd.Series, *, whole: bool) -> Mask:
    """(n,) whether a cell is a word for a total; `whole`: nothing may follow it but a colon."""
    pattern = _TOTAL if whole else _WITH_MORE
    words = [text for text in texts.unique() if pattern.fullmatch(text.rstrip(": "))]
    return texts.isin(words).to_numpy()


def footers(needed: Sequence[pd.Series]) -> Mask:
    """(n,) the last rows of a sheet in which every one of the `needed` columns (n,) is blank."""
    blank = np.logical_and.reduce([(texts == "").to_numpy() for texts in needed])
    last = len(blank) - np.argmin(blank[::-1]) if not blank.all() else len(blank)
    rows = np.arange(len(blank)) >= max(last, len(blank) - _FOOTER_ROWS)
    return np.asarray(blank & rows)


def sums_of_others(values: NDArray[np.float64], candidates: Mask) -> Mask:
    """(n,) candidates whose value is the sum of all rows that are none, to a millionth of it.

    At least two other rows must be there, and the sum must not be 0, or any row would do.
    """
    others = ~candidates & np.isfinite(values)
    total = float(values[others].sum())
    if others.sum() < _FEWEST or total == 0:
        return np.zeros(len(values), dtype=bool)
    return np.asarray(candidates & (np.abs(values - total) <= _CLOSE * abs(total)))
