"""The tables of the results database and the steps from one version of them to the next."""

from __future__ import annotations

import sqlite3

STEPS: tuple[tuple[str, ...], ...] = (
    (
        # Path as bytes: a file name need not be valid text. Same path, size and time: same content, unread.
        """CREATE TABLE files (
            path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX files_by_size ON files (size)",
        # What the networks saw. persons is NULL where YOLOv3 did not run.
        """CREATE TABLE evidence (
            content TEXT, model TEXT, parameters TEXT,
            width INTEGER NOT NULL, height INTEGER NOT NULL,
            stages TEXT NOT NULL, faces TEXT NOT NULL, persons TEXT,
            PRIMARY KEY (content, model, parameters)
        ) WITHOUT ROWID""",
        # What a rule with its thresholds made of the evidence.
        """CREATE TABLE decisions (
            content TEXT, model TEXT, parameters TEXT, rule TEXT,
            category INTEGER NOT NULL, confidence REAL NOT NULL,
            decided_by TEXT NOT NULL, review TEXT NOT NULL,
            PRIMARY KEY (content, model, parameters, rule)
        ) WITHOUT ROWID""",
        # What the user said; no scan ever writes here.
        """CREATE TABLE words (
            content TEXT PRIMARY KEY, category INTEGER NOT NULL, said_at TEXT NOT NULL
        ) WITHOUT ROWID""",
        # name: the file name in the sentence. lasting: 0 where another scan should try again.
        """CREATE TABLE problems (
            content TEXT PRIMARY KEY, reader TEXT NOT NULL, name TEXT NOT NULL, sentence TEXT NOT NULL,
            lasting INTEGER NOT NULL
        ) WITHOUT ROWID""",
    ),
    # What the witness network made of the photo; NULL where it did not run.
    ("ALTER TABLE evidence ADD COLUMN impression TEXT",),
    # Whether the user's words teach anything about a folder, and until when those said are to be left out.
    (
        """CREATE TABLE catalogues (
            folder BLOB PRIMARY KEY, learning INTEGER NOT NULL DEFAULT 1, reset_at TEXT
        ) WITHOUT ROWID""",
    ),
    # How sure YOLOv3 is of anybody, at each input size; NULL where it was not asked to be a witness.
    ("ALTER TABLE evidence ADD COLUMN person_scores TEXT",),
)


class TooNewError(Exception):
    """A newer version of the program wrote the database."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database up to date, all steps or none. Raises TooNewError and sqlite3.Error."""
    if _version(connection) == len(STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)  # again, now that no other process can be migrating
        if version > len(STEPS):
            raise TooNewError
        for statement in (statement for step in STEPS[version:] for statement in step):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
