"""Everything known about photos from one run to the next: evidence, decisions, the user's word, problems."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from os import fsencode
from pathlib import Path
from types import TracebackType

from engine.errors import PhotoUnreachable, readable_name
from engine.records import Category, Decision, Evidence, Photo
from engine.store.codec import from_columns, to_columns
from engine.store.connection import Connections
from engine.store.fingerprint import content_hash


@dataclass(frozen=True, slots=True)
class Origin:
    """What a result depends on besides the photo's content."""

    model: str
    """Names and versions of the networks."""
    parameters: str
    """`Detection.key`."""
    reader: str
    """Names and versions of what decodes photos: a problem is remembered for these only."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no evidence."""

    sentence: str
    lasting: bool
    """False where another scan should try the photo again."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the store knows of one photo."""

    content: str
    """The content hash."""
    evidence: Evidence | None
    problem: Problem | None
    user: Category | None
    said_at: datetime | None = None
    """When the user said so."""


@dataclass(frozen=True, slots=True)
class Learning:
    """What the user has chosen about learning from their words on the photos of one folder."""

    on: bool = True
    reset_at: datetime | None = None
    """Words said until then do not teach."""


_RECALL = """
    SELECT asked.place, files.content, words.category, words.said_at,
           problems.name, problems.sentence, problems.lasting,
           evidence.width, evidence.height, evidence.stages, evidence.faces, evidence.persons,
           evidence.impression, evidence.person_scores
    FROM asked
    JOIN files ON files.path = asked.path AND files.size = asked.size AND files.mtime_ns = asked.mtime_ns
    LEFT JOIN words ON words.content = files.content
    LEFT JOIN problems ON problems.content = files.content AND problems.reader = :reader
    LEFT JOIN evidence ON evidence.content = files.content
        AND evidence.model = :model AND evidence.parameters = :parameters
"""


_SAID = "WHERE words.category IS NOT NULL"


class ResultStore:
    """The results database; may be used from any thread. Every method raises StoreUnusable."""

    def __init__(self, path: Path) -> None:
        """Open or create the database at `path`."""
        self._connections = Connections(path)

    def __enter__(self) -> ResultStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database for all threads."""
        self._connections.close()

    def enrol(self, contents: Iterable[tuple[Photo, str]]) -> None:
        """Note the content hash of photos, so that they need not be read again until they change."""
        rows = [(_key(photo), photo.size, photo.mtime_ns, content) for photo, content in contents]
        with self._connections.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows)

    def recall(
        self, photos: Sequence[Photo], *, origin: Origin, said: bool = False
    ) -> dict[Photo, Remembered]:
        """What is known of the photos whose path, size and time are enrolled; one query for any number.

        With `said`, only of those about which the user has said something.
        """
        rows = ((place, _key(p), p.size, p.mtime_ns) for place, p in enumerate(photos))
        asked = {"model": origin.model, "parameters": origin.parameters, "reader": origin.reader}
        with self._connections.reading() as connection:
            connection.execute(
                "CREATE TEMP TABLE IF NOT EXISTS asked"
                " (place INTEGER PRIMARY KEY, path BLOB, size INTEGER, mtime_ns INTEGER)"
            )
            connection.execute("BEGIN")
            try:
                connection.executemany("INSERT INTO asked VALUES (?, ?, ?, ?)", rows)
                found = {
                    photos[row[0]]: _remembered(photos[row[0]], row)
                    for row in connection.execute(_RECALL + _SAID * said, asked)
                }
            finally:
                connection.execute("ROLLBACK")  # takes the question away again
        return found

    def perhaps_moved(self, photos: Sequence[Photo]) -> list[Photo]:
        """Those of the photos that have the size of an enrolled file, so that reading them may pay."""
        if not photos:
            return []
        with self._connections.reading() as connection:
            sizes = {size for (size,) in connection.execute("SELECT DISTINCT size FROM files")}
        return [photo for photo in photos if photo.size in sizes]

    def keep_evidence(self, content: str, evidence: Evidence, *, origin: Origin) -> None:
        """Write down what the networks saw; an earlier problem with the same content is over."""
        row = (content, origin.model, origin.parameters, *to_columns(evidence))
        with self._connections.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            connection.execute("DELETE FROM problems WHERE content = ?", (content,))

    def keep_problem(self, content: str, problem: Problem, *, photo: Photo, origin: Origin) -> None:
        """Write down why there is no evidence; the sentence names `photo`."""
        row = (content, origin.reader, readable_name(photo.path.name), problem.sentence, problem.lasting)
        with self._connections.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?)", row)

    def keep_decisions(self, decisions: Iterable[tuple[str, Decision]], *, origin: Origin, rule: str) -> None:
        """Write down what `rule` (its name and thresholds) made of the evidence of each content hash."""
        rows = [
            (content, origin.model, origin.parameters, rule, int(d.category), d.confidence, d.decided_by,
             ",".join(d.review))
            for content, d in decisions
        ]  # fmt: skip
        with self._connections.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def say(self, photos: Sequence[Photo], category: Category | None) -> dict[Photo, str]:
        """Note the same word about photos, as `say_each` does."""
        return self.say_each(dict.fromkeys(photos, category))

    def say_each(self, words: Mapping[Photo, Category | None]) -> dict[Photo, str]:
        """Note the user's word about each photo and every copy of it, in one transaction; None takes it back.

        Reads a photo that is not enrolled yet. Returns the photos that cannot be read, each with a sentence;
        the word about all others is kept.
        """
        contents, unreadable = self._contents(list(words))
        taken_back = [(content,) for photo, content in contents.items() if words[photo] is None]
        now = _now()
        said = [(content, int(word), now) for photo, content in contents.items() if (word := words[photo])]
        with self._connections.writing() as connection:
            connection.executemany("DELETE FROM words WHERE content = ?", taken_back)
            connection.executemany("INSERT OR REPLACE INTO words VALUES (?, ?, ?)", said)
        return unreadable

    def learning(self, folder: Path) -> Learning:
        """What the user has chosen for this folder."""
        query = "SELECT learning, reset_at FROM catalogues WHERE folder = ?"
        with self._connections.reading() as connection:
            row = connection.execute(query, (_folder_key(folder),)).fetchone()
        if row is None:
            return Learning()
        on, reset_at = row
        return Learning(on=bool(on), reset_at=None if reset_at is None else datetime.fromisoformat(reset_at))

    def switch_learning(self, folder: Path, *, on: bool) -> None:
        """Note whether the words on this folder's photos are to teach anything."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO catalogues (folder, learning) VALUES (?, ?)"
                " ON CONFLICT (folder) DO UPDATE SET learning = excluded.learning",
                (_folder_key(folder), on),
            )

    def reset_learning(self, folder: Path) -> None:
        """Note that words said until now teach nothing about this folder."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO catalogues (folder, reset_at) VALUES (?, ?)"
                " ON CONFLICT (folder) DO UPDATE SET reset_at = excluded.reset_at",
                (_folder_key(folder), _now()),
            )

    def _contents(self, photos: Sequence[Photo]) -> tuple[dict[Photo, str], dict[Photo, str]]:
        """The content hashes of the photos, and why some have none."""
        query = "SELECT content FROM files WHERE path = ? AND size = ? AND mtime_ns = ?"
        contents: dict[Photo, str] = {}
        with self._connections.reading() as connection:
            for photo in photos:
                row = connection.execute(query, (_key(photo), photo.size, photo.mtime_ns)).fetchone()
                if row is not None:
                    contents[photo] = str(row[0])
        unreadable: dict[Photo, str] = {}
        read: list[tuple[Photo, str]] = []
        for photo in photos:
            if photo not in contents:
                try:
                    read.append((photo, content_hash(photo.path)))
                except PhotoUnreachable as error:
                    unreadable[photo] = str(error)
        self.enrol(read)
        return contents | dict(read), unreadable


def _key(photo: Photo) -> bytes:
    """The photo's absolute path, put together as text: a hundred thousand paths as objects take a second."""
    return fsencode(os.path.join(_absolute(photo.folder), photo.name.replace("/", os.sep)))  # noqa: PTH118


@lru_cache(maxsize=8)
def _absolute(folder: Path) -> str:
    return str(folder.absolute())


def _folder_key(folder: Path) -> bytes:
    """One key for a folder, however the user came to it."""
    return fsencode(folder.resolve())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _remembered(photo: Photo, row: Sequence[object]) -> Remembered:
    """One row of `_RECALL`; a problem's sentence speaks of the file by the name that it has now."""
    _, content, category, said_at, name, sentence, lasting, *columns = row
    problem = None
    if sentence is not None:
        renamed = str(sentence).replace(str(name), readable_name(photo.path.name))
        problem = Problem(sentence=renamed, lasting=bool(lasting))
    return Remembered(
        content=str(content),
        evidence=None if columns[0] is None else from_columns(tuple(columns)),  # type: ignore[arg-type]
        problem=problem,
        user=None if category is None else Category(category),  # type: ignore[arg-type]
        said_at=None if said_at is None else datetime.fromisoformat(str(said_at)),
    )
