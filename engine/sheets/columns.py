"""Text columns to numbers and dates; the whole column votes on its decimal sign and its date order.

An ambiguous column is refused with a sentence, never guessed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import SheetUnreadable

_SPACES = r"[\s\u00a0\u2009\u202f]"
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_THOUSANDS_LIKE = r"[+-]?\d{1,3}(?:[.,]\d{3})+"
_ISO = r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?"
_DAY_FIRST = r"(\d{1,2})\.(\d{1,2})\.(\d{4})"
_SLASHED = r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})"
_BAD_SHARE = 0.2
_LARGEST = 2.0**53  # beyond it a float no longer tells whole numbers apart, and sums can overflow
_YEARS = (2000, 2100)


def numbers(texts: pd.Series, *, column: str) -> NDArray[np.float64]:
    """Read a column of numbers: (n,) float64, NaN where a cell is empty, no number or beyond 2^53.

    A decimal point is plain; a decimal comma is taken where some cell can be read in no other way.
    Raises SheetUnreadable where the sign could mean thousands as well, or where more than a fifth is no
    number.
    """
    clean = texts.str.replace(_SPACES, "", regex=True).str.replace("−", "-", regex=False)
    filled = clean != ""
    _refuse_ambiguous(clean, column)
    if clean.str.contains(",", regex=False).any():
        clean = clean.str.replace(",", ".", regex=False)
    good = clean.str.fullmatch(_NUMBER)
    _refuse_mostly_bad(texts[filled & ~good], int(filled.sum()), column, "numbers such as 12.34")
    values = np.asarray(pd.to_numeric(clean.where(good, "nan"), errors="coerce"), dtype=np.float64)
    return np.where(np.abs(values) <= _LARGEST, values, np.nan)


def _refuse_ambiguous(clean: pd.Series, column: str) -> None:
    signed = clean[clean.str.contains("[.,]", regex=True)]
    if signed.empty:
        return
    points, commas = signed.str.contains(".", regex=False), signed.str.contains(",", regex=False)
    if points.any() and commas.any():
        example = f"{signed[points].iloc[0]} and {signed[commas].iloc[0]}"
        raise SheetUnreadable(
            f"The column {column} holds both points and commas ({example}): "
            "write its numbers without thousands signs and with one decimal sign."
        )
    if signed.str.fullmatch(_THOUSANDS_LIKE).all():
        raise SheetUnreadable(
            f"The column {column} can be read in two ways: {signed.iloc[0]} may be a decimal number or "
            f"thousands. "
            "Write its numbers without thousands signs and with two or more decimals."
        )


def _refuse_mostly_bad(bad: pd.Series, filled: int, column: str, wanted: str) -> None:
    if len(bad) > _BAD_SHARE * filled and len(bad) > 1:
        raise SheetUnreadable(
            f"The column {column} has {len(bad):,} of {filled:,} cells that are no {wanted}, "
            f'for example "{bad.iloc[0]}".'
        )


def dates(texts: pd.Series, *, column: str) -> pd.Series:
    """Read a column of days: datetime64, NaT where a cell is no day between 2000 and 2100.

    ISO (2026-03-31, time of day ignored) and 31.03.2026 are plain; 3/4/2026 is read where the column itself
    proves the order. Raises SheetUnreadable where it does not, or where more than a fifth is no date.
    """
    clean = texts.str.strip()
    parts = clean.str.extract(f"^{_ISO}$").astype("object")
    dotted = clean.str.extract(f"^{_DAY_FIRST}$")[[2, 1, 0]].set_axis([0, 1, 2], axis=1)
    slashed = clean.str.extract(f"^{_SLASHED}$")
    if bool(slashed[0].notna().any()):
        order = [2, 1, 0] if _day_comes_first(slashed.dropna(), column) else [2, 0, 1]
        slashed = slashed[order].set_axis([0, 1, 2], axis=1)
    parts = parts.fillna(dotted).fillna(slashed)
    days = pd.to_datetime(parts.set_axis(["year", "month", "day"], axis=1), errors="coerce")
    days = days.where(days.dt.year.between(*_YEARS))
    bad = texts[days.isna() & (clean != "")]
    _refuse_mostly_bad(bad, int((clean != "").sum()), column, "dates such as 2026-03-31")
    return days


def _day_comes_first(slashed: pd.DataFrame, column: str) -> bool:
    first = bool((slashed[0].astype(int) > 12).any())
    second = bool((slashed[1].astype(int) > 12).any())
    if first != second:
        return first
    example = "/".join(slashed.iloc[0])
    why = "mixes both orders" if first else f"does not say whether {example} begins with the day or the month"
    raise SheetUnreadable(f"The column {column} {why}: write its dates as 2026-03-31.")
