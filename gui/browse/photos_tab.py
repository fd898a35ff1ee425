"""The Photos tab: folders left, the grid in the middle, one photo right, the scan below."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from engine.batch import Detectors
from engine.errors import StyleliftError
from engine.images.thumbs import ThumbCache
from engine.records import Category, Finding, Photo, RuleName
from engine.store.results import ResultStore
from gui.browse import words
from gui.browse.arrangement import Show
from gui.browse.current_photo import CurrentPhoto
from gui.browse.filter_bar import FilterBar
from gui.browse.folder_panel import FolderPanel
from gui.browse.inspector import Inspector
from gui.browse.large_view import LargeView
from gui.browse.listing import Listing
from gui.browse.photo_grid import PhotoGrid
from gui.browse.photo_model import PhotoModel
from gui.browse.review import Review
from gui.browse.ruling import Ruling
from gui.browse.scan_bar import ScanBar
from gui.browse.session import Choices, PhotoSession
from gui.browse.thumb_loader import ThumbLoader
from gui.shared.empty_view import EmptyView
from gui.shared.message_bar import MessageBar
from gui.shared.runner import Runner


class PhotosTab(QWidget):
    """`folder_opened` (Path), `state_changed` (a command may have become possible or not)."""

    folder_opened = Signal(Path)
    folder_wanted = Signal()
    search_cleared = Signal()
    state_changed = Signal()

    def __init__(
        self,
        *,
        store: ResultStore,
        thumbs: ThumbCache,
        detectors: Detectors,
        choices: Choices | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        choices = choices or Choices()
        thresholds = choices.rule.thresholds
        self.session = PhotoSession(store=store, detectors=detectors, choices=choices, parent=self)
        self.model = PhotoModel(self)
        self.ruling = Ruling(rule=choices.rule, store=store, session=self.session, model=self.model)
        self.loader = ThumbLoader(thumbs=thumbs, parent=self)
        self.grid = PhotoGrid(model=self.model, loader=self.loader, thresholds=thresholds)
        self.large = LargeView(thresholds=thresholds)
        self.filter = FilterBar()
        self.folders = FolderPanel()
        self.inspector = Inspector(rule=choices.rule)
        self.messages = MessageBar()
        self.scan_bar = ScanBar()
        self.current = CurrentPhoto(
            grid=self.grid,
            model=self.model,
            loader=self.loader,
            inspector=self.inspector,
            large=self.large,
        )
        self.review = Review(model=self.model, grid=self.grid, session=self.session)
        self.empty = EmptyView()
        self.middle = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._problems = 0
        self._shown: Path | None = None
        self._lay_out()
        self._connect()
        self._show_middle()

    def open_folder(self, folder: Path) -> None:
        """List a folder, show what is known of it, scan what is not."""
        self.messages.hide()
        self.folders.show_folder(folder)
        self.scan_bar.show_busy(self.tr("Reading {0}").format(folder.name))
        rule = self.ruling.rule_for(folder)
        self.session.open(folder, recursive=self.folders.recursive.isChecked(), rule=rule)

    def scan_again(self) -> None:
        """List the folder anew and scan what has come or changed."""
        if self.session.folder is not None and not self.session.scanning:
            self.open_folder(self.session.folder)

    def choose_rule(self, name: RuleName) -> None:
        """Decide by the published or the calibrated rule."""
        self.messages.hide()
        self.ruling.choose(name)

    def scan_missing(self) -> None:
        """Scan the photos about which the rule cannot decide yet."""
        self.session.start_scan(self.model.not_scanned())

    def categories(self) -> dict[str, Category]:
        """The category of every photo that has one, by name."""
        return self.model.categories()

    def go_to_next_needing_you(self) -> None:
        """Make the next photo that needs the user the current one, or say that there is none."""
        if not self.review.go_to_next_needing_you():
            self.messages.show_message(self.tr("No photo shown here needs you."))

    def show_recent(self, folders: list[Path]) -> None:
        """List recent folders in the left column."""
        self.folders.show_recent(folders)
        self._show_middle()

    def set_overlay(self, shown: bool) -> None:
        """Draw the boxes, or clean photos."""
        self.grid.set_overlay(shown)
        self.inspector.picture.set_overlay(shown)
        self.large.picture.set_overlay(shown)

    def show_large(self, large: bool) -> None:
        """One photo instead of the grid, or the grid again."""
        if large and self.current.photo() is None:
            return
        self.middle.setCurrentWidget(self.large if large else self.grid)
        self.filter.setVisible(not large)
        (self.large if large else self.grid).setFocus()
        if not large:
            self.grid.scrollTo(self.grid.currentIndex())

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        for part in (self.filter, self.folders, self.inspector, self.messages, self.scan_bar, self.empty):
            part.restyle()

    def stop(self) -> list[Runner]:
        """End all work and the detectors. Returns the lanes to wait for, the most important first."""
        lanes = self.session.stop()
        return [*lanes, self.ruling.stop(), self.current.source.stop(), self.loader.stop()]

    def show_failure(self, error: Exception) -> None:
        """A fault of the world becomes a message; anything else is a bug and goes to the bug dialog."""
        self._sum_up()
        if not isinstance(error, StyleliftError):
            sys.excepthook(type(error), error, error.__traceback__)
            return
        self.messages.show_message(
            str(error), kind="trouble", action=self.tr("Try again"), act=self.scan_again
        )

    def _lay_out(self) -> None:
        for page in (self.empty, self.grid, self.large):
            self.middle.addWidget(page)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.messages, self.filter):
            column.addWidget(widget)
        column.addWidget(self.middle, 1)
        for part, stretch in ((self.folders, 0), (centre, 1), (self.inspector, 0)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes([210, 10_000, 340])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.scan_bar)

    def _connect(self) -> None:
        session = self.session
        session.listed.connect(self._on_listed)
        session.loaded.connect(self._on_loaded)
        session.findings_arrived.connect(self.model.set_findings)
        session.scan_started.connect(self._on_scan_started)
        session.scan_progressed.connect(self.scan_bar.show_progress)
        session.scan_ended.connect(self._on_scan_ended)
        session.words_refused.connect(self._on_words_refused)
        session.failed.connect(self.show_failure)
        session.decided_anew.connect(self.model.set_decisions)
        session.rule_applied.connect(self.model.show_fitting)
        self.ruling.show_in(inspector=self.inspector, panel=self.folders.catalogue)
        self.ruling.lacking.connect(self._on_rule_lacking)
        self.ruling.failed.connect(self.show_failure)
        self.model.counts_changed.connect(self._on_counts_changed)
        for rows_changed in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            rows_changed.connect(self._show_middle)
        self.filter.show_chosen.connect(lambda show: self.model.choose(show=show))
        self.folders.folder_chosen.connect(self.open_folder)
        self.folders.recursive_toggled.connect(self._on_recursive_toggled)
        self.folders.problem_chosen.connect(self._on_problem_chosen)
        self.scan_bar.pause_toggled.connect(session.pause)
        self.scan_bar.cancel_requested.connect(session.cancel)
        self.current.changed.connect(self.state_changed)
        self.grid.activated.connect(lambda _: self.show_large(True))
        self.large.left.connect(lambda: self.show_large(False))
        self.large.stepped.connect(self.review.step)
        self.empty.acted.connect(self._on_empty_acted)

    def _on_rule_lacking(self, number: int) -> None:
        self.messages.show_message(words.undecided(number), action=self.tr("Scan"), act=self.scan_missing)

    def _on_listed(self, photos: Listing) -> None:
        folder = self.session.folder
        self.show_large(False)
        if folder != self._shown:
            self._shown = folder
            self.review.history.clear()
            self.search_cleared.emit()
            self.filter.choose(Show.ALL)
        self.model.set_photos(photos)
        self.loader.fill(photos)
        self.scan_bar.show_busy(self.tr("Looking up {0}").format(words.photos(len(photos))))
        if folder is not None:
            self.folder_opened.emit(folder)
        self.state_changed.emit()

    def _on_loaded(self) -> None:
        """Scan at once what the store does not know: boxes are to appear without asking for them."""
        self.model.arrange_anew()
        if not self.grid.selectionModel().hasSelection():  # the focus alone makes a photo current
            self.grid.go_to(0)
        self._sum_up()
        self.scan_missing()

    def _on_scan_started(self, total: int) -> None:
        self.loader.allow_filling(False)
        self.scan_bar.start(total)
        self.state_changed.emit()

    def _on_scan_ended(self) -> None:
        self.loader.allow_filling(True)
        self.model.arrange_anew()
        self._sum_up()
        self.state_changed.emit()

    def _on_words_refused(self, refused: dict[Photo, str]) -> None:
        """Show again what holds: the store had no word about a photo that it does not know."""
        known = [self.model.finding_of(photo.name) or Finding(photo) for photo in refused]
        self.model.set_findings([replace(finding, user=None) for finding in known])
        sentence, *others = refused.values()
        more = self.tr(" The same for {0}.").format(words.photos(len(others))) if others else ""
        self.messages.show_message(self.tr("Not kept: {0}").format(sentence) + more, kind="trouble")

    def _sum_up(self) -> None:
        counts, missing = self.model.counts(), self.model.count_not_scanned()
        total, doubtful, problems = (counts[s] for s in (Show.ALL, Show.NEEDS_YOU, Show.PROBLEMS))
        self.scan_bar.show_idle(words.summary(total, missing=missing, doubtful=doubtful, problems=problems))

    def _on_counts_changed(self) -> None:
        counts = self.model.counts()
        self.filter.set_counts(counts)
        if not self.session.scanning:
            self._sum_up()
        if counts[Show.PROBLEMS] != self._problems:
            self._problems = counts[Show.PROBLEMS]
            self.folders.show_problems(self.model.problems())

    def _on_recursive_toggled(self) -> None:
        if self.session.folder is not None:
            self.open_folder(self.session.folder)

    def _on_problem_chosen(self, name: str) -> None:
        if self.model.row_of(name) < 0:
            self.filter.choose(Show.PROBLEMS)
        self.grid.go_to(self.model.row_of(name))

    def _show_middle(self) -> None:
        """The grid where there is something in it, else what is missing and what to do."""
        if self.model.rowCount():
            if self.middle.currentWidget() is self.empty:
                self.middle.setCurrentWidget(self.grid)
        else:
            self.middle.setCurrentWidget(self.empty)
            folder = self.session.folder
            self.empty.show_words(*words.nothing_shown(folder.name if folder else None, self.model.total))
        opened = self.session.folder is not None
        self.filter.setVisible(bool(self.model.total))
        self.folders.setVisible(opened or self.folders.recent.count() > 0)
        self.inspector.setVisible(bool(self.model.total))

    def _on_empty_acted(self) -> None:
        if self.model.total:
            self.search_cleared.emit()
            self.filter.choose(Show.ALL)
        else:
            self.folder_wanted.emit()
