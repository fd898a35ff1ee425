"""Where the records of a delimited text begin and end, found for all of them at once.

A million lines are cut by counting quotes, delimiters and line ends in the bytes; only what is not regular is
looked at line by line.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import SheetUnreadable

_QUOTE, _LINE_END = ord('"'), ord("\n")


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records of a text: quoted cells may go over several lines."""

    cells: pd.DataFrame
    """(n, width) text; a longer record is cut, a shorter one filled with ""."""
    fields: NDArray[np.int64]
    """(n,) how many cells each record has."""
    extra: NDArray[np.bool_]
    """(n,) whether cells beyond the width are filled."""
    lines: NDArray[np.int64]
    """(n,) 1-based line on which each starts."""


@dataclass(frozen=True, slots=True, eq=False)
class _Bounds:
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    fields: NDArray[np.int64]
    lines: NDArray[np.int64]


def read_records(text: str, *, delimiter: str, width: int, file: str) -> Records:
    """Cut `text` (lines end with \\n) into records.

    Raises SheetUnreadable with the line where a quoted cell does not end.
    """
    data = text.encode("utf-8", "surrogatepass")
    bounds = _bounds(data, delimiter)
    fast = None if bounds is None else _regular(data, bounds, delimiter=delimiter, width=width)
    return fast or _one_by_one(text, delimiter=delimiter, width=width, file=file)


def _bounds(data: bytes, delimiter: str) -> _Bounds | None:
    """None where quotes are not in pairs, or one record is so long that a quote must be lost."""
    signs = np.frombuffer(data, dtype=np.uint8)
    quotes = signs == _QUOTE
    outside = None
    if quotes.any():
        inside = np.logical_xor.accumulate(quotes)
        if inside[-1]:
            return None
        outside = ~inside
    line_ends = np.flatnonzero(signs == _LINE_END)
    cuts = np.flatnonzero(signs == ord(delimiter))
    ends = line_ends
    if outside is not None:
        ends, cuts = line_ends[outside[line_ends]], cuts[outside[cuts]]
    if not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    starts = np.concatenate(([0], ends[:-1] + 1)).astype(np.int64)
    if len(ends) and (ends - starts).max() > csv.field_size_limit():
        return None
    fields = np.diff(np.searchsorted(cuts, ends), prepend=0) + 1
    return _Bounds(starts, ends, fields, np.searchsorted(line_ends, starts) + 1)


def _regular(data: bytes, bounds: _Bounds, *, delimiter: str, width: int) -> Records | None:
    """Read the records of `width` cells together, the others singly; None where pandas counts otherwise."""
    odd = np.flatnonzero(bounds.fields != width)
    count = len(bounds.starts)
    if 2 * len(odd) > count:
        return None
    cells = _together(_without(data, bounds, odd), delimiter=delimiter, width=width, quoted=b'"' in data)
    if len(cells) != count - len(odd):
        return None
    extra = np.zeros(count, dtype=bool)
    if len(odd):
        single = [_single(data[bounds.starts[at] : bounds.ends[at]], delimiter) for at in odd]
        if [len(row) for row in single] != bounds.fields[odd].tolist():
            return None
        extra[odd] = [any(map(str.strip, row[width:])) for row in single]
        others = pd.DataFrame([_fitted(row, width) for row in single], columns=range(width), dtype="str")
        regular = np.delete(np.arange(count), odd)
        cells = pd.concat([cells.set_axis(regular), others.set_axis(odd)]).sort_index()
    return Records(cells, bounds.fields, extra, bounds.lines)


def _without(data: bytes, bounds: _Bounds, odd: NDArray[np.int64]) -> bytes:
    if not len(odd):
        return data
    pieces, start = [], 0
    for at in odd:
        pieces.append(data[start : bounds.starts[at]])
        start = bounds.ends[at] + 1
    return b"".join([*pieces, data[start:]])


def _together(data: bytes, *, delimiter: str, width: int, quoted: bool) -> pd.DataFrame:
    if not data.strip(b"\n"):
        return pd.DataFrame(columns=range(width), dtype="str")
    try:
        return pd.read_csv(
            io.BytesIO(data),
            sep=delimiter,
            header=None,
            names=range(width),
            dtype=str,
            na_filter=False,
            index_col=False,
            skip_blank_lines=False,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
            encoding="utf-8",
            encoding_errors="surrogatepass",
            low_memory=False,
        )
    except pd.errors.ParserError:  # a quote inside a cell: the csv module reads what pandas does not
        return pd.DataFrame()


def _single(record: bytes, delimiter: str) -> list[str]:
    """The cells of one record; [] where it is more than one."""
    text = record.decode("utf-8", "surrogatepass")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return rows[0] or [""] if len(rows) == 1 else [] if rows else [""]


def _fitted(row: list[str], width: int) -> list[str]:
    return row[:width] + [""] * (width - len(row))


def _one_by_one(text: str, *, delimiter: str, width: int, file: str) -> Records:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, lines, line = [], [], 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise SheetUnreadable(
            f"{file} cannot be read near line {line}: {error}. A quotation mark may be missing there."
        ) from error
    return Records(
        pd.DataFrame([_fitted(row, width) for row in rows], columns=range(width), dtype="str"),
        np.array([len(row) or 1 for row in rows], dtype=np.int64),
        np.array([any(map(str.strip, row[width:])) for row in rows], dtype=bool),
        np.array(lines, dtype=np.int64),
    )
