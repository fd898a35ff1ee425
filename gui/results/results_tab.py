"""The Results tab: sales and photo categories in, the answer and its doubt out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from engine.errors import CatalogueGiven, ColumnsMissing, StyleliftError
from engine.join.links import Links
from engine.join.photos import PhotoIndex
from engine.records import Category
from engine.sheets.mapping import ColumnMapping
from engine.sheets.table import Table
from engine.study import Study
from gui.results.estimator import SETTLE_MS, Estimator, settling
from gui.results.join_dialogs import JoinDialogs, JoinInput
from gui.results.report_saver import ReportSaver
from gui.results.results_layout import ResultsLayout
from gui.results.sales_reader import SalesReader, SheetsRead
from gui.shared.runner import Runner


class ResultsTab(ResultsLayout):
    """Empty, waiting for photos, asking, estimating, answered, refused: one page each, troubles in a bar.

    `study` is the answer that is shown; None while there is none for the choices in force. Emits
    `photos_wanted` with the names of the photos that the user wants to see.
    """

    photos_wanted = Signal(list)

    def __init__(self, *, runner: Runner, columns: Path | None = None, parent: QWidget | None = None) -> None:
        """`columns`: the file that keeps what the user says about the columns of sheets."""
        super().__init__(parent)
        self._note = ""
        self._read: SheetsRead | None = None
        self._categories: dict[str, Category] = {}
        self._photo_table: Path | None = None
        self._changes: Path | None = None
        self._catalogue: Path | None = None
        self._links = Links()
        self.study: Study | None = None
        self.reader = SalesReader(runner=runner, columns=columns, parent=self)
        self.estimator = Estimator(runner=runner, parent=self)
        self.dialogs = JoinDialogs(runner=runner, parent=self)
        self.saver = ReportSaver(bar=self.bar, parent=self)
        self._settle = settling(self._estimate, parent=self)
        self._connect_inputs()
        self._connect_work()
        self._show_waiting()

    def load_sales(self, path: Path, *, note: str = "") -> None:
        """Estimate from this sales sheet; `note` says where it comes from if it is not the user's own."""
        self.load_sheets([path])
        self._note = note

    def load_sheets(self, paths: list[Path]) -> None:
        """Estimate from these sales sheets, read as one."""
        self._note, self._read = "", None
        self.inputs.show_sales(paths)
        self._show_reading()
        self.reader.choose(paths)

    def set_categories(self, categories: Mapping[str, Category]) -> None:
        """Take the categories of the Photos tab (photo name -> category).

        They count unless the user has chosen a photo table, which stays until she leaves it.
        """
        if dict(categories) != self._categories:
            self._categories = dict(categories)
            self._show_photos()
            if self._photo_table is None:
                self._ask_anew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.restyle()
        super().changeEvent(event)

    def _connect_inputs(self) -> None:
        self.inputs.sales_chosen.connect(self.load_sheets)
        self.inputs.photo_table_chosen.connect(self._on_photo_table_chosen)
        self.inputs.history_chosen.connect(self._on_history_chosen)
        self.inputs.catalogue_chosen.connect(self._on_catalogue_chosen)
        self.inputs.question_changed.connect(self._ask_anew)
        self.inputs.columns_wanted.connect(lambda: self._preview(0))
        for asker in (self.inputs.history_edit_wanted, self.answer.history_wanted):
            asker.connect(lambda: self.dialogs.edit_history(self._join_input()))
        self.inputs.doctor_wanted.connect(lambda: self.dialogs.open_doctor(self._join_input()))
        self.questions.answered.connect(self._on_answered)
        self.questions.columns_wanted.connect(lambda: self._preview(0))
        self.questions.left.connect(self.inputs.ask_sales)
        self.mapping.mapped.connect(self._on_mapped)
        self.mapping.sheet_wanted.connect(self._preview)
        self.work.cancelled.connect(self._on_cancelled)
        self.empty.acted.connect(self._on_empty_acted)

    def _connect_work(self) -> None:
        self.reader.read.connect(self._on_read)
        self.reader.previewed.connect(self._on_previewed)
        self.estimator.studied.connect(self._on_studied)
        self.estimator.checked.connect(self.answer.show_checks)
        for worker in (self.reader, self.estimator):
            worker.failed.connect(self._on_failed)
        self.estimator.check_failed.connect(self._on_check_failed)
        self.dialogs.history_saved.connect(self._on_history_chosen)
        self.dialogs.links_accepted.connect(self._on_links_accepted)
        self.dialogs.failed.connect(lambda text: self.bar.show_message(text, kind="trouble"))
        self.evidence.report_requested.connect(lambda: self.saver.ask(self.study))
        self.answer.rejects_wanted.connect(lambda: self.saver.ask_rejects(self.study))
        self.answer.saved.connect(self.saver.tell_saved)
        self.answer.save_failed.connect(lambda text: self.bar.show_message(text, kind="trouble"))
        self.answer.checks_wanted.connect(self._on_checks_wanted)
        self.answer.checks_unwanted.connect(self._on_checks_unwanted)
        self.answer.photos_wanted.connect(self._on_photos_wanted)

    # --- the sheets

    def _on_read(self, read: SheetsRead) -> None:
        if read.found.questions:
            self.work.hide()
            self.questions.show_questions(read.found.questions, answers=self.reader.answers)
            self.show_page(self.questions)
            return
        self._read = read
        sales = read.found.decided()
        self.inputs.show_outcomes(sessions="sessions" in sales.rows)
        self.inputs.show_naming(by_sheet="image" in sales.rows and bool(sales.rows["image"].ne("").any()))
        self._ask_anew(wait_ms=0)

    def _on_answered(self, answers: dict[str, str]) -> None:
        self._show_reading()
        self.reader.answer(answers)

    def _preview(self, place: int) -> None:
        """Show the columns of one of the sheets."""
        if self.reader.paths:
            self.work.show_work(self.tr("Reading the columns…"))
            self.reader.preview(self.reader.paths[place])

    def _on_previewed(self, table: Table, mapping: ColumnMapping) -> None:
        self.show_mapping(table, mapping, sheets=[path.name for path in self.reader.paths])

    def _on_mapped(self, mapping: ColumnMapping) -> None:
        self._show_reading()
        try:
            self.reader.take_mapping(mapping)
        except OSError as error:
            told = self.tr("What you said about the columns cannot be kept: {0}.").format(error.strerror)
            self.bar.show_message(told, kind="trouble")

    # --- photos, history, catalogue

    def _on_photo_table_chosen(self, path: Path | None) -> None:
        self._photo_table = path
        self._show_photos()
        self._ask_anew(wait_ms=0)

    def _show_photos(self) -> None:
        self.inputs.show_photos(self._photo_table, scanned=len(self._categories))

    def _on_history_chosen(self, path: Path | None) -> None:
        self._changes = path
        self.inputs.show_history(path)
        self._ask_anew(wait_ms=0)

    def _on_catalogue_chosen(self, path: Path | None) -> None:
        self._catalogue = path
        self.inputs.show_catalogue(path)
        self._ask_anew(wait_ms=0)

    def _on_links_accepted(self, links: Links) -> None:
        self._links = links
        self._ask_anew(wait_ms=0)

    def _join_input(self) -> JoinInput:
        photos = self._photo_table or dict(self._categories)
        sales = self._read.found.sales if self._read else None
        return JoinInput(sales, photos, self._changes, self._links)

    # --- the estimate

    def _ask_anew(self, *, wait_ms: int = SETTLE_MS) -> None:
        """Estimate soon; from now on the answer shown is not that of the choices in force."""
        self.study = None
        self.show_pending()
        self._settle.start(wait_ms)

    def _estimate(self) -> None:
        photos: Path | dict[str, Category] = self._photo_table or dict(self._categories)
        if self._read is None or not photos:
            if not self.reader.paths or self._read is not None:
                self._show_waiting()
            return
        wish: dict[str, Any] = {
            "photos": photos,
            "catalogue": self._catalogue,
            "changes": self._changes,
            "links": self._links,
            "outcome": self.inputs.chosen_outcome(),
            "period": self.inputs.chosen_period(),
            "fill_missing": self.inputs.chosen_fill(),
            "note": self._note,
            "answers": dict(self.reader.answers),
        }
        self.show_estimating()
        self.estimator.study(self._read.found.decided(), files=self._read.files, wish=wish)

    def _on_studied(self, study: Study) -> None:
        self.study = study
        self.show_study(study)

    def _on_checks_wanted(self) -> None:
        if self.study is not None and self.study.answer is not None:
            self.answer.show_checking()
            self.estimator.check(self.study.answer)

    def _on_checks_unwanted(self) -> None:
        self.estimator.stop_checks()
        self.answer.show_checks(None)

    def _on_check_failed(self, error: Exception) -> None:
        """The answer stands without its checks."""
        self.answer.show_checks(None)
        if not isinstance(error, StyleliftError):
            raise error
        self.bar.show_message(str(error), kind="trouble")

    def _on_photos_wanted(self, product: str) -> None:
        """The sheets may name a photo by its address; the Photos tab knows it by its own name."""
        if self.study is None:
            return
        index = PhotoIndex(self._categories)
        shown = self.study.shown.get(product, ())
        self.photos_wanted.emit([name for image in shown for name in index.named(image)])

    def _on_failed(self, error: Exception) -> None:
        self._show_waiting()
        if not isinstance(error, StyleliftError):
            raise error
        action, act = self.tr("Load another sheet…"), self.inputs.ask_sales
        if isinstance(error, CatalogueGiven):
            catalogue = self.reader.named(error.file)
            action, act = self.tr("Use it as the catalogue"), lambda: self._take_as_catalogue(catalogue)
        if isinstance(error, ColumnsMissing) and error.file in [path.name for path in self.reader.paths]:
            self._preview([path.name for path in self.reader.paths].index(error.file))
        self.bar.show_message(str(error), kind="trouble", action=action, act=act)

    def _take_as_catalogue(self, path: Path) -> None:
        """Use one of the sales sheets as the catalogue, and the others as sales."""
        self._on_catalogue_chosen(path)
        others = [other for other in self.reader.paths if other != path]
        if others:
            self.load_sheets(others)
        else:
            self._forget_sales()

    def _on_cancelled(self) -> None:
        """Leave what is going on: sheets that are not read yet are forgotten, all else stays as it is."""
        self.work.hide()
        if self._read is None:
            self._forget_sales()
        elif self.estimator.busy or self._settle.isActive():
            self._settle.stop()
            self.estimator.stop()
            self.show_stopped(again=lambda: self._ask_anew(wait_ms=0))
        else:
            self.reader.stop()

    def _forget_sales(self) -> None:
        self.reader.forget()
        self.inputs.show_sales([])
        self._show_waiting()

    # --- the pages

    def _show_reading(self) -> None:
        self.study = None
        self.show_reading()

    def _show_waiting(self) -> None:
        """Say which of the two inputs is missing, or ask for other sales where these gave no answer."""
        self.study = None
        self.show_nothing(
            photos_missing=self._read is not None and not self._photo_table and not self._categories
        )

    def _on_empty_acted(self) -> None:
        if self._read is None or self._photo_table or self._categories:
            self.inputs.ask_sales()
        else:
            self.inputs.ask_photo_table()
