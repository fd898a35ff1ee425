"""Sets a table on pages: words to the left, numbers to the right, the header again on every page."""

from __future__ import annotations

from engine.plots.palette import LIGHT
from engine.reports.blocks import Table
from engine.reports.pages import COLUMN, SIDE, Flow
from engine.reports.typesetting import Style, broken, width

MOST_ROWS = 60
_GAP = 0.12
_PAD = 0.07
_SIZES = (8.5, 7.5, 6.5)
_NARROWEST = 0.9
"""Inches that a column of words keeps."""

Rows = list[list[list[str]]]
"""Rows of cells of lines."""


def set_table(flow: Flow, table: Table) -> None:
    """Put the first MOST_ROWS rows on pages; where there are more, say how many and where they are."""
    body, grey, head = _fitting(table)
    widths = _widths(table, body)
    header, *rows = _lines(table, widths, body)
    _set_row(flow, header, widths, table, style=head, rule=LIGHT.text, together=rows[:1])
    for place, row in enumerate(rows):
        if flow.need(_height(row, body)):
            _set_row(flow, header, widths, table, style=head, rule=LIGHT.text, together=[])
        _set_row(flow, row, widths, table, style=grey if place in table.muted else body, rule=LIGHT.line,
                 together=[])  # fmt: skip
    more = len(table.rows) - MOST_ROWS
    if more > 0:
        flow.line([(f"and {more:,} more: they are in the table that the XLSX report holds", False)], head)


def _fitting(table: Table) -> tuple[Style, Style, Style]:
    """Styles of body, grey rows and header, as large as the numbers can be set side by side."""
    for points in _SIZES:
        body = Style(points, LIGHT.text)
        least = [
            _NARROWEST if column < table.words else wide for column, wide in enumerate(_natural(table, body))
        ]
        if sum(least) + _GAP * (len(least) - 1) <= COLUMN:
            break
    return body, Style(points, LIGHT.muted), Style(points, LIGHT.muted)


def _natural(table: Table, style: Style) -> list[float]:
    """Inches of each column with no line broken; where that is too much, a header of numbers breaks between
    its words."""
    whole = [_widest(column, style, breaking=False) for column in _columns(table)]
    if sum(whole) + _GAP * (len(whole) - 1) <= COLUMN:
        return whole
    return [
        _widest(column, style, breaking=place >= table.words) for place, column in enumerate(_columns(table))
    ]


def _columns(table: Table) -> list[tuple[str, ...]]:
    """Title and cells of each column."""
    return list(zip(table.header, *table.rows[:MOST_ROWS], strict=True))


def _widest(column: tuple[str, ...], style: Style, *, breaking: bool) -> float:
    title, *cells = column
    parts = title.split() if breaking else title.split("\n")
    lines = [line for cell in cells for line in cell.split("\n")]
    return max((width(line, style) for line in (*parts, *lines)), default=0.0)


def _widths(table: Table, style: Style) -> list[float]:
    """Inches of each column: numbers as wide as they are, words share what is left as they need it."""
    natural = _natural(table, style)
    room = COLUMN - _GAP * (len(natural) - 1) - sum(natural[table.words :])
    wanted = sum(natural[: table.words])
    share = min(1.0, room / wanted) if wanted else 1.0
    words = [max(_NARROWEST, one * share) for one in natural[: table.words]]
    over = sum(words) - room
    if over > 0:
        words[words.index(max(words))] -= over
    elif words:
        words[-1] -= over
    return [*words, *natural[table.words :]]


def _lines(table: Table, widths: list[float], style: Style) -> Rows:
    """Header and rows, each cell broken into lines."""
    shown = (table.header, *table.rows[:MOST_ROWS])
    return [
        [broken(cell, style, within=wide + 1e-6) for cell, wide in zip(row, widths, strict=True)]
        for row in shown
    ]


def _height(row: list[list[str]], style: Style) -> float:
    return max(len(cell) for cell in row) * style.line + _PAD


def _set_row(
    flow: Flow, row: list[list[str]], widths: list[float], table: Table, *,
    style: Style, rule: str, together: Rows,
) -> None:  # fmt: skip
    flow.need(_height(row, style) + sum(_height(one, style) for one in together))
    top, height, x = flow.y, _height(row, style), SIDE
    for place, (cell, wide) in enumerate(zip(row, widths, strict=True)):
        number = place >= table.words
        for line, text in enumerate(cell):
            flow.y = top + _PAD / 2 + (line + 1) * style.line
            flow.put(text, style, x=x + wide if number else x, right=number)
        x += wide + _GAP
    flow.y = top + height
    flow.area(y=flow.y, height=0, colour=rule)
