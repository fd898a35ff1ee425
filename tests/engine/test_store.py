from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from detecting import a_face, a_person, seen, write_photo

from engine.errors import StoreUnusable
from engine.records import Category, Decision, Face, Person, Photo, Review
from engine.store.codec import from_columns, to_columns
from engine.store.fingerprint import content_hash
from engine.store.results import Learning, Origin, Problem, ResultStore

ORIGIN = Origin(model="net 1", parameters="edge=640", reader="pillow 1")


def enrolled(store, folder, name="a.jpg", text="face"):
    photo = write_photo(folder, name, text)
    content = content_hash(photo.path)
    store.enrol([(photo, content)])
    return photo, content


def recall(store, photo, origin=ORIGIN):
    return store.recall([photo], origin=origin).get(photo)


def rows(path, query):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_an_empty_store_knows_nothing(store, tmp_path):
    photo = write_photo(tmp_path, "a.jpg", "x")
    assert store.recall([], origin=ORIGIN) == {}
    assert store.recall([photo], origin=ORIGIN) == {}
    assert store.perhaps_moved([photo]) == []


def test_evidence_comes_back_as_it_was(store, tmp_path):
    photo, content = enrolled(store, tmp_path)
    evidence = seen(faces=(a_face(), a_face(0.51)), persons=(a_person(), a_person(0.05)))
    store.keep_evidence(content, evidence, origin=ORIGIN)
    memory = recall(store, photo)
    assert (memory.content, memory.evidence) == (content, evidence)
    assert (memory.problem, memory.user) == (None, None)


@pytest.mark.parametrize("persons", [None, ()])
def test_not_looked_and_nothing_seen_are_different(store, tmp_path, persons):
    photo, content = enrolled(store, tmp_path)
    store.keep_evidence(content, seen(persons=persons), origin=ORIGIN)
    back = recall(store, photo).evidence
    assert back.persons == persons
    assert back.person_scores == (None if persons is None else (0.04,))


def test_numbers_are_rounded_and_plain():
    import numpy as np

    face = Face(
        box=tuple(np.float32([1.23456, 2, 3, 4])),
        score=np.float32(0.9),
        landmarks=((np.float32(1.005), np.float32(2.0)),) * 5,
    )
    columns = to_columns(seen(faces=(face,), persons=(Person(box=(0, 0, 1, 1), score=0.12345678),)))
    back = from_columns(columns)
    assert back.faces[0].box == (1.23, 2.0, 3.0, 4.0)
    assert back.faces[0].score == 0.9
    assert back.persons[0].score == 0.123457
    assert to_columns(back) == columns
    assert {type(value) for value in back.faces[0].box} == {float}


@pytest.mark.parametrize("field", ["model", "parameters"])
def test_evidence_of_other_networks_does_not_count(store, tmp_path, field):
    photo, content = enrolled(store, tmp_path)
    store.keep_evidence(content, seen(), origin=ORIGIN)
    other = replace(ORIGIN, **{field: "another"})
    assert recall(store, photo, other).evidence is None
    store.keep_evidence(content, seen(faces=(a_face(),)), origin=other)
    assert recall(store, photo).evidence == seen()
    assert recall(store, photo, replace(ORIGIN, reader="pillow 2")).evidence == seen()


def test_a_changed_file_is_a_stranger(store, tmp_path):
    photo, content = enrolled(store, tmp_path)
    store.keep_evidence(content, seen(), origin=ORIGIN)
    assert recall(store, replace(photo, size=photo.size + 1)) is None
    assert recall(store, replace(photo, mtime_ns=photo.mtime_ns + 1)) is None
    assert recall(store, photo) is not None


def test_a_renamed_file_is_known_by_its_content(store, tmp_path):
    photo, content = enrolled(store, tmp_path)
    store.keep_evidence(content, seen(faces=(a_face(),)), origin=ORIGIN)
    store.say([photo], Category.WORN)
    photo.path.rename(tmp_path / "b.jpg")
    renamed = replace(photo, name="b.jpg")
    assert recall(store, renamed) is None
    assert store.perhaps_moved([renamed, replace(renamed, size=12_345)]) == [renamed]
    store.enrol([(renamed, content_hash(renamed.path))])
    memory = recall(store, renamed)
    assert (memory.evidence, memory.user) == (seen(faces=(a_face(),)), Category.WORN)


def test_the_users_word_outlives_every_scan(store, tmp_path):
    photo, content = enrolled(store, tmp_path)
    store.say([photo], Category.WORN)
    store.keep_evidence(content, seen(faces=(a_face(),)), origin=ORIGIN)
    store.keep_decisions(
        [(content, Decision(Category.ON_MODEL, 0.9, "face", ()))], origin=ORIGIN, rule="published"
    )
    assert recall(store, photo).user is Category.WORN
    store.say([photo], Category.PRODUCT_ONLY)
    assert recall(store, photo, replace(ORIGIN, model="net 2")).user is Category.PRODUCT_ONLY
    store.say([photo], None)
    assert recall(store, photo).user is None


def test_the_user_may_speak_before_any_scan(store, tmp_path):
    photo = write_photo(tmp_path, "a.jpg", "x")
    copy = write_photo(tmp_path, "copy.jpg", "x")
    store.say([photo], Category.ON_MODEL)
    assert recall(store, photo).user is Category.ON_MODEL
    store.enrol([(copy, content_hash(copy.path))])
    assert recall(store, copy).user is Category.ON_MODEL


def test_when_a_word_was_said_is_remembered_anew_each_time(store, tmp_path):
    photo, _ = enrolled(store, tmp_path)
    assert recall(store, photo).said_at is None
    before = datetime.now(UTC)
    store.say([photo], Category.WORN)
    first = recall(store, photo).said_at
    store.say([photo], Category.WORN)
    assert before <= first <= recall(store, photo).said_at <= datetime.now(UTC)
    store.say([photo], None)
    assert recall(store, photo).said_at is None


def test_a_word_of_an_older_version_has_its_time(store, tmp_path):
    photo, content = enrolled(store, tmp_path)
    connection = sqlite3.connect(tmp_path / "data" / "results.sqlite")
    with connection:
        connection.execute("INSERT INTO words VALUES (?, 2, '2026-01-05T10:00:00+00:00')", (content,))
    connection.close()
    assert recall(store, photo).said_at == datetime(2026, 1, 5, 10, tzinfo=UTC)


def test_what_the_user_chose_about_learning_is_kept_for_each_folder(tmp_path):
    path, here, there = tmp_path / "results.sqlite", tmp_path / "here", tmp_path / "there"
    with ResultStore(path) as store:
        assert store.learning(here) == Learning(on=True, reset_at=None)
        store.switch_learning(here, on=False)
        store.reset_learning(there)
    with ResultStore(path) as store:
        assert store.learning(here) == Learning(on=False, reset_at=None)
        chosen = store.learning(there)
        assert chosen.on
        assert chosen.reset_at <= datetime.now(UTC)
        store.reset_learning(here)
        assert store.learning(here).on is False
        assert store.learning(here).reset_at >= chosen.reset_at


def test_a_file_that_is_gone_does_not_cost_the_word_about_the_others(store, tmp_path):
    first = write_photo(tmp_path, "a.jpg", "x")
    gone = Photo(folder=tmp_path, name="gone.jpg", size=1, mtime_ns=1)
    last = write_photo(tmp_path, "z.jpg", "y")
    refused = store.say([first, gone, last], Category.WORN)
    assert refused == {gone: "gone.jpg is gone: it was moved, renamed or deleted. Open the folder again."}
    assert recall(store, first).user is recall(store, last).user is Category.WORN


def test_problems_are_remembered_under_the_name_of_today(store, tmp_path):
    photo, content = enrolled(store, tmp_path, text="rubbish")
    store.keep_problem(content, Problem("a.jpg is damaged.", lasting=True), photo=photo, origin=ORIGIN)
    assert recall(store, photo).problem == Problem("a.jpg is damaged.", lasting=True)
    copy, _ = enrolled(store, tmp_path, "below/b.jpg", text="rubbish")
    assert recall(store, copy).problem.sentence == "b.jpg is damaged."
    assert recall(store, photo, replace(ORIGIN, reader="pillow 2")).problem is None
    store.keep_evidence(content, seen(), origin=ORIGIN)
    assert recall(store, photo).problem is None


def test_decisions_are_kept_per_rule(store, tmp_path):
    _, content = enrolled(store, tmp_path)
    doubtful = Decision(Category.WORN, 0.31, "person", (Review.PERSON_NEAR_THRESHOLD, Review.SMALL_PERSON))
    clear = Decision(Category.PRODUCT_ONLY, 0.69, "none", ())
    store.keep_decisions([(content, doubtful)], origin=ORIGIN, rule="person=0.3")
    store.keep_decisions([(content, clear)], origin=ORIGIN, rule="person=0.5")
    store.keep_decisions([(content, clear)], origin=ORIGIN, rule="person=0.5")
    query = "SELECT rule, category, confidence, decided_by, review FROM decisions ORDER BY rule"
    assert rows(tmp_path / "data" / "results.sqlite", query) == [
        ("person=0.3", 2, 0.31, "person", "person_near_threshold,small_person"),
        ("person=0.5", 3, 0.69, "none", ""),
    ]


def test_names_that_are_no_text_are_kept(store, tmp_path):
    photo = Photo(folder=tmp_path, name="caf\udce9.jpg", size=3, mtime_ns=4)
    store.enrol([(photo, "abc")])
    store.keep_problem("abc", Problem(r"caf\xe9.jpg is damaged.", lasting=True), photo=photo, origin=ORIGIN)
    assert recall(store, photo).problem.sentence == r"caf\xe9.jpg is damaged."


def test_many_photos_are_asked_for_at_once(store, tmp_path):
    photos = [Photo(folder=tmp_path, name=f"{n}.jpg", size=n, mtime_ns=n) for n in range(40_000)]
    store.enrol((photo, f"content {photo.size % 1000}") for photo in photos[:30_000])
    store.keep_evidence("content 7", seen(), origin=ORIGIN)
    found = store.recall(photos, origin=ORIGIN)
    assert len(found) == 30_000
    assert sum(memory.evidence is not None for memory in found.values()) == 30


def test_everything_is_there_after_reopening(tmp_path):
    path = tmp_path / "results.sqlite"
    with ResultStore(path) as store:
        photo, content = enrolled(store, tmp_path)
        store.keep_evidence(content, seen(), origin=ORIGIN)
        store.say([photo], Category.WORN)
    with ResultStore(path) as store:
        memory = recall(store, photo)
    assert (memory.evidence, memory.user) == (seen(), Category.WORN)


def test_a_failed_transaction_keeps_nothing_and_blocks_nobody(store, tmp_path):
    photo, other = write_photo(tmp_path, "a.jpg", "x"), write_photo(tmp_path, "b.jpg", "y")
    with pytest.raises(StoreUnusable, match="cannot be used"):
        store.enrol([(photo, "abc"), (other, None)])
    assert recall(store, photo) is None
    store.enrol([(photo, "abc")])
    assert recall(store, photo).content == "abc"


def test_threads_write_and_read_together(store, tmp_path):
    photo, _ = enrolled(store, tmp_path)

    def work(number):
        for turn in range(50):
            store.keep_evidence(f"{number}-{turn}", seen(), origin=ORIGIN)
            assert recall(store, photo) is not None

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    path = tmp_path / "data" / "results.sqlite"
    assert rows(path, "SELECT count(*) FROM evidence") == [(200,)]


def test_a_killed_process_loses_nothing_that_was_kept(tmp_path):
    """The child writes for ever and is killed; what it said was written is there."""
    path = tmp_path / "results.sqlite"
    code = (
        "import sys; from pathlib import Path; from detecting import seen\n"
        "from engine.store.results import Origin, ResultStore\n"
        "store = ResultStore(Path(sys.argv[1])); origin = Origin('m', 'p', 'r')\n"
        "for n in range(10**9):\n"
        "    store.keep_evidence(str(n), seen(), origin=origin); print(n, flush=True)\n"
    )
    here = Path(__file__).resolve().parent.parent
    paths = os.pathsep.join([str(here), str(here.parent)])
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    with child:
        said = [int(child.stdout.readline()) for _ in range(100)]
        child.kill()
        said += [int(line) for line in child.stdout if line.endswith("\n")]
    assert rows(path, "SELECT count(*) FROM evidence")[0][0] >= len(said) >= 100
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    ResultStore(path).close()
