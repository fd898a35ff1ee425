"""Middle of the Results tab: the sentence, the forest plot, and the tabs with everything behind it."""

from __future__ import annotations

import html

import pandas as pd
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from engine.plots.fit import fit
from engine.plots.forest import forest, forest_data
from engine.study import Study
from gui.results.figure_view import FigureView
from gui.results.frame_model import FrameView
from gui.results.words import (
    caution,
    ends,
    fit_words,
    forest_words,
    headline,
    number,
    p_value,
    percent,
)
from gui.shared.category_words import category_name
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD, WIDE

FOREST_HEIGHT = 220
TABS_HEIGHT = 300
WIDEST = 1160


class AnswerView(QFrame):
    """Shows a Study, answered or refused, in a column of readable width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self.note = _paragraph(rank="muted")
        self.headline = _paragraph(larger=4)
        self.caution = _paragraph(rank="muted")
        self.forest = FigureView(name=self.tr("Effects of the photo types"))
        self.forest.setFixedHeight(FOREST_HEIGHT)
        self.table, self.products, self.aside = FrameView(), FrameView(), FrameView()
        self.fit = FigureView(name=self.tr("Actual against predicted"))
        self.method = QTextBrowser()
        self.method.setFrameShape(QFrame.Shape.NoFrame)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        page = QWidget()
        page.setMaximumWidth(WIDEST)
        self.tabs.setMinimumHeight(TABS_HEIGHT)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for ground in (area.viewport(), page):
            ground.setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(area)
        column = QVBoxLayout(page)
        column.setContentsMargins(WIDE, GAP, WIDE, 0)
        column.setSpacing(GAP)
        for widget in (self.note, self.headline, self.caution, self.forest):
            column.addWidget(widget)
        column.addWidget(self.tabs, 1)
        self.restyle()

    def show_study(self, study: Study) -> None:
        """Fill every part; a refused study shows its reason and the rows set aside, no number."""
        refused = study.refused is not None
        self.setEnabled(True)
        self.note.setText(study.note)
        self.note.setVisible(bool(study.note))
        self.headline.setText(html.escape(study.refused) if study.refused else headline(study))
        self.caution.setText("" if refused else caution(study))
        self.caution.setVisible(not refused)
        for label in (self.headline, self.caution):
            label.setMinimumHeight(0)
        self.forest.setVisible(not refused)
        self.tabs.clear()
        if not refused:
            self._show_numbers(study)
        self._show_aside(study)
        self._show_method(study)

    def show_pending(self) -> None:
        """Say that a new answer is on its way; the old one stays in its place, greyed out."""
        self.setEnabled(False)
        for label in (self.headline, self.caution):
            label.setMinimumHeight(label.height() if label.isVisible() else 0)
        self.headline.setText(self.tr("Estimating anew…"))
        self.caution.setText(self.tr("What stands below belongs to the choices before."))
        self.caution.show()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        self.setStyleSheet(f"QFrame#answer {{ background: {current_tokens().base}; }}")
        self.forest.restyle()
        self.fit.restyle()

    def _show_numbers(self, study: Study) -> None:
        firm = study.firm
        self.forest.show_figure(
            lambda palette: forest(
                forest_data({study.outcome: study.effects}), firm=firm, palette=palette, words=forest_words()
            )
        )
        self.table.show_frame(_coefficients(study), headers=self._coefficient_headers(), words=1)
        self.fit.show_figure(
            lambda palette: fit(
                study.fitted, outcome=study.outcome, words=fit_words(study.outcome), palette=palette
            )
        )
        self.tabs.addTab(self.table, self.tr("Table"))
        self.tabs.addTab(self.fit, self.tr("Fit"))
        if study.per_product:
            headers = [
                self.tr("Product"), self.tr("Photo"), self.tr("Effect %"), self.tr("from"), self.tr("to"),
                self.tr("Own weeks alone %"),
            ]  # fmt: skip
            self.products.show_frame(_products(study), headers=headers)
            self.tabs.addTab(self.products, self.tr("Products"))

    def _coefficient_headers(self) -> list[str]:
        return [
            "",
            self.tr("Effect"),
            self.tr("95 % interval"),
            self.tr("Beta"),
            self.tr("SE"),
            self.tr("df"),
            "p",
        ]

    def _show_aside(self, study: Study) -> None:
        columns = {
            "line": self.tr("Line"), "reason": self.tr("Reason"), "found": self.tr("In the sheet"),
            "product": self.tr("Product"), "date": self.tr("Date"), "code": self.tr("Code"),
        }  # fmt: skip
        if study.rows_aside["file"].nunique() > 1:
            columns = {"file": self.tr("File"), **columns}
        self.aside.show_frame(study.rows_aside[list(columns)], headers=list(columns.values()))
        self.tabs.addTab(
            self.aside, self.tr("Set aside ({0})").format(number(float(len(study.rows_aside)), 0))
        )

    def _show_method(self, study: Study) -> None:
        parts = [
            self.tr("<h3>Model</h3><p>{0}.</p>").format(html.escape(study.model)),
            f"<pre>{html.escape(study.equation or study.formula)}</pre>",
            self.tr(
                "<p>Only products whose photo type changed over time tell the effect apart from the "
                "product. The effect in percent is 100 (exp(beta) − 1); the interval is mapped the same way. "
                "Errors are clustered by product: CR2 with Bell-McCaffrey degrees of freedom up to 200 "
                "products, CR1 with the effective number of products that changed, less one, above. An "
                "effect that hangs on one product is not given. A week in which the photo type changed is "
                "set aside.</p><p>Other things may have changed in the same weeks as the "
                "photo. This is an association.</p>"
            ),
        ]
        self.method.setHtml("".join(parts))
        self.tabs.addTab(self.method, self.tr("Method"))


def _coefficients(study: Study) -> pd.DataFrame:
    rows = [
        (
            category_name(one.category), percent(one.percent), ends(one.low, one.high),
            number(one.beta), number(one.se), number(one.df, 1), p_value(one.p),
        )
        for one in study.effects
    ]  # fmt: skip
    if study.price is not None:
        rows.append(("ln price", "", "", number(study.price.beta), number(study.price.se), "", ""))
    return pd.DataFrame(rows, dtype=object)


def _products(study: Study) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (one.product, category_name(one.category), one.percent, one.low, one.high, one.raw_percent)
            for one in study.per_product
        ]
    )


def _paragraph(*, rank: str = "", larger: int = 0) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("rank", rank)
    label.setContentsMargins(0, 0, PAD, 0)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() + larger)
    label.setFont(font)
    return label
