"""Text with delimiters (CSV, TSV, TXT) to a table: which delimiter, which header, which rows do not fit."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.errors import SheetUnreadable
from engine.sheets.column_texts import blank_cells, stripped_texts
from engine.sheets.headers import HEAD, Header, find_header, named_columns, typed_columns
from engine.sheets.records import Records, read_records
from engine.sheets.table import Table

DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r"\"?sep=(.)\"?[^\n]*(?:\n|$)", re.IGNORECASE)
_BLANKS = " \u00a0\t"
_BEGINNING = 1_000_000  # characters in which the header is found


def read_delimited(text: str, *, file: str, stripped: bool) -> Table:
    """Read text whose lines end with \\n; `stripped`: cells without blanks around them.

    Raises SheetUnreadable where it has no header, no rows, or where a quoted cell does not end.
    """
    told = _SEP_LINE.match(text)
    body = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(body)
    head = _head(body, delimiter)
    width = _width(head)
    header = find_header(head, width=width, file=file)
    own = len(head[header.first - 1])
    records = read_records(body, delimiter=delimiter, width=max(width, own), file=file)
    if stripped and _has_blanks(body, delimiter):
        records = replace(records, cells=records.cells.apply(stripped_texts))
    return _table(records, header, own=own, lines=_Lines(body, first=2 if told else 1), file=file)


def _head(body: str, delimiter: str) -> list[list[str]]:
    """The first records, cells without blanks around them."""
    beginning = body if len(body) <= _BEGINNING else body[: body.rfind("\n", 0, _BEGINNING) + 1]
    reader = csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    with suppress(csv.Error):  # reading all of it meets this again and names the line
        for row in reader:
            rows.append([cell.strip() for cell in row])
            if len(rows) == HEAD:
                break
    return rows


def _width(rows: Sequence[Sequence[str]]) -> int:
    """The number of cells that most of the filled rows have, of those with more than one."""
    counts = Counter(len(row) for row in rows if any(row) and len(row) > 1)
    return counts.most_common(1)[0][0] if counts else 1


def _delimiter(body: str) -> str:
    """The sign that gives the most columns of numbers or days, then the most rows of the same width."""

    def merit(delimiter: str) -> tuple[int, float, int]:
        rows = [row for row in _head(body, delimiter) if any(row)]
        width = _width(rows)
        alike = [row for row in rows if len(row) == width]
        return (len(typed_columns(alike, width)), len(alike) / len(rows), width) if width > 1 else (0, 0.0, 0)

    return max(DELIMITERS, key=merit)


def _has_blanks(body: str, delimiter: str) -> bool:
    """Whether some cell may begin or end with a blank."""
    blanks = _BLANKS.replace(delimiter, "")
    edges = (delimiter, "\n", '"')
    pairs = (
        pair for blank in blanks if blank in body for edge in edges for pair in (blank + edge, edge + blank)
    )
    return body[:1] in blanks or body[-1:] in blanks or any(pair in body for pair in pairs)


class _Lines:
    """The lines of the text; they are cut only when one is asked for."""

    def __init__(self, body: str, *, first: int) -> None:
        self._body = body
        self.first = first

    @functools.cached_property
    def _lines(self) -> list[str]:
        return self._body.split("\n")

    def between(self, start: int, end: int | None) -> str:
        """Lines start..end - 1 of the file, to its end where `end` is None."""
        stop = None if end is None else end - self.first
        return "\n".join(self._lines[start - self.first : stop]).rstrip("\n")


def _table(records: Records, header: Header, *, own: int, lines: _Lines, file: str) -> Table:
    """`own`: how many cells the header itself has; what stands beyond them belongs to no column."""
    cells = records.cells.iloc[header.first :]
    blank = blank_cells(cells)
    extra = records.extra[header.first :] | ~blank.iloc[:, own:].all(axis=1).to_numpy()
    filled = ~blank.all(axis=1).to_numpy() | extra
    if not filled.any():
        raise SheetUnreadable(f"{file} has no rows below its header.")
    names, places = named_columns(header.names[:own], blank)
    kept = np.flatnonzero(filled) + header.first
    starts = records.lines + lines.first - 1

    def original(row: int) -> str:
        after = kept[row] + 1
        return lines.between(starts[kept[row]], starts[after] if after < len(starts) else None)

    ragged = _ragged(records.fields[kept], extra[filled], own=own, needed=places[-1] + 1)
    return Table(
        file=file,
        header=names,
        cells=cells.loc[filled, places].set_axis(range(len(places)), axis=1).reset_index(drop=True),
        lines=starts[kept],
        notes=header.notes,
        ragged=ragged,
        shorter=frozenset(ragged) - frozenset(np.flatnonzero(extra[filled]).tolist()),
        original=original,
    )


def _ragged(fields: NDArray[np.int64], extra: NDArray[np.bool_], *, own: int, needed: int) -> dict[int, str]:
    """What is wrong with the rows that have filled cells beyond the header, or fewer cells than it names."""
    wrong = np.flatnonzero(extra | (fields < needed))
    return {int(row): f"{fields[row]} cells where the header has {own}" for row in wrong}
