from __future__ import annotations

import csv
import io
import json
import zipfile

import awkward
import pytest
from detecting import a_face, a_person, seen
from python_calamine import CalamineWorkbook

from engine.errors import ExportFailed
from engine.export.photo_table import COLUMNS, write_photo_table
from engine.records import Category, Finding, Photo
from engine.rules.published import PublishedRule
from engine.settings import Thresholds


@pytest.fixture
def photo(tmp_path):
    awkward.quarters((300, 200)).save(tmp_path / "shoe.jpg")
    return Photo(folder=tmp_path, name="shoe.jpg", size=1, mtime_ns=1)


def finding(photo, evidence, **more):
    return Finding(photo=photo, evidence=evidence, decision=PublishedRule().decide(evidence), **more)


def named(photo, name):
    return Photo(folder=photo.folder, name=name, size=1, mtime_ns=1)


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(findings, path, **more):
    write_photo_table(findings, path, model="mtcnn 1.0.0 + yolov3-tiny dccea06f", **more)
    return path


def test_a_face_in_the_csv(photo, tmp_path):
    evidence = seen(faces=(a_face(0.98765432), a_face(0.6)), persons=None)
    path = write([finding(photo, evidence)], tmp_path / "out.csv")
    assert path.read_bytes().startswith(b"path,category,category_name,")
    (row,) = read_csv(path)
    assert tuple(row) == COLUMNS
    faces = json.loads(row.pop("faces"))
    assert row == {
        "path": "shoe.jpg",
        "category": "1",
        "category_name": "on model",
        "confidence": "0.9877",
        "decided_by": "face",
        "review": "0",
        "persons": "[]",
        "width": "100",
        "height": "200",
        "problem": "",
        "model": "mtcnn 1.0.0 + yolov3-tiny dccea06f",
    }
    assert faces == [
        {
            "box": [10.0, 12.5, 50.2, 60.0],
            "score": 0.9877,
            "landmarks": [[20.0, 25.0], [40.0, 25.5], [30.0, 35.0], [22.2, 45.0], [38.0, 45.0]],
        }
    ]


def test_no_rows_leave_a_header(tmp_path):
    assert write([], tmp_path / "out.csv").read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"
    assert json.loads(write([], tmp_path / "out.json").read_text(encoding="utf-8")) == []


def test_listed_is_what_counts_under_the_thresholds(photo, tmp_path):
    evidence = seen(faces=(a_face(0.6),), persons=(a_person(0.8), a_person(0.2)))
    (row,) = read_csv(write([finding(photo, evidence)], tmp_path / "out.csv"))
    assert json.loads(row["faces"]) == []
    assert [person["score"] for person in json.loads(row["persons"])] == [0.8]
    thresholds = Thresholds(face=0.5, person=0.1)
    (row,) = read_csv(write([finding(photo, evidence)], tmp_path / "out.csv", thresholds=thresholds))
    assert len(json.loads(row["faces"])) == 1
    assert len(json.loads(row["persons"])) == 2


def test_lists_are_lists_whatever_ran(photo, tmp_path):
    found_nobody = finding(photo, seen(persons=()))
    did_not_run = finding(photo, seen(faces=(a_face(),), persons=None))
    unread = Finding(photo=photo, problem="shoe.jpg is damaged.")
    rows = read_csv(write([found_nobody, did_not_run, unread], tmp_path / "out.csv"))
    assert [json.loads(row["persons"]) for row in rows] == [[], [], []]
    assert [len(json.loads(row["faces"])) for row in rows] == [0, 1, 0]


def test_a_problem_has_a_row(photo, tmp_path):
    bad = Finding(photo=photo, problem="shoe.jpg is damaged.")
    (row,) = read_csv(write([bad], tmp_path / "out.csv"))
    assert row["problem"] == "shoe.jpg is damaged."
    empty = ("category", "category_name", "confidence", "decided_by", "width", "height")
    assert [row[name] for name in empty] == [""] * 6


def test_the_users_word_counts(photo, tmp_path):
    said = finding(photo, seen(persons=(a_person(0.31),)), user=Category.PRODUCT_ONLY)
    (row,) = read_csv(write([said], tmp_path / "out.csv"))
    assert (row["category"], row["category_name"], row["decided_by"]) == ("3", "product only", "user")
    assert (row["confidence"], row["review"]) == ("", "0")
    doubtful = finding(photo, seen(persons=(a_person(0.31),)))
    (row,) = read_csv(write([doubtful], tmp_path / "out.csv"))
    assert (row["review"], row["decided_by"]) == ("1", "person")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "'"])
def test_text_is_never_a_formula(photo, tmp_path, first):
    name = f"{first}HYPERLINK(1).jpg"
    bad = Finding(photo=named(photo, name), problem=f"{name} is damaged.")
    (row,) = read_csv(write([bad], tmp_path / "out.csv"))
    assert (row["path"], row["problem"]) == (f"'{name}", f"'{name} is damaged.")
    assert json.loads(write([bad], tmp_path / "out.json").read_text(encoding="utf-8"))[0]["path"] == name


def test_awkward_names_survive(photo, tmp_path):
    names = ["Grüße 👗.jpg", 'a "quoted", name.jpg', "below/two\nlines.jpg", "caf\udce9.jpg"]
    findings = [Finding(photo=named(photo, name)) for name in names]
    expected = [*names[:3], r"caf\xe9.jpg"]
    assert [row["path"] for row in read_csv(write(findings, tmp_path / "out.csv"))] == expected
    rows = json.loads(write(findings, tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [row["path"] for row in rows] == expected
    write(findings, tmp_path / "out.xlsx")


def test_the_sheet_has_numbers_a_filter_and_a_thumbnail(photo, tmp_path):
    findings = [
        finding(photo, seen(faces=(a_face(),), persons=None)),
        Finding(photo=named(photo, "gone.jpg"), problem="=gone.jpg is gone."),
    ]
    path = write(findings, tmp_path / "out.xlsx")
    header, first, second = CalamineWorkbook.from_path(path).get_sheet_by_name("photos").to_python()
    assert tuple(header) == ("photo", *COLUMNS)
    assert first[1:6] == ["shoe.jpg", 1.0, "on model", 0.999, "face"]
    assert isinstance(first[2], float)
    assert json.loads(first[7])[0]["score"] == 0.999
    assert second[1:3] == ["gone.jpg", ""]
    assert second[11] == "'=gone.jpg is gone."
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        pictures = [name for name in parts.namelist() if name.startswith("xl/media/")]
        thumbnail = io.BytesIO(parts.read(pictures[0]))
    assert len(pictures) == 1
    assert "<autoFilter" in sheet
    assert 'state="frozen"' in sheet
    assert "<f>" not in sheet
    from PIL import Image

    with Image.open(thumbnail) as image:
        assert max(image.size) == 96


@pytest.mark.parametrize("name", ["out.txt", "out", "out.xls"])
def test_other_endings_are_refused(tmp_path, name):
    with pytest.raises(ExportFailed, match=r"\.csv, \.xlsx or \.json"):
        write([], tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ExportFailed, match=r"out\.csv cannot be written"):
        write([], tmp_path / "absent" / "out.csv")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])
def test_a_failure_leaves_the_old_file_and_no_litter(photo, tmp_path, monkeypatch, suffix):
    path = tmp_path / "result" / f"out{suffix}"
    path.parent.mkdir()
    path.write_bytes(b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(ExportFailed, match="No space left"):
        write([Finding(photo=photo)], path)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".CSV", ".Xlsx", ".JSON"])
def test_an_existing_file_is_replaced_whatever_the_case_of_its_ending(photo, tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    path.write_bytes(b"old")
    write([Finding(photo=photo)], path)
    assert path.read_bytes() != b"old"
