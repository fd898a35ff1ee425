"""What reading numbers and reading days share: each different text once, and the sentence for bad cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import SheetUnreadable

LineNumbers = NDArray[np.int64]
BAD_SHARE = 0.2


def distinct_texts(texts: pd.Series) -> tuple[NDArray[np.intp], list[str]]:
    """(n,) place of each cell's text among the different ones, and those, without blanks around them."""
    codes, different = pd.factorize(np.asarray(texts, dtype=object))
    return codes, [text.strip() for text in different]


def stripped_texts(texts: pd.Series) -> pd.Series:
    """The texts without blanks around them."""
    codes, different = distinct_texts(texts)
    return pd.Series(np.array(different, dtype=object)[codes], index=texts.index, dtype="str")


def blank_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Which of (n, k) texts are ""; many times faster than comparing the frame, which looks for NaN first."""
    return pd.DataFrame(
        {place: np.asarray(cells[place], dtype=object) == "" for place in cells}, index=cells.index
    )


def named_cells(
    texts: pd.Series, wrong: NDArray[np.bool_], *, lines: LineNumbers | None, most: int = 3
) -> str:
    """The first cells that are wrong, for a sentence: '"abc" in line 7 and "x" in line 9'."""
    different = pd.Series(np.asarray(texts, dtype=object)[wrong]).drop_duplicates().iloc[:most]
    places, found = np.flatnonzero(wrong)[different.index], different
    where = [""] * len(places) if lines is None else [f" in line {line:,}" for line in lines[places]]
    return " and ".join(f'"{text}"{line}' for text, line in zip(found, where, strict=True))


def refuse_mostly_bad(
    texts: pd.Series,
    bad: NDArray[np.bool_],
    *,
    filled: NDArray[np.bool_],
    file: str,
    column: str,
    wanted: str,
    lines: LineNumbers | None,
) -> None:
    """Raise SheetUnreadable where more than a fifth of the filled cells, and more than one, is bad (W10)."""
    count, all_filled = int(bad.sum()), int(filled.sum())
    if count > max(1, BAD_SHARE * all_filled):
        raise SheetUnreadable(
            f"The column {column} of {file} has {count:,} of {all_filled:,} cells that are no {wanted}: "
            f"{named_cells(texts, bad, lines=lines)}. Correct the column, or choose another one for this."
        )
