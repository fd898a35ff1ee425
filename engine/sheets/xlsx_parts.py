"""What only the XML inside an XLSX file says: formulas without a value, the year from which days count."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PART = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TARGET = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_EMPTY_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
_NAMED = 3
_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
_WIDE_CELL = re.compile(rb'<c r="[A-Z]{2,3}[0-9]')
_MOST_CELLS = 30_000_000


class XlsxParts:
    """The parts of an XLSX or XLSM file; of any other workbook nothing is known."""

    def __init__(self, data: bytes) -> None:
        self.from_1904 = False
        self._zip: zipfile.ZipFile | None = None
        self._sheets: dict[str, str] = {}
        try:
            self._open(data)
        except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
            self._zip = None

    @property
    def known(self) -> bool:
        """Whether it is an XLSX or XLSM file whose parts could be read."""
        return self._zip is not None

    def _open(self, data: bytes) -> None:
        package = zipfile.ZipFile(io.BytesIO(data))
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target", "") for link in links.iter(_TARGET)}
        for sheet in book.iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_PART), "")
            self._sheets[sheet.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
        about = book.find(f"{_MAIN}workbookPr")
        self.from_1904 = about is not None and about.get("date1904") in ("1", "true")
        self._zip = package

    def far_cell(self, sheet: str) -> str:
        """The last corner of a sheet so large that it cannot be held in memory (a stray cell at XFD1048576),
        else ""."""
        if self._zip is None or self._sheets.get(sheet) not in self._zip.namelist():
            return ""
        xml = self._zip.read(self._sheets[sheet])
        if not _WIDE_CELL.search(xml):
            return ""
        cells = [(len(letters), letters, int(row)) for letters, row in _CELL.findall(xml)]
        letters, row = max(cells)[1], max(row for _, _, row in cells)
        columns = functools.reduce(lambda number, letter: 26 * number + letter - 64, letters, 0)
        return f"{letters.decode()}{row}" if columns * row > _MOST_CELLS else ""

    def notes(self, sheet: str, *, file: str) -> tuple[str, ...]:
        """Name the formulas of a sheet that no program has calculated: their cells are read as blank."""
        if self._zip is None or self._sheets.get(sheet) not in self._zip.namelist():
            return ()
        xml = self._zip.read(self._sheets[sheet])
        found = _EMPTY_FORMULA.findall(xml) if b"<f" in xml else []
        if not found:
            return ()
        cells = ", ".join(cell.decode() for cell in found[:_NAMED])
        return (
            f"{len(found):,} formulas of {file} have no stored value (such as {cells}) and are read as "
            "blank: open the file in a spreadsheet program and save it once.",
        )
