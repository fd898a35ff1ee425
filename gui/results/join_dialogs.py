"""Opens the history editor and the join doctor: reads in a worker thread what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from engine.errors import SheetUnreadable, StyleliftError
from engine.join.doctor import diagnose
from engine.join.history import read_history
from engine.join.history_problems import history_problems, problem_sentences
from engine.join.links import Links
from engine.join.photos import PhotoIndex, read_photo_table, read_review
from engine.join.shown import derive_history, photo_in_force
from engine.records import Category
from engine.sheets.sales import Sales
from gui.results.history_editor import HistoryEditor, HistoryInput
from gui.results.join_doctor import DoctorInput, JoinDoctor
from gui.results.photo_lookup import Thumbnail
from gui.shared.runner import Heard, Job, Runner, Work


@dataclass(frozen=True, slots=True, eq=False)
class JoinInput:
    """The inputs of the Results tab that both dialogs need."""

    sales: Sales | None
    """What was read; None before that."""
    photos: Path | Mapping[str, Category]
    """A photo table, or photo name -> category."""
    changes: Path | None
    """The file of the photo history, where there is one."""
    links: Links


class JoinDialogs(QObject):
    """`history_saved` brings the file of the edited history, `links_accepted` the links now in force,
    `failed` a sentence."""

    history_saved = Signal(Path)
    links_accepted = Signal(object)
    failed = Signal(str)

    def __init__(self, *, runner: Runner, parent: QWidget, thumbnail: Thumbnail = lambda _: None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._window = parent
        self._job: Job | None = None
        self.thumbnail = thumbnail

    def edit_history(self, given: JoinInput) -> None:
        """Open the editor on the history in force, or on what the sheets themselves tell."""
        if self._has_sales(given):
            self._read(lambda report, job: history_input(given), self._on_history_read)

    def open_doctor(self, given: JoinInput) -> None:
        """Open the join doctor."""
        if self._has_sales(given):
            self._read(lambda report, job: doctor_input(given), self._on_diagnosed)

    def _read(self, work: Work, done: Heard) -> None:
        """Only the last of several wishes opens a dialog."""
        if self._job is not None:
            self._job.stop()
        self._job = self._runner.start(work, done=done, failed=self._on_failed)

    def _has_sales(self, given: JoinInput) -> bool:
        if given.sales is None:
            self.failed.emit(self.tr("Load a sales sheet first: it names the products."))
        return given.sales is not None

    def _on_history_read(self, given: HistoryInput) -> None:
        editor = HistoryEditor(given, thumbnail=self.thumbnail, parent=self._window)
        editor.saved.connect(self.history_saved)
        self._open(editor)

    def _on_diagnosed(self, given: DoctorInput) -> None:
        doctor = JoinDoctor(given, parent=self._window)
        doctor.links_accepted.connect(self.links_accepted)
        self._open(doctor)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, StyleliftError):
            raise error
        self.failed.emit(str(error))


def history_input(given: JoinInput) -> HistoryInput:
    """Read what the editor shows; the products that sold most come first. Raises SheetUnreadable."""
    assert given.sales is not None
    rows = given.sales.rows
    if rows.empty:
        raise SheetUnreadable("No row of the sales can be read, so there is no product to show.")
    photos = _categories(given)
    problems: list[str] = []
    if given.changes is not None:
        history = read_history(given.changes)
        problems = problem_sentences(history_problems(history, products=set(rows["product"])))
    else:
        index = PhotoIndex(photos)
        images = photo_in_force(rows, catalogue=None, changes=None, links=given.links, photos=index)
        history = derive_history(rows.assign(image=images))
    sold = rows.groupby("product")["units"].sum().sort_values(ascending=False, kind="stable")
    return HistoryInput(
        history=history,
        products=tuple(sold.index),
        photos=photos,
        first=rows["date"].min().date(),
        last=rows["date"].max().date(),
        path=given.changes,
        note="\n".join(problems),
    )


def doctor_input(given: JoinInput) -> DoctorInput:
    """Read what the doctor shows. Raises SheetUnreadable."""
    assert given.sales is not None
    photos = _categories(given)
    history = read_history(given.changes) if given.changes is not None else None
    review = read_review(given.photos) if isinstance(given.photos, Path) else frozenset()
    report = diagnose(given.sales, photos, None, history, links=given.links, review=review)
    return DoctorInput(report, photos, given.links)


def _categories(given: JoinInput) -> Mapping[str, Category | None]:
    photos = given.photos
    return read_photo_table(photos) if isinstance(photos, Path) else dict(photos)
