"""The cells of one sheet as they stand in the file, with the lines they stand on; nothing is interpreted.

Text first, because readers that guess types turn the product "NA" into a missing value and the SKU 00123
into 123.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.questions import Question


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A file as a header and the rows below it: text, and beside it what a workbook holds as numbers or days.

    Blank rows are left out; every other row is kept, totals and footers too.
    """

    file: str
    header: tuple[str, ...]
    cells: pd.DataFrame
    """(n, k) text in columns 0..k-1, "" where blank; a longer row is cut, a shorter one filled."""
    lines: NDArray[np.int64]
    """(n,) 1-based line in the file on which the row starts; the row number in a workbook."""
    notes: tuple[str, ...] = ()
    """What was skipped or assumed: title rows, other sheets, the encoding."""
    questions: tuple[Question, ...] = ()
    """While there is one, the table is a preview only."""
    ragged: Mapping[int, str] = field(default_factory=dict)
    """Place of a row (0..n-1) that has more or fewer cells than the header -> what is wrong with it. Its
    cells may stand in the wrong columns."""
    shorter: frozenset[int] = frozenset()
    """Those of `ragged` that only end early, as rows do that were saved without their last blank cells."""
    typed_numbers: Mapping[int, NDArray[np.float64]] = field(default_factory=dict)
    """Place of a column -> (n,) values of its number cells, NaN elsewhere; workbooks only."""
    typed_days: Mapping[int, NDArray[np.datetime64]] = field(default_factory=dict)
    """Place of a column -> (n,) datetime64[s] of its date cells, NaT elsewhere; workbooks only."""
    original: Callable[[int], str] = field(repr=False, kw_only=True)

    def original_line(self, row: int) -> str:
        """Row 0..n-1 as it stands in the file; cells of a workbook joined by TABs."""
        return self.original(row)
