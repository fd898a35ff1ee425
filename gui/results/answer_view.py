"""Middle of the Results tab: the sentence, the three cases, the forest plot, and the tabs with everything
behind them."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.plots.gallery import answer_plots, check_plots
from engine.plots.plot import Plot
from engine.stats.checks import Checks
from engine.study import Study
from gui.results.case_cards import CaseCards
from gui.results.checks_page import ChecksPage
from gui.results.figure_view import FigureView
from gui.results.frame_model import FrameView
from gui.results.method_words import method
from gui.results.model_frame import model_frame, model_headers
from gui.results.page import Page, paragraph
from gui.results.plot_column import PlotColumn
from gui.results.products_page import ProductsPage
from gui.results.tab_pages import TabPages
from gui.results.what_if_panel import WhatIfPanel
from gui.results.words import caution, headline, number
from gui.shared.tokens import GAP, PAD, WIDE

TABLE_HEIGHT = 420
WHAT_IF_HEIGHT = 420
WIDEST = 1160
PER_MONTH = {"day": 365.25 / 12, "week": 365.25 / 12 / 7, "month": 1.0}


class AnswerView(Page):
    """Shows a Study, answered or refused, in a column of readable width.

    Emits `checks_wanted` when a tab is opened that needs the checks, `checks_unwanted` where the user stops
    them, `photos_wanted` with a product, `history_wanted` where she would say when photos changed, `saved`
    and `save_failed` of plots.
    """

    checks_wanted = Signal()
    checks_unwanted = Signal()
    photos_wanted = Signal(str)
    rejects_wanted = Signal()
    history_wanted = Signal()
    saved = Signal(list)
    save_failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=WIDEST)
        self.study: Study | None = None
        self._checked = False
        self.note, self.caution = paragraph(rank="muted"), paragraph(rank="muted")
        self.headline = paragraph(larger=4)
        self.cards, self.forest = CaseCards(), FigureView()
        self.products, self.what_if = ProductsPage(), WhatIfPanel()
        self.what_if.setFixedHeight(WHAT_IF_HEIGHT)
        self.totals, self.price, self.time = PlotColumn(), PlotColumn(), PlotColumn()
        self.checks = ChecksPage()
        self.table, self.aside = FrameView(), FrameView()
        for table in (self.table, self.aside):
            table.setFixedHeight(TABLE_HEIGHT)
        self.set_aside, self.save_aside = _with_button(self.aside, self.tr("Save these rows with reasons…"))
        self.save_aside.clicked.connect(self.rejects_wanted)
        self.method = paragraph()
        self.method.setContentsMargins(0, PAD, PAD, 0)
        self.next_step = QPushButton(self.tr("Say when the photos changed…"))
        self.next_step.setProperty("primary", True)
        self.next_step.clicked.connect(self.history_wanted)
        self.tabs = TabPages()
        for widget in (self.note, self.headline, self.caution):
            self.column.addWidget(widget)
        self.column.addWidget(self.next_step, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.cards, self.forest, self.tabs):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self._connect()

    def _connect(self) -> None:
        self.tabs.opened.connect(self._on_opened)
        self.checks.start_wanted.connect(self.checks_wanted)
        self.checks.stop_wanted.connect(self.checks_unwanted)
        self.products.photos_wanted.connect(self.photos_wanted)
        for plots in (self.products, self.totals, self.price, self.time, self.checks.plots, self.forest):
            plots.saved.connect(self.saved)
            plots.save_failed.connect(self.save_failed)
        self.time.key_picked.connect(self._on_time_picked)
        for plots in (self.totals, self.price, self.checks.plots):
            plots.key_picked.connect(lambda _, key: self._open_product(key))

    def show_study(self, study: Study) -> None:
        """Fill every part; a refused study shows its reason and the rows set aside, no number."""
        self.study, self._checked = study, False
        self.setEnabled(True)
        self.note.setText(study.note)
        self.note.setVisible(bool(study.note))
        self.headline.setText(html.escape(study.refused) if study.refused else headline(study))
        self.caution.setText("" if study.refused else caution(study))
        self.caution.setVisible(not study.refused)
        self.next_step.setVisible(bool(study.refused) and study.switchers == 0)
        for label in (self.headline, self.caution):
            label.setMinimumHeight(0)
        self.cards.show_study(study)
        self.forest.setVisible(study.answer is not None)
        pages = self._numbers(study)
        pages += [(self._method(study), self.tr("Method")), self._set_aside(study)]
        self.tabs.show_pages(pages)
        self._on_opened(self.tabs.current())

    def show_pending(self) -> None:
        """Say that a new answer is on its way; the old one stays in its place, greyed out."""
        self.setEnabled(False)
        for label in (self.headline, self.caution):
            label.setMinimumHeight(label.height() if label.isVisible() else 0)
        self.headline.setText(self.tr("Estimating anew…"))
        self.caution.setText(self.tr("What stands below belongs to the choices before."))
        self.caution.show()

    def show_stopped(self) -> None:
        """Say that no new answer is on its way."""
        self.headline.setText(self.tr("Stopped."))

    def show_checking(self) -> None:
        """Say that the checks are on their way."""
        self.checks.show_waiting()

    def show_checks(self, checks: Checks | None) -> None:
        """Show the checks of the study that is shown; None where they were stopped."""
        if checks is None or self.study is None or self.study.answer is None:
            self.checks.show_none()
            return
        self._checked = True
        plots = {plot.name: plot for plot in check_plots(self.study.answer, checks)}
        events = plots.pop("event-study")
        own = {plot.name: plot for plot in self._plots(self.study)}
        self.checks.show_checks(checks, (*plots.values(), own["fit"]))
        self.time.show_plots([own["photo-changes"], events])

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        super().restyle()
        if self.study is not None:
            for part in (
                self.cards,
                self.forest,
                self.products,
                self.totals,
                self.price,
                self.time,
                self.checks,
            ):
                part.restyle()

    def _plots(self, study: Study) -> tuple[Plot, ...]:
        assert study.answer is not None
        return answer_plots(study.answer, firm=study.firm)

    def _numbers(self, study: Study) -> list[tuple[QWidget, str]]:
        """The pages of an answered study."""
        if study.answer is None:
            return []
        plots = {plot.name: plot for plot in self._plots(study)}
        self.forest.show_at_full_height(plots["effects"])
        self.products.show_answer(study.answer, plots.get("per-product"))
        self.what_if.show_result(study.answer.estimate, periods=PER_MONTH[study.period])
        self.totals.show_plots([plots[name] for name in ("attributable", "adjusted-means") if name in plots])
        self.price.show_plots([plots["price"]])
        self.time.show_plots([plots["photo-changes"]])
        self.checks.show_none()
        models = study.answer.models
        self.table.show_frame(model_frame(models), headers=model_headers(models), words=1)
        pages: list[tuple[QWidget, str]] = [(self.products, self.tr("Products"))]
        if study.outcome != "price":
            pages += [
                (self.what_if, self.tr("What if")),
                (self.totals, self.tr("Totals")),
                (self.price, self.tr("Price")),
            ]
        return [
            *pages,
            (self.time, self.tr("Over time")),
            (self.checks, self.tr("Checks")),
            (self.table, self.tr("Table")),
        ]

    def _set_aside(self, study: Study) -> tuple[QWidget, str]:
        columns = {
            "line": self.tr("Line"), "reason": self.tr("Reason"), "found": self.tr("In the sheet"),
            "product": self.tr("Product"), "date": self.tr("Date"), "code": self.tr("Code"),
        }  # fmt: skip
        if study.rows_aside["file"].nunique() > 1:
            columns = {"file": self.tr("File"), **columns}
        self.aside.show_frame(study.rows_aside[list(columns)], headers=list(columns.values()))
        rows = number(float(len(study.rows_aside)), 0)
        self.save_aside.setVisible(len(study.rows_aside) > 0)
        return self.set_aside, self.tr("Set aside ({0})").format(rows)

    def _method(self, study: Study) -> QWidget:
        self.method.setText(method(study))
        return self.method

    def _on_opened(self, page: QWidget | None) -> None:
        """The event study and the checks are made when somebody looks for them."""
        if page in (self.checks, self.time) and not self._checked and self.study and self.study.answer:
            self.checks_wanted.emit()

    def _on_time_picked(self, plot: str, key: str) -> None:
        if plot == "photo-changes":
            self._open_product(key)

    def _open_product(self, name: str) -> None:
        if self.products.choice.findText(name, Qt.MatchFlag.MatchExactly) >= 0:
            self.products.show_product(name)
            self.tabs.open_page(self.products)


def _with_button(table: QWidget, text: str) -> tuple[QWidget, QPushButton]:
    """A table with a button above it."""
    page, button = QWidget(), QPushButton(text)
    button.setProperty("chip", True)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, GAP, 0, 0)
    column.setSpacing(GAP)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(table)
    return page, button
