"""One SQLite connection per thread to one database file, and sentences for what can go wrong with it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import StoreUnusable, readable_name
from engine.store.schema import TooNewError, migrate

_PATIENCE_MS = 10_000
"""How long one thread or process waits for another to finish writing."""


class Connections:
    """Connections to one database file, opened as threads ask for them and closed together."""

    def __init__(self, path: Path) -> None:
        """Open or create the database and bring it up to date. Raises StoreUnusable."""
        self._path = path
        self._here = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        with self.reading():
            pass

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection; SQLite's errors become StoreUnusable."""
        try:
            yield self._connection()
        except TooNewError as error:
            raise StoreUnusable(
                f"A newer version of Stylelift wrote {self._name}: install that version, or choose another "
                "--data-dir."
            ) from error
        except (sqlite3.Error, OSError) as error:
            raise StoreUnusable(self._sentence(error)) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection inside one transaction: all of it is kept, or none."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connections of all threads; none of them may be at work."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
            self._here = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if connection is None:
            connection = self._here.connection = self._open()
        return connection

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # check_same_thread is off for `close` alone; isolation_level None: transactions begin where we say.
        connection = sqlite3.connect(
            self._path, timeout=_PATIENCE_MS / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA temp_store = MEMORY")
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._opened.append(connection)
        return connection

    @property
    def _name(self) -> str:
        return readable_name(str(self._path))

    def _sentence(self, error: Exception) -> str:
        code = getattr(error, "sqlite_errorcode", None)
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            return f"The results file {self._name} is damaged: move it away, and the program makes a new one."
        if code == sqlite3.SQLITE_FULL:
            return f"The disk with {self._name} is full: make room, then try again. Nothing found is lost."
        if code == sqlite3.SQLITE_BUSY:
            return f"Another program holds {self._name}: close it, then try again."
        return (
            f"The results file {self._name} cannot be used ({error}): check the folder, or name a --data-dir."
        )
