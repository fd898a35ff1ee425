"""Any file that sellers save their sales in, to a table; its content counts, not what its name ends with."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from engine.errors import SheetUnreadable
from engine.sheets.delimited import read_delimited
from engine.sheets.encoding import decode
from engine.sheets.questions import Answers
from engine.sheets.suffixes import BOOK_SUFFIXES, SHEET_SUFFIXES
from engine.sheets.table import Table
from engine.sheets.wide import one_row_per_period

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|table|meta|script|style)", re.IGNORECASE
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml")


def read_table(path: Path, *, answers: Answers = MappingProxyType({}), stripped: bool = True) -> Table:
    """Read a CSV, TSV, TXT, XLSX, XLSM, XLSB, XLS or ODS file.

    `stripped`: cells without blanks around them. Raises SheetUnreadable (E01) with what to do where the file
    is absent, empty, binary, protected by a password or of another kind, or where an answer is
    none of the choices.
    """
    if path.suffix.casefold() not in SHEET_SUFFIXES:
        raise SheetUnreadable(f"{path.name} is not a sheet that can be read; save it as CSV or XLSX.")
    data = sheet_bytes(path)
    _refuse_other_kinds(path, data)
    if data.startswith((_ZIP, _OLE)):
        # Imported here: a text file needs no workbook library.
        from engine.sheets.workbook import read_workbook

        book = read_workbook(data, file=path.name, answers=answers, stripped=stripped)
        return one_row_per_period(book, answers=answers)
    decoded = decode(data, file=path.name, answers=answers)
    table = read_delimited(decoded.text, file=path.name, stripped=stripped)
    asked = () if decoded.question is None else (decoded.question,)
    table = replace(table, notes=(*decoded.notes, *table.notes), questions=asked)
    return one_row_per_period(table, answers=answers)


def sheet_bytes(path: Path) -> bytes:
    """What is in the file; SheetUnreadable where it cannot be opened."""
    try:
        return path.read_bytes()
    except IsADirectoryError as error:
        raise SheetUnreadable(
            f"{path.name} cannot be opened: it is a folder. Choose the file in it."
        ) from error
    except OSError as error:
        raise SheetUnreadable(f"{path.name} cannot be opened: {error.strerror or error}.") from error


def _refuse_other_kinds(path: Path, data: bytes) -> None:
    if not data.strip():
        raise SheetUnreadable(f"{path.name} is empty. Export it again.")
    if _HTML.match(data):
        raise SheetUnreadable(
            f"{path.name} is a web page, whatever its name says: open it in a spreadsheet program and save "
            "it as XLSX or CSV."
        )
    if data.startswith(_PDF):
        raise SheetUnreadable(
            f"{path.name} is a PDF, whose numbers cannot be read reliably: export the sales as XLSX or CSV."
        )
    if _XML.match(data):
        raise SheetUnreadable(
            f"{path.name} is an XML file: open it in a spreadsheet program and save it as XLSX or CSV."
        )
    if path.suffix.casefold() in BOOK_SUFFIXES and b"\x00" in data[:64] and not data.startswith((_ZIP, _OLE)):
        raise SheetUnreadable(
            f"{path.name} cannot be read: it is damaged. Save it as XLSX or CSV and try again."
        )
