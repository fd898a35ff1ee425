"""The commands as a user types them, each in a process of its own, with the real networks."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from awkward import READABLE, UNREADABLE, make_awkward_folder

from engine.export.photo_table import COLUMNS
from engine.rules.chosen import DEFAULT

MAIN = Path(__file__).resolve().parent.parent / "main.py"


@pytest.fixture
def stylelift(tmp_path):
    """Run main.py with its own data folder and without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}

    def run(*words):
        return subprocess.run(
            [sys.executable, str(MAIN), *map(str, words), "--data-dir", str(tmp_path / "data")],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=tmp_path,
            check=False,
        )

    return run


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def recall(rows, labels, category):
    mine = [row for row in rows if labels[row["path"]] == category]
    return sum(row["category"] == category for row in mine) / len(mine)


@pytest.fixture(scope="module")
def labels(shared):
    return {row["file"]: row["category"] for row in rows_of(shared / "photos" / "labels.csv")}


@pytest.mark.parametrize(
    ("rule", "all_right", "recalls"),
    [("published", 0.74, (1, 0.34, 0.945)), ("calibrated", 0.92, (0.97, 0.8, 0.97))],
)
def test_classify_the_shared_photos(stylelift, shared, labels, tmp_path, rule, all_right, recalls):
    chosen = () if rule == DEFAULT else ("--rule", rule)
    done = stylelift("classify", shared / "photos", "--out", "out.csv", *chosen)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    rows = rows_of(tmp_path / "out.csv")
    assert len(rows) == len(labels) == 232
    assert tuple(rows[0]) == COLUMNS
    right = sum(row["category"] == labels[row["path"]] for row in rows) / len(rows)
    assert right >= all_right
    for category, at_least in zip("123", recalls, strict=True):
        assert recall(rows, labels, category) >= at_least
    for row in rows:
        check_row(row, rule=rule)
    again = stylelift("classify", shared / "photos", "--out", "again.csv", *chosen)
    assert again.stdout == done.stdout
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


def check_row(row, *, rule):
    """What the contract promises of a photo that could be read."""
    names = {"1": "on model", "2": "worn", "3": "product only"}
    deciders = {"1": "face", "2": "person", "3": "none"}
    assert row["category_name"] == names[row["category"]]
    assert row["decided_by"] == deciders[row["category"]]
    assert 0 <= float(row["confidence"]) <= 1
    assert row["review"] in ("0", "1")
    assert row["problem"] == ""
    faces, persons = json.loads(row["faces"]), json.loads(row["persons"])
    if rule == "published":  # the calibrated rule weighs what is listed, and may decide against it
        assert bool(faces) == (row["category"] == "1")
        assert bool(persons) == (row["category"] == "2")
    assert all(len(face["landmarks"]) == 5 for face in faces)
    for found in faces + persons:
        x0, y0, x1, y1 = found["box"]
        assert 0 <= x0 < x1 <= int(row["width"])
        assert 0 <= y0 < y1 <= int(row["height"])


def test_both_runs_the_second_network_everywhere(stylelift, portrait, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / portrait.name).write_bytes(portrait.read_bytes())
    for words in ((), ("--both",)):
        done = stylelift("classify", folder, "--rule", "published", "--out", "out.json", *words)
        assert done.returncode == 0
        (row,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
        assert row["category"] == 1
        assert bool(row["persons"]) == bool(words)


def test_the_demo_runs_both_halves_without_a_display(stylelift, tmp_path):
    done = stylelift("demo", "--out", "shop")
    assert done.returncode == 0, done.stderr
    assert "simulated" in done.stdout
    assert done.stdout.count("inside the 95 % interval") == 2
    assert "no display" in done.stderr
    assert "simulated" in (tmp_path / "shop" / "report.html").read_text(encoding="utf-8")
    rows = rows_of(tmp_path / "shop" / "photos.csv")
    kinds = {"model": "1", "worn": "2", "product": "3"}
    for row in rows:
        assert row["category"] == kinds[Path(row["path"]).stem.rsplit("-", 1)[1]], row["path"]
    answer = stylelift(
        "influence",
        *("shop/sales-simulated.csv", "--photos", "shop/photos.csv"),
        *("--changes", "shop/changes.csv", "--json", "answer.json"),
    )
    assert answer.returncode == 0, answer.stderr
    numbers = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert [effect["category"] for effect in numbers["effects"]] == [1, 2]
    assert numbers["refused"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["classify"], "FOLDER"),
        (["classify", "nowhere"], "nowhere"),
        (["classify", "empty"], "There are no photos in empty"),
        (["classify", "bad"], "broken.jpg"),
        (["classify", "empty", "--workers", "0"], "--workers: must be 1 or more"),
        (["classify", "bad", "--out", "table.pdf"], "must end in .csv or .xlsx or .json"),
        (["influence", "none.csv", "--photos", "none.csv", "--out", "x.docx"], "must end in .html or .pdf"),
        (["clasify", "bad"], "the commands are classify, influence and demo"),
        (["classify", "bad", "--person-model", "yolov9"], "yolov3, yolov3-tiny"),
        (["classify", "bad", "--person-model", "yolov3"], "yolov3.weights is missing"),
        (["influence", "none.csv", "--photos", "none.csv"], "none.csv"),
        (["influence", "none.csv"], "--photos"),
        ([], "classify"),
        (["empty"], "classify"),
    ],
)
def test_wrong_use_and_nothing_readable_exit_with_2_and_say_why(stylelift, tmp_path, words, says):
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "broken.jpg").write_bytes(b"")
    done = stylelift(*words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_that_cannot_be_is_told(stylelift, tmp_path):
    (tmp_path / "data").write_text("a file")
    done = stylelift("classify", "anywhere")
    assert done.returncode == 2
    assert "--data-dir" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_named_like_a_command_opens_with_a_path(stylelift, tmp_path):
    (tmp_path / "demo").mkdir()
    done = stylelift("./demo")
    assert "no display" in done.stderr


def test_the_command_line_is_read_before_numpy_is_there():
    """main.py settles how many threads NumPy may have, and can only do so before."""
    script = "import sys, main; print('numpy' in sys.modules)"
    asked = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=MAIN.parent, check=True
    )
    assert asked.stdout.strip() == "False"


def test_help_names_every_command(stylelift):
    done = stylelift("--help")
    assert done.returncode == 0
    for word in ("FOLDER", "classify", "influence", "demo", "--data-dir", "exit codes"):
        assert word in done.stdout


def test_a_folder_of_awkward_photos(stylelift, portrait, tmp_path):
    folder = tmp_path / "awkward"
    make_awkward_folder(folder, portrait=portrait)
    done = stylelift("classify", folder, "--out", "out.csv")
    assert done.returncode == 1
    rows = {row["path"]: row for row in rows_of(tmp_path / "out.csv")}
    assert {*READABLE, *UNREADABLE} <= set(rows)
    for name in READABLE:
        assert rows[name]["category"] in ("1", "2", "3"), rows[name]
        assert rows[name]["problem"] == ""
    for name in UNREADABLE:
        assert rows[name]["category"] == ""
        assert name in rows[name]["problem"]
        assert rows[name]["problem"] in done.stderr
    assert (rows["huge.png"]["width"], rows["huge.png"]["height"]) == ("10000", "10000")
    assert_same_boxes([rows[f"turned {orientation}.jpg"] for orientation in range(1, 9)])


def assert_same_boxes(rows):
    """The face of one portrait, stored in eight orientations, is in one place."""
    assert len({(row["width"], row["height"]) for row in rows}) == 1
    first, *others = [json.loads(row["faces"]) for row in rows]
    assert len(first) == 1
    for faces in others:
        assert len(faces) == 1
        assert faces[0]["box"] == pytest.approx(first[0]["box"], abs=4)
        for mine, its in zip(faces[0]["landmarks"], first[0]["landmarks"], strict=True):
            assert mine == pytest.approx(its, abs=4)


def test_a_reader_that_has_seen_enough_gets_no_traceback(tmp_path):
    """As in `main.py --help | head -1`, with more output than a pipe holds."""
    script = (
        "import main, sys; main._run = lambda words: [print('x' * 99) for _ in range(9999)]; main.main([])"
    )
    piped = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=MAIN.parent,
        text=True,
    )
    with piped:
        piped.stdout.readline()
        piped.stdout.close()
        assert piped.stderr.read() == ""


def test_what_a_sheet_leaves_open_is_asked_and_answered(stylelift, tmp_path):
    (tmp_path / "photos.csv").write_text("path,category\nm.jpg,1\n", encoding="utf-8")
    rows = "".join(f"boot,0{day}/02/2026,1,2.50,m.jpg\n" for day in range(1, 10))
    (tmp_path / "open.csv").write_text("product,date,units,price,image\n" + rows, encoding="utf-8")
    words = ("influence", "open.csv", "--photos", "photos.csv")
    asked = stylelift(*words)
    assert asked.returncode == 2
    (way,) = [line.split("'")[1] for line in asked.stderr.splitlines() if "=dmy'" in line]
    answered = stylelift(*words, "--answer", way)
    assert answered.returncode == 1  # one product with one photo: refused, with its reason
    assert "Rows: 9 read = 0 used + 9 set aside" in answered.stdout
    wrong = stylelift(*words, "--answer", way.replace("dmy", "ydm"))
    assert (wrong.returncode, "The answers are: dmy" in wrong.stderr) == (2, True)
