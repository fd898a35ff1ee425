"""What a drag brings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from engine.sheets.suffixes import SHEET_SUFFIXES


def sheets_in(data: QMimeData) -> list[Path]:
    """The sheets among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.casefold() in SHEET_SUFFIXES]
