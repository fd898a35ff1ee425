"""The parts of the Results tab and which of its pages is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from engine.sheets.mapping import ColumnMapping
from engine.sheets.table import Table
from engine.study import Study
from gui.results.answer_view import AnswerView
from gui.results.evidence_panel import EvidencePanel
from gui.results.input_panel import InputPanel
from gui.results.mapping_page import MappingPage
from gui.results.questions_page import QuestionsPage
from gui.results.work_bar import WorkBar
from gui.shared.empty_view import EmptyView
from gui.shared.message_bar import MessageBar

SIDE = 264


class ResultsLayout(QWidget):
    """Inputs at the left, one page in the middle, the evidence at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inputs, self.evidence, self.answer = InputPanel(), EvidencePanel(), AnswerView()
        self.questions, self.mapping = QuestionsPage(), MappingPage()
        self.bar, self.empty = MessageBar(), EmptyView()
        self.work = WorkBar()
        self.pages = QStackedWidget()
        self._before: QWidget | None = None
        self.mapping.left.connect(lambda: self.show_page(self._before or self.empty))
        for page in (self.empty, self.answer, self.questions, self.mapping):
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
        column.addWidget(parts, 1)
        column.addWidget(self.work)

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        for part in (self.inputs, self.answer, self.questions, self.mapping, self.empty, self.bar):
            part.restyle()

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the middle; the evidence belongs to the answer alone."""
        self.pages.setCurrentWidget(page)
        self._evidence_area.setVisible(page is self.answer)

    def show_reading(self) -> None:
        """The sheets are being read, and there is no answer to them yet."""
        self.bar.hide()
        self.answer.study = None
        self.inputs.show_gaps(None)
        self.work.show_work(self.tr("Reading the sheets…"))
        self.empty.show_words(self.tr("Reading the sheets…"), self.tr("Nothing is changed in them."), "")
        self.show_page(self.empty)

    def show_answer(self) -> None:
        """Bring the answer to the middle, or what stands there before the first one, unless the user is
        saying something about the columns."""
        if self.pages.currentWidget() is not self.mapping:
            self.show_page(self.answer if self.answer.study is not None else self.empty)

    def show_mapping(self, table: Table, mapping: ColumnMapping, *, sheets: Sequence[str]) -> None:
        """Show the columns of one of several sheets, with a way back to where the user was."""
        self.work.hide()
        front = self.pages.currentWidget()
        if front is self.questions:
            self._before = front
            self.mapping.back.setText(self.tr("Back to the questions"))
        elif front is self.answer:
            self._before = front
            self.mapping.back.setText(self.tr("Back to the answer"))
        elif front is self.empty:
            self._before = None
        self.mapping.back.setVisible(self._before is not None)
        self.mapping.show_sheets(sheets, current=table.file)
        self.mapping.show_table(table, mapping)
        self.show_page(self.mapping)

    def show_estimating(self) -> None:
        """Work is under way; what was told before is out of date."""
        self.bar.hide()
        self.work.show_work(self.tr("Estimating…"))
        self.empty.show_words(self.tr("Estimating…"), self.tr("This takes a few seconds."), "")
        self.show_answer()

    def show_stopped(self, *, again: Callable[[], None]) -> None:
        """The estimate was stopped; `again` starts it anew."""
        self.work.hide()
        self.answer.show_stopped()
        self.empty.show_words(
            self.tr("The estimate was stopped"), self.tr("The sales are read; nothing is lost."), ""
        )
        self.bar.show_message(self.tr("The estimate was stopped."), action=self.tr("Estimate now"), act=again)

    def show_pending(self) -> None:
        """Grey out the answer that is not that of the choices in force."""
        self.answer.show_pending()
        self.evidence.setEnabled(False)

    def show_study(self, study: Study) -> None:
        """Show an answer or a refusal with its evidence."""
        self.work.hide()
        self.answer.show_study(study)
        self.inputs.show_gaps(study)
        self.evidence.show_study(study)
        self.evidence.setEnabled(True)
        self.show_answer()

    def show_nothing(self, *, photos_missing: bool) -> None:
        """Say what to do next."""
        if photos_missing:
            self.empty.show_words(
                self.tr("The sales are here; the photos are missing"),
                self.tr("Scan the photos in the Photos tab, or use a photo table that you saved earlier."),
                self.tr("Use a photo table…"),
            )
        else:
            self.empty.show_words(
                self.tr("What do your photos do to sales?"),
                self.tr(
                    "Load a sales export of Shopify, Amazon, Etsy, eBay or WooCommerce, or a sheet of your "
                    "own, or drop it here."
                ),
                self.tr("Load sales…"),
            )
        self.work.hide()
        self.show_page(self.empty)


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumWidth(SIDE - 40)
    area.setMaximumWidth(SIDE + 136)
    return area
