"""The rows that were set aside as a sheet, so that they can be put right and read again."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from engine.errors import ExportFailed
from engine.files import replace_file
from engine.sheets.faults import HINTS
from engine.sheets.formula_guard import guarded

COLUMNS = ("file", "line", "column", "value", "code", "reason", "hint", "original")


def write_rejects(aside: pd.DataFrame, path: Path) -> None:
    """Write COLUMNS as CSV (UTF-8 with a mark for Excel), one row for each row of `aside`.

    `aside`: file, line, code, reason, found and, where known, column and original, as `Sales.set_aside`. Text
    that a spreadsheet would take for a formula gets a leading apostrophe. Raises ExportFailed.
    """
    rows = aside.reindex(columns=["file", "line", "column", "found", "code", "reason", "original"]).fillna("")
    rows = rows.rename(columns={"found": "value"}).assign(hint=rows["code"].map(HINTS).fillna(""))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows[list(COLUMNS)].to_numpy())
    try:
        replace_file(path, text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise ExportFailed(
            f"{path.name} cannot be written ({error.strerror or error}): close it elsewhere and check the "
            "folder."
        ) from error
