"""The endings of files that can be read as sheets; light, so that the window can ask at its start."""

from __future__ import annotations

TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
BOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
SHEET_SUFFIXES = TEXT_SUFFIXES | BOOK_SUFFIXES
