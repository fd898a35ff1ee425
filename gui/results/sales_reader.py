"""Reads the chosen sheets in a worker thread, keeps the user's answers, and shows a sheet's columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.sheets.mapping import ColumnMapping, guess_mapping, header_hash, load_mappings, save_mapping
from engine.sheets.read_table import read_table
from engine.sheets.sales import Import, read_sales
from engine.sheets.table import Table
from engine.study import fingerprints
from gui.shared.runner import Job, Runner


@dataclass(frozen=True, slots=True, eq=False)
class SheetsRead:
    """What reading gave, with the name and content hash of each sheet."""

    found: Import
    files: Mapping[str, str] = field(default_factory=dict)


class SalesReader(QObject):
    """Emits `read` with a SheetsRead (its questions may be open), `previewed` with a Table and its
    ColumnMapping, `failed` with the error of either. Only the newest wish is answered."""

    read = Signal(object)
    previewed = Signal(object, object)
    failed = Signal(object)

    def __init__(self, *, runner: Runner, columns: Path | None, parent: QObject | None = None) -> None:
        """`columns`: the file that keeps what the user says about columns; None forgets it at the end."""
        super().__init__(parent)
        self._runner = runner
        self._kept = columns
        self._job: Job | None = None
        self.paths: list[Path] = []
        self.answers: dict[str, str] = {}
        self._mappings: dict[str, ColumnMapping] = {} if columns is None else load_mappings(columns)

    def choose(self, paths: list[Path]) -> None:
        """Read these sheets."""
        self.paths = paths
        self._read()

    def answer(self, answers: Mapping[str, str]) -> None:
        """Take the answers to questions, and read again."""
        self.answers |= answers
        self._read()

    def take_mapping(self, mapping: ColumnMapping) -> None:
        """Take the user's word on the columns, keep it for sheets with the same headers, and read again.

        Raises OSError where it cannot be kept; it is in force all the same."""
        self._mappings[mapping.header_hash] = mapping
        self._read()
        if self._kept is not None:
            save_mapping(mapping, self._kept)

    def preview(self, path: Path) -> None:
        """Show the columns of one of the sheets."""
        answers, mappings = dict(self.answers), dict(self._mappings)
        self._start(lambda: _previewed(path, answers, mappings), then=lambda made: self.previewed.emit(*made))

    def stop(self) -> None:
        """Leave what is being read."""
        if self._job is not None:
            self._job.stop()

    def forget(self) -> None:
        """Leave the sheets, and what is being read."""
        self.stop()
        self.paths = []

    def named(self, file: str) -> Path:
        """The chosen sheet with this name."""
        return next(path for path in self.paths if path.name == file)

    def _read(self) -> None:
        paths, answers, mappings = list(self.paths), dict(self.answers), dict(self._mappings)
        self._start(lambda: _read(paths, answers, mappings), then=self.read.emit)

    def _start(self, work: Callable[[], Any], *, then: Callable[[Any], None]) -> None:
        if self._job is not None:
            self._job.stop()
        self._job = self._runner.start(lambda report, job: work(), done=then, failed=self.failed.emit)


def _read(paths: list[Path], answers: dict[str, str], mappings: dict[str, ColumnMapping]) -> SheetsRead:
    found = read_sales(paths, answers=answers, mappings=mappings)
    return SheetsRead(found, fingerprints(paths) if found.sales is not None else {})


def _previewed(
    path: Path, answers: dict[str, str], mappings: dict[str, ColumnMapping]
) -> tuple[Table, ColumnMapping]:
    table = read_table(path, answers=answers)
    return table, mappings.get(header_hash(table.header)) or guess_mapping(table)
