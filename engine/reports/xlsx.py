"""Writes the tables of a report as XLSX: numbers as numbers, headers that stay in sight, a table per sheet.

No chart: the charts of spreadsheets know no intervals that differ on both sides on a log scale, and a bar
without its interval would say more than the data do. The plots are pictures on a sheet of their own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from engine.plots.palette import LIGHT
from engine.plots.plot import Plot, rendered
from engine.reports.report_sheets import ReportSheet
from engine.sheets.formula_guard import guarded

_FORMATS = {
    "percent": "+0.0;-0.0;0.0",
    "p": "0.0000",
    "beta": "0.0000",
    "SE": "0.0000",
    "df": "0.0",
    "R2": "0.000",
    "whole": "#,##0",
    "amount": "#,##0.0##",
    "day": "yyyy-mm-dd",
}
_WIDEST, _NARROWEST = 60, 9
_MOST_ROWS = 1_048_575
"""Of a sheet, below the header."""
_PICTURE_DPI = 110


def xlsx(sheets: Sequence[ReportSheet], plots: Sequence[Plot]) -> bytes:
    """The whole file."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "nan_inf_to_errors": False}) as book:
        looks = {name: book.add_format({"num_format": code}) for name, code in _FORMATS.items()}
        looks["header"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        looks["words"] = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet.table, looks)
        if plots:
            _place_pictures(book.add_worksheet("pictures"), plots, looks["header"])
    return buffer.getvalue()


def _write_sheet(page: Any, table: pd.DataFrame, looks: dict[str, Any]) -> None:
    shown = table.iloc[:_MOST_ROWS]
    for column, name in enumerate(map(str, shown.columns)):
        cells = shown.iloc[:, column]
        page.write_string(0, column, name, looks["header"])
        page.set_column(column, column, _width(name, cells))
        look = looks[_kind(name, cells)] if not _is_text(cells) else None
        for line, cell in enumerate(cells.tolist(), start=1):
            _write_cell(page, line, column, cell, look, looks)
    page.freeze_panes(1, 1)
    if len(shown):
        page.autofilter(0, 0, len(shown), len(shown.columns) - 1)


def _write_cell(page: Any, line: int, column: int, cell: Any, look: Any, looks: dict[str, Any]) -> None:
    """One cell; nothing where there is no number."""
    if cell is None or cell is pd.NaT or (isinstance(cell, float) and pd.isna(cell)):
        return
    if isinstance(cell, str):
        page.write_string(line, column, guarded(cell), looks["words"] if len(cell) > _WIDEST else None)
    elif isinstance(cell, pd.Timestamp):
        page.write_datetime(line, column, cell.to_pydatetime(), looks["day"])
    elif isinstance(cell, bool):
        page.write_boolean(line, column, cell)
    else:
        page.write_number(line, column, cell, look or looks["whole"])


def _is_text(cells: pd.Series) -> bool:
    return not pd.api.types.is_numeric_dtype(cells)


def _kind(name: str, cells: pd.Series) -> str:
    """Which of _FORMATS the numbers of a column have."""
    last = name.split()[-1] if name.split() else ""
    first = name.split()[0] if name.split() else ""
    for kind in ("percent", "beta", "SE", "df", "R2"):
        if kind in (first, last):
            return kind
    if first == "p":
        return "p"
    return "whole" if pd.api.types.is_integer_dtype(cells) else "amount"


def _width(name: str, cells: pd.Series) -> int:
    longest = max((len(one) for one in cells.head(500) if isinstance(one, str)), default=0)
    return int(min(_WIDEST, max(_NARROWEST, longest + 1, max(len(word) for word in [*name.split(), ""]) + 3)))


def _place_pictures(page: Any, plots: Sequence[Plot], header: Any) -> None:
    """Every plot below the other, each under its title."""
    line, row_height = 0, 20
    page.hide_gridlines(2)
    page.set_column(0, 0, 100)
    for plot in plots:
        page.write_string(line, 0, plot.title, header)
        picture = rendered(plot.draw(palette=LIGHT, size=plot.size), "png", dpi=_PICTURE_DPI)
        options = {"image_data": io.BytesIO(picture), "description": f"{plot.title}. {plot.explanation}"}
        page.insert_image(line + 1, 0, f"{plot.name}.png", options)
        line += int(plot.size[1] * 96 / row_height) + 4
