"""What if these products showed another type of photo: more units per month, with the interval."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.records import Category
from engine.stats.model import Estimate
from engine.stats.what_if import WhatIf, what_if
from gui.results.page import paragraph
from gui.results.product_list_model import SHOWS_NOW, ProductListModel, ShownProduct
from gui.results.what_if_words import found, told
from gui.shared.category_words import category_name
from gui.shared.tokens import GAP, PAD, STEP, WIDE

LIST_WIDTH = 320


class WhatIfPanel(QWidget):
    """Answers at once as products are checked; `answer` is what is shown, None before any is checked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: Estimate | None = None
        self._periods = 1.0
        self.answer: WhatIf | None = None
        self.products = ProductListModel(self)
        self.products.picked_changed.connect(self._ask)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self.products)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a product"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._found.setFilterFixedString)
        self.list = QListView()
        self.list.setModel(self._found)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Products whose photo would change"))
        self.target = QComboBox()
        for category in Category:
            self.target.addItem(category_name(category), category)
        self.target.setAccessibleName(self.tr("Type of photo that they would show"))
        self.target.currentIndexChanged.connect(self._ask)
        self.number, self.range, self.basis = (
            paragraph(larger=10, bold=True),
            paragraph(larger=2),
            paragraph(),
        )
        self.basis.setProperty("rank", "muted")
        self._lay_out()

    def _lay_out(self) -> None:
        every = self._chip(self.tr("All product only"), self._pick_product_only)
        shown = self._chip(self.tr("All found"), self._pick_found)
        none = self._chip(self.tr("None"), lambda: self.products.pick(self.products.picked(), on=False))
        chips = QHBoxLayout()
        chips.setSpacing(STEP)
        for chip in (every, shown, none):
            chips.addWidget(chip)
        chips.addStretch(1)
        side = QWidget()
        side.setFixedWidth(LIST_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(GAP)
        left.addWidget(self.search)
        left.addLayout(chips)
        left.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(paragraph(self.tr("These products would show a photo")))
        right.addWidget(self.target, 0, Qt.AlignmentFlag.AlignLeft)
        right.addSpacing(WIDE)
        for label in (self.number, self.range, self.basis):
            right.addWidget(label)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, PAD, 0, PAD)
        row.setSpacing(2 * WIDE)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _chip(self, text: str, act: object) -> QPushButton:
        chip = QPushButton(text)
        chip.setProperty("chip", True)
        chip.clicked.connect(act)
        return chip

    def show_result(self, result: Estimate, *, periods: float) -> None:
        """Take the estimate to answer from, with `periods` to a month; what is checked stays checked."""
        self._result, self._periods = result, periods
        last = result.cells.sort_values("week", kind="stable").drop_duplicates("product", keep="last")
        products = [
            ShownProduct(str(name), Category(int(code)))
            for name, code in sorted(zip(last["product"], last["category"], strict=True))
        ]
        self.products.set_products(products)

    def _pick_product_only(self) -> None:
        self.products.pick(self._names(only=Category.PRODUCT_ONLY))

    def _pick_found(self) -> None:
        self.products.pick(self._names(only=None))

    def _names(self, *, only: Category | None) -> list[str]:
        """The products that the search has found, of one photo type or of all."""
        rows = [self._found.index(row, 0) for row in range(self._found.rowCount())]
        return [str(row.data()) for row in rows if only is None or row.data(SHOWS_NOW) == only]

    def _ask(self) -> None:
        picked = self.products.picked()
        self.answer = None
        if self._result is None or not picked:
            self.number.setText("")
            self.range.setText(self.tr("Check the products whose photo you think of changing."))
            self.basis.setText("")
            return
        category: Category = self.target.currentData()
        self.answer = what_if(self._result, products=picked, to_category=category)
        self.number.setText(found(self.answer, outcome=self._result.outcome, periods=self._periods))
        self.number.setEnabled(self.answer.clear)
        lines = told(self.answer, category=category, asked=len(picked), periods=self._periods)
        self.range.setText(lines[0])
        self.basis.setText(lines[1])
