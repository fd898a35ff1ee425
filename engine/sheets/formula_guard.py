"""The apostrophe that keeps spreadsheets from taking a text such as =a.jpg for a formula."""

from __future__ import annotations

_OPENS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARDED = (*_OPENS_A_FORMULA, "'")
"""Text that begins with an apostrophe gets another, so that a reader can take one away from each."""


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of; a cell without the apostrophe as it is."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_GUARDED) else cell
