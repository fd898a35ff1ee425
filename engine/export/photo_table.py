"""The photo table as a file: CSV, XLSX with thumbnails, or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from PIL import Image

from engine.errors import ExportFailed, PhotoUnreadable, readable_name
from engine.export.exporting import Watch, watched, write_result
from engine.images.load import load
from engine.records import Box, Evidence, Face, Finding, Person, Photo
from engine.settings import Thresholds
from engine.sheets.formula_guard import guarded

COLUMNS = (
    "path",
    "category",
    "category_name",
    "confidence",
    "decided_by",
    "review",
    "faces",
    "persons",
    "width",
    "height",
    "problem",
    "model",
)

_THUMB_EDGE = 96
_WIDTHS = {"path": 36, "category_name": 14, "faces": 30, "persons": 30, "problem": 50, "model": 30}

_Row = dict[str, Any]
"""A value for each of COLUMNS, as in the JSON file; None where there is none."""


def write_photo_table(
    findings: Sequence[Finding],
    path: Path,
    *,
    model: str,
    thresholds: Thresholds | None = None,
    watch: Watch | None = None,
) -> None:
    """Write one row per finding as the suffix of `path` says: .csv (UTF-8), .xlsx or .json.

    Faces and persons scored below `thresholds` (the defaults if None) are left out, so that what is listed is
    what decided. In CSV and XLSX a list is JSON text, and text that a spreadsheet would take for a formula
    gets a leading apostrophe. A file of that name is replaced once the new one is whole. Raises ExportFailed,
    and ExportStopped where the `watch` ends it: then nothing is written.
    """
    writers: dict[str, Callable[[Iterator[tuple[Finding, _Row]], int], bytes]] = {
        ".csv": _csv,
        ".xlsx": _xlsx,
        ".json": _json,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        name = readable_name(path.name)
        raise ExportFailed(f"{name} must end in .csv, .xlsx or .json: the ending says what to write.")
    told = watched(findings, watch=watch or Watch())
    pairs = ((one, _row(one, model=model, thresholds=thresholds or Thresholds())) for one in told)
    write_result(path, writer(pairs, len(findings)))


def _row(finding: Finding, *, model: str, thresholds: Thresholds) -> _Row:
    category, evidence, decision = finding.category, finding.evidence, finding.decision
    decided = decision if finding.user is None else None
    row: _Row = dict.fromkeys(COLUMNS)
    row["path"] = readable_name(finding.photo.name)
    row["review"] = int(finding.needs_review)
    row["problem"] = finding.problem
    row["faces"], row["persons"] = [], []
    row["model"] = model
    if category is not None:
        row["category"], row["category_name"] = int(category), category.label
        row["decided_by"] = decided.decided_by if decided else "user"
        row["confidence"] = round(decided.confidence, 4) if decided else None
    if evidence is not None:
        row["width"], row["height"] = evidence.width, evidence.height
        row["faces"] = [_face(face) for face in believed_faces(evidence, thresholds)]
        row["persons"] = [_person(person) for person in believed_persons(evidence, thresholds)]
    return row


def believed_faces(evidence: Evidence, thresholds: Thresholds) -> list[Face]:
    """The faces that count under the thresholds, best first."""
    return [face for face in evidence.faces if face.score >= thresholds.face]


def believed_persons(evidence: Evidence, thresholds: Thresholds) -> list[Person]:
    """The persons that count under the thresholds, best first; none where YOLOv3 did not run."""
    return [person for person in evidence.persons or () if person.score >= thresholds.person]


def _face(face: Face) -> dict[str, Any]:
    landmarks = [[round(x, 1), round(y, 1)] for x, y in face.landmarks]
    return {"box": _box(face.box), "score": round(face.score, 4), "landmarks": landmarks}


def _person(person: Person) -> dict[str, Any]:
    return {"box": _box(person.box), "score": round(person.score, 4)}


def _box(box: Box) -> list[float]:
    return [round(value, 1) for value in box]


def _json(pairs: Iterator[tuple[Finding, _Row]], _: int) -> bytes:
    rows = [row for _, row in pairs]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(pairs: Iterator[tuple[Finding, _Row]], _: int) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in row.values()] for _, row in pairs)
    return text.getvalue().encode()


def _xlsx(pairs: Iterator[tuple[Finding, _Row]], total: int) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("photos")
        middle = book.add_format({"valign": "vcenter"})
        _lay_out(sheet, header=book.add_format({"bold": True, "bottom": 1}), rows=total)
        for line, (finding, row) in enumerate(pairs, start=1):
            sheet.set_row_pixels(line, _THUMB_EDGE + 6)
            _place_thumbnail(sheet, line=line, photo=finding.photo)
            for column, value in enumerate(map(_cell, row.values()), start=1):
                if isinstance(value, str):
                    sheet.write_string(line, column, value, middle)
                elif value is not None:
                    sheet.write_number(line, column, value, middle)
    return buffer.getvalue()


def _lay_out(sheet: Any, *, header: Any, rows: int) -> None:
    """Header, widths, filter; header and the first two columns (thumbnail, path) stay in sight."""
    for column, title in enumerate(("photo", *COLUMNS)):
        sheet.write_string(0, column, title, header)
        sheet.set_column(column, column, _WIDTHS.get(title, 11))
    sheet.set_column_pixels(0, 0, _THUMB_EDGE + 6)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, rows, len(COLUMNS))


def _place_thumbnail(sheet: Any, *, line: int, photo: Photo) -> None:
    """Put a small picture into the first column; a photo that cannot be read leaves the cell empty."""
    try:
        pixels = load(photo.path, edge=_THUMB_EDGE).pixels
    except PhotoUnreadable:
        return
    picture = io.BytesIO()
    Image.fromarray(pixels).save(picture, "JPEG", quality=80)
    moves_with_its_row = {"object_position": 1, "x_offset": 3, "y_offset": 3}
    options = {"image_data": picture, "description": readable_name(photo.name), **moves_with_its_row}
    sheet.insert_image(line, 0, "thumbnail.jpg", options)


def _cell(value: Any) -> str | int | float | None:
    """A value of a row as one cell of a sheet."""
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, str):
        return guarded(value)
    return value  # type: ignore[no-any-return]  # the other values of a row are numbers, text and None
