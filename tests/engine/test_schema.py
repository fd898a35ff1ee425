from __future__ import annotations

import sqlite3

import pytest
from detecting import seen, write_photo

from engine.errors import StoreUnusable
from engine.store import schema
from engine.store.results import Origin, ResultStore

ORIGIN = Origin(model="net 1", parameters="edge=640", reader="pillow 1")


def rows(path, query):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_the_database_says_its_version_and_writes_ahead(store, tmp_path):
    path = tmp_path / "data" / "results.sqlite"
    assert rows(path, "PRAGMA user_version") == [(len(schema.STEPS),)]
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


def test_a_newer_database_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "results.sqlite"
    ResultStore(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreUnusable, match="newer version of Stylelift"):
        ResultStore(path)
    assert rows(path, "PRAGMA user_version") == [(999,)]


def test_an_older_database_is_brought_up_to_date(tmp_path, monkeypatch):
    path = tmp_path / "results.sqlite"
    with ResultStore(path) as store:
        photo = write_photo(tmp_path, "a.jpg", "face")
        store.enrol([(photo, "abc")])
        store.keep_evidence("abc", seen(), origin=ORIGIN)
    later = (*schema.STEPS, ("CREATE TABLE later (x)", "INSERT INTO later VALUES (1)"))
    monkeypatch.setattr(schema, "STEPS", later)
    with ResultStore(path) as store:
        assert store.recall([photo], origin=ORIGIN)[photo].evidence == seen()
    assert rows(path, "SELECT x FROM later") == [(1,)]
    assert rows(path, "PRAGMA user_version") == [(len(later),)]


def test_a_step_that_fails_leaves_the_old_version(tmp_path, monkeypatch):
    path = tmp_path / "results.sqlite"
    ResultStore(path).close()
    version = len(schema.STEPS)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, ("CREATE TABLE half (x)", "NO SQL")))
    with pytest.raises(StoreUnusable):
        ResultStore(path)
    assert rows(path, "PRAGMA user_version") == [(version,)]
    assert rows(path, "SELECT name FROM sqlite_master WHERE name = 'half'") == []


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path):
    path = tmp_path / "results.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreUnusable, match="damaged"):
        ResultStore(path)
    assert path.read_bytes() == b"this is no database" * 100


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable, match="cannot be used"):
        ResultStore(tmp_path / "file" / "results.sqlite")
