"""Why rows of a sheet are set aside: the codes, the reasons and what can be done about each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

UNREADABLE = "W10"
PRICELESS = "W11"
COPY = "W17"
TOTALS = "W18"
CANCELLED = "W19"
OTHER_CURRENCY = "W20"
NO_SALES = frozenset({COPY, TOTALS, CANCELLED, OTHER_CURRENCY})
"""Codes of rows that are rightly left out: nothing in them needs to be put right."""
HINTS = {
    UNREADABLE: "Correct the cell in your own copy of the sheet and read it again.",
    PRICELESS: "Fill in the price of one unit, or the revenue.",
    "W12": "Check that the sale itself is in the sheets as well as its return.",
    "W13": "Add the photo to the folder, or say in the catalogue which photo the product has.",
    "W14": "Nothing to do: the row counts in the totals, it cannot tell an effect.",
    "W16": "Nothing to do: the photo changed within this week.",
    COPY: "Nothing to do if the same sales were listed twice.",
    TOTALS: "Nothing to do: the row adds up or describes others.",
    CANCELLED: "Nothing to do if the order came to nothing.",
    OTHER_CURRENCY: "Study the sheets once for each currency.",
}

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    code: str
    reason: str
    column: str
    found: pd.Series | None


class Faults:
    """The first fault of each of n rows."""

    def __init__(self, rows: int) -> None:
        self._first = np.zeros(rows, dtype=np.int16)
        self._kinds: list[_Kind] = []

    def add(
        self, wrong: Mask, *, code: str, reason: str, column: str = "", found: pd.Series | None = None
    ) -> None:
        """Set the rows of `wrong` (n,) aside that have no fault yet; `found` (n,) is the text at fault."""
        self._kinds.append(_Kind(code, reason, column, found))
        self._first[wrong & self.free] = len(self._kinds)

    @property
    def free(self) -> Mask:
        """(n,) rows without a fault."""
        return np.asarray(self._first == 0)

    def having(self, code: str) -> Mask:
        """(n,) rows whose fault has this code."""
        numbers = [number for number, kind in enumerate(self._kinds, start=1) if kind.code == code]
        return np.isin(self._first, numbers)

    def table(self) -> pd.DataFrame:
        """code, reason, found, column of the rows with a fault, indexed by their place 0..n-1."""
        places = np.flatnonzero(self._first)
        kinds = [self._kinds[number - 1] for number in self._first[places]]
        found = [
            "" if kind.found is None else str(kind.found.iat[place])
            for kind, place in zip(kinds, places, strict=True)
        ]
        words = [(kind.code, kind.reason, kind.column) for kind in kinds]
        table = pd.DataFrame(words, columns=["code", "reason", "column"], index=places, dtype=object)
        table.insert(2, "found", pd.Series(found, index=places, dtype=object))
        return table
