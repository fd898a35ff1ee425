"""The Results tab: sales and photo categories in, the answer and its doubt out; estimates in a worker
thread."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QProgressBar,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.errors import StyleliftError
from engine.records import Category
from engine.reports.write import write_report
from engine.sheets.table import SHEET_SUFFIXES
from engine.study import Study, run_study
from gui.results.answer_view import AnswerView
from gui.results.evidence_panel import EvidencePanel
from gui.results.input_panel import InputPanel
from gui.shared.empty_view import EmptyView
from gui.shared.message_bar import MessageBar
from gui.shared.runner import Job, Runner

SETTLE_MS = 300
SIDE = 264


class ResultsTab(QWidget):
    """Empty, waiting for photos, estimating, answered, refused: one page each, troubles in a bar above.

    `study` is the answer that is shown; None while there is none for the choices in force.
    """

    def __init__(self, *, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: Job | None = None
        self._sales: list[Path] = []
        self._note = ""
        self._categories: dict[str, Category] = {}
        self._photo_table: Path | None = None
        self._changes: Path | None = None
        self.study: Study | None = None
        self.setAcceptDrops(True)
        self.inputs, self.evidence, self.answer = InputPanel(), EvidencePanel(), AnswerView()
        self.bar, self.empty = MessageBar(), EmptyView()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        # Its place stays when it hides, so that nothing below it moves.
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.pages = QStackedWidget()
        # Several changes in a row, such as categories that a scan reports, are one new estimate.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._estimate)
        self._lay_out()
        self._connect()
        self._show_waiting()

    def load_sales(self, path: Path, *, note: str = "") -> None:
        """Estimate from this sales sheet; `note` says where it comes from if it is not the user's own."""
        self._on_sales_chosen([path])
        self._note = note

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
            for part in (self.answer, self.empty, self.bar):
                part.restyle()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome sales sheets."""
        if _sheets(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Estimate from the dropped sheets."""
        self._on_sales_chosen(_sheets(event))
        event.acceptProposedAction()

    def _lay_out(self) -> None:
        for page in (self.empty, self.answer):
            self.pages.addWidget(page)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        self._evidence_area = _scrolled(self.evidence)
        for widget in (_scrolled(self.inputs), self.pages, self._evidence_area):
            parts.addWidget(widget)
        parts.setSizes([SIDE, 10 * SIDE, SIDE])
        parts.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.busy)
        column.addWidget(parts, 1)

    def _connect(self) -> None:
        self.inputs.sales_chosen.connect(self._on_sales_chosen)
        self.inputs.photo_table_chosen.connect(self._on_photo_table_chosen)
        self.inputs.history_chosen.connect(self._on_history_chosen)
        self.inputs.question_changed.connect(self._ask_anew)
        self.empty.acted.connect(self._on_empty_acted)
        self.evidence.report_requested.connect(self._on_report_requested)

    def _on_sales_chosen(self, paths: list[Path]) -> None:
        self._sales, self._note = paths, ""
        self.inputs.show_sales(paths)
        self._ask_anew(wait_ms=0)

    def _on_photo_table_chosen(self, path: Path | None) -> None:
        self._photo_table = path
        self._show_photos()
        self._ask_anew(wait_ms=0)

    def _show_photos(self) -> None:
        self.inputs.show_photos(self._photo_table, scanned=len(self._categories))

    def _on_history_chosen(self, path: Path) -> None:
        self._changes = path
        self.inputs.show_history(path)
        self._ask_anew(wait_ms=0)

    def _ask_anew(self, *, wait_ms: int = SETTLE_MS) -> None:
        """Estimate soon; from now on the answer shown is not that of the choices in force."""
        self.study = None
        self.answer.show_pending()
        self.evidence.setEnabled(False)
        self._settle.start(wait_ms)

    def _on_empty_acted(self) -> None:
        if not self._sales or self._photo_table or self._categories:
            self.inputs.ask_sales()
        else:
            self.inputs.ask_photo_table()

    def _show_waiting(self) -> None:
        """Say which of the two inputs is missing, or ask for other sales where these gave no answer."""
        self.study = None
        if not self._sales or self._photo_table or self._categories:
            self.empty.show_words(
                self.tr("What do your photos do to sales?"),
                self.tr("Load a sales sheet with product, date, units, price and image, or drop it here."),
                self.tr("Load sales…"),
            )
        else:
            self.empty.show_words(
                self.tr("The sales are here; the photos are missing"),
                self.tr("Scan the photos in the Photos tab, or use a photo table that you saved earlier."),
                self.tr("Use a photo table…"),
            )
        self.busy.hide()
        self._evidence_area.hide()
        self.pages.setCurrentWidget(self.empty)

    def _estimate(self) -> None:
        if self._job is not None:
            self._job.stop()
        photos: Path | dict[str, Category] = self._photo_table or dict(self._categories)
        if not self._sales or not photos:
            self._show_waiting()
            return
        wish: dict[str, Any] = {
            "photos": photos,
            "changes": self._changes,
            "outcome": self.inputs.chosen_outcome(),
            "fill_missing": self.inputs.chosen_fill(),
            "note": self._note,
        }
        sales = list(self._sales)
        self.bar.hide()
        self.busy.show()
        self.empty.show_words(self.tr("Estimating…"), self.tr("This takes a few seconds."), "")
        self._job = self._runner.start(
            lambda report, job: run_study(sales, **wish),
            done=self._on_study_made,
            failed=self._on_study_failed,
        )

    def _on_study_made(self, study: Study) -> None:
        self.study = study
        self.busy.hide()
        self.answer.show_study(study)
        self.evidence.show_study(study)
        self.evidence.setEnabled(True)
        self._evidence_area.show()
        self.pages.setCurrentWidget(self.answer)

    def _on_study_failed(self, error: Exception) -> None:
        self._show_waiting()
        if not isinstance(error, StyleliftError):
            raise error
        self.bar.show_message(
            str(error), kind="trouble", action=self.tr("Load another sheet…"), act=self.inputs.ask_sales
        )

    def _on_report_requested(self) -> None:
        kinds = self.tr("Web page (*.html)")
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), "stylelift-report.html", kinds
        )
        if name:
            self.save_report(Path(name))

    def save_report(self, path: Path) -> None:
        """Write the report of the study that is shown, as .html where the name has no ending."""
        if self.study is None:
            return
        path = path if path.suffix else path.with_suffix(".html")
        try:
            write_report(self.study, path)
        except StyleliftError as error:
            self.bar.show_message(str(error), kind="trouble")
        else:
            self.bar.show_message(self.tr("The report is saved: {0}").format(path))


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(SIDE - 40)
    area.setMaximumWidth(SIDE + 136)
    return area


def _sheets(event: QDropEvent) -> list[Path]:
    """The sheets among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.casefold() in SHEET_SUFFIXES]
