"""The products that changed their photo: all of them as plot and table, one of them over time."""

from __future__ import annotations

from functools import partial

import pandas as pd
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.plots.plot import Plot
from engine.plots.product import product, product_data
from engine.stats.answer import Answer
from engine.stats.per_product import ProductEffect
from gui.results.frame_model import FrameView
from gui.results.page import paragraph
from gui.results.plot_column import PlotColumn
from gui.results.words import ends, outcome_name, percent
from gui.shared.category_words import category_name
from gui.shared.tokens import GAP, PAD, STEP

TABLE_HEIGHT = 260
PRODUCT_SIZE = (7.2, 3.8)


class ProductsPage(QWidget):
    """Emits `photos_wanted` with the product whose photos the user wants to see; plots' saves are told on."""

    photos_wanted = Signal(str)
    saved = Signal(list)
    save_failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: Answer | None = None
        self.choice = QComboBox()
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.choice.setAccessibleName(self.tr("Product"))
        completer = QCompleter(self.choice.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.choice.setCompleter(completer)
        self.choice.setMinimumWidth(260)
        self.choice.currentIndexChanged.connect(self._show_chosen)
        self.photos = QPushButton(self.tr("Show its photos"))
        self.photos.setProperty("chip", True)
        self.photos.clicked.connect(lambda: self.photos_wanted.emit(self.choice.currentText()))
        self.says = paragraph()
        self.one, self.all = PlotColumn(), PlotColumn()
        self.table = FrameView()
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.table.activated.connect(self._on_row)
        self.table.clicked.connect(self._on_row)
        for column in (self.one, self.all):
            column.saved.connect(self.saved)
            column.save_failed.connect(self.save_failed)
        self.all.key_picked.connect(lambda _, key: self.show_product(key))
        self._lay_out()

    def _lay_out(self) -> None:
        pick = QHBoxLayout()
        pick.setSpacing(GAP)
        pick.addWidget(self.choice)
        pick.addWidget(self.photos)
        pick.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, PAD, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(pick)
        column.addWidget(self.says)
        column.addWidget(self.one)
        column.addWidget(self.table)
        column.addWidget(self.all)

    def show_answer(self, answer: Answer, plot: Plot | None) -> None:
        """Show all products of an answer; the one chosen before stays chosen."""
        self._answer = answer
        before = self.choice.currentText()
        names = sorted(map(str, answer.estimate.cells["product"].unique()))
        first = answer.per_product.effects[0].product if answer.per_product.effects else names[0]
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems(names)
        self.choice.setCurrentIndex(names.index(before if before in names else first))
        self.choice.blockSignals(False)
        effects = answer.per_product.effects
        self.table.setVisible(bool(effects))
        self.all.setVisible(bool(effects) and plot is not None)
        if effects:
            self.table.show_frame(_frame(effects), headers=self._headers(), words=2)
        if effects and plot is not None:
            self.all.show_plots([plot])
        self._show_chosen()

    def show_product(self, name: str) -> None:
        """Bring one product to the top."""
        place = self.choice.findText(name)
        if place >= 0:
            self.choice.setCurrentIndex(place)

    def restyle(self) -> None:
        """Draw again in the colours of the theme."""
        self.one.restyle()
        self.all.restyle()

    def _on_row(self, index: QModelIndex) -> None:
        self.show_product(str(index.siblingAtColumn(0).data()))

    def _headers(self) -> list[str]:
        return [
            self.tr("Product"), self.tr("Photo"), self.tr("Effect"), self.tr("95 % interval"),
            self.tr("Own weeks alone"), self.tr("p, adjusted"),
        ]  # fmt: skip

    def _show_chosen(self) -> None:
        if self._answer is None or self.choice.currentIndex() < 0:
            return
        name, answer = self.choice.currentText(), self._answer
        self.says.setText(self._told(name))
        data = product_data(answer.estimate.cells, answer.fitted, product=name)
        draw = partial(product, data, outcome=outcome_name(answer.estimate.outcome))
        self.one.show_plots([Plot("product", name, "", data, draw, PRODUCT_SIZE)])

    def _told(self, name: str) -> str:
        """What its own weeks say, drawn towards the mean of all."""
        assert self._answer is not None
        own = [one for one in self._answer.per_product.effects if one.product == name]
        if not own:
            return self.tr("It did not change its photo long enough to tell an effect of its own.")
        return "  ·  ".join(
            self.tr("{0}: {1} (95 %: {2}); its own weeks alone say {3}").format(
                category_name(one.category), percent(one.percent), ends(one.low, one.high),
                percent(one.raw_percent),
            )
            for one in own
        )  # fmt: skip


def _frame(effects: tuple[ProductEffect, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (
                one.product, category_name(one.category), percent(one.percent), ends(one.low, one.high),
                percent(one.raw_percent), f"{one.p_adjusted:.3f}",
            )
            for one in effects
        ],
        dtype=object,
    )  # fmt: skip
