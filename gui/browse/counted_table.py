"""What counted in a decision of the calibrated rule: each witness, what it said, and what that weighed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.records import Category, Decision, Question, Testimony
from gui.browse import rule_words, words
from gui.browse.plain_table import plain_table
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, STEP

WITNESS, SAID, WEIGHT = range(3)
FULL_SCALE = 4.0
"""A bar is full from this weight on: beside it, what the others say hardly matters."""
BAR = 6
LANE = 56
"""Pixels for the bar."""
WIDEST = "−88.8"
ANSWER, WEIGHED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
SPEAKS_FOR = {"face": Category.ON_MODEL, "person": Category.WORN}


class CountedTable(QWidget):
    """Two questions, each with its witnesses under it and the probability of yes beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("What counted"))
        title.setProperty("rank", "section")
        self.table = plain_table([self.tr("Witness"), self.tr("Said"), self.tr("Weight")])
        self.table.setAccessibleName(self.tr("What counted in the decision"))
        self._set_up_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(title)
        column.addWidget(self.table)

    def show_decision(self, decision: Decision) -> None:
        """Show all witnesses of a decision that has them."""
        face, worn, product = decision.probabilities or (0.0, 0.0, 1.0)
        self.table.clearSpans()
        self.table.setRowCount(0)
        self._add_question(self.tr("Is there a face?"), face)
        self._add_witnesses(decision, "face", nobody=self.tr("MTCNN found none"))
        self._add_question(self.tr("Is there a person, or part of one?"), worn / max(worn + product, 1e-12))
        self._add_witnesses(decision, "person", nobody=self.tr("Nobody was heard"))
        self._fit_height()

    def _set_up_table(self) -> None:
        """As wide as there is room; names that need more take a second line."""
        table = self.table
        table.setItemDelegate(CountedDelegate(table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setWordWrap(True)
        rows, header = table.verticalHeader(), table.horizontalHeader()
        rows.setMinimumSectionSize(rows.defaultSectionSize())
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        rows.sectionResized.connect(self._fit_height)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(WITNESS, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(SAID, QHeaderView.ResizeMode.ResizeToContents)
        table.setColumnWidth(WEIGHT, LANE + _number_width(table.fontMetrics()))
        for column in (SAID, WEIGHT):
            cell = _there(table.horizontalHeaderItem(column))
            cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        _there(table.horizontalHeaderItem(WEIGHT)).setToolTip(rule_words.weight_explained())

    def _fit_height(self) -> None:
        lines = self.table.horizontalHeader().sizeHint().height() + self.table.verticalHeader().length()
        self.table.setFixedHeight(lines + 2 * STEP)

    def _add_question(self, question: str, yes: float) -> None:
        answer = self.tr("yes: {0}").format(words.score(yes))
        row = self._add_row([question, "", ""])
        self.table.setSpan(row, WITNESS, 1, self.table.columnCount())
        item = _there(self.table.item(row, WITNESS))
        item.setData(ANSWER, answer)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{question} {answer}")
        item.setBackground(QColor(current_tokens().card))
        item.setToolTip(
            self.tr("{0} How likely the answer is yes, by all that is weighed below.").format(question)
        )

    def _add_witnesses(self, decision: Decision, question: Question, *, nobody: str) -> None:
        heard = [one for one in decision.testimony if one.question == question]
        for one in heard:
            self._add_witness(one)
        if not heard:
            row = self._add_row([nobody, "", ""])
            _there(self.table.item(row, WITNESS)).setForeground(QColor(current_tokens().muted))

    def _add_witness(self, one: Testimony) -> None:
        cells = [rule_words.witness(one.witness), rule_words.value(one), rule_words.weight(one.weight)]
        row = self._add_row(cells)
        for column in (WITNESS, SAID):
            _there(self.table.item(row, column)).setToolTip(rule_words.about(one.witness))
        weight = _there(self.table.item(row, WEIGHT))
        weight.setData(WEIGHED, (one.weight, one.question))
        weight.setToolTip(rule_words.weight_explained())

    def _add_row(self, cells: list[str]) -> int:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            if column != WITNESS:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)
        return row


class CountedDelegate(QStyledItemDelegate):
    """Beside the text: the answer to a question; the bar of a weight, right for yes, left for no."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A question leaves room for its answer."""
        super().initStyleOption(option, index)
        answer = index.data(ANSWER)
        if answer:
            room = option.rect.width() - self._answer_width(option, answer) - 2 * GAP
            option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A question has the whole row, so that its height does not follow from the first column."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), option.fontMetrics.height()) if index.data(ANSWER) else hint

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The text as everywhere, then what stands beside it."""
        super().paint(painter, option, index)
        painter.save()
        if answer := index.data(ANSWER):
            self._paint_answer(painter, option, answer)
        if weight := index.data(WEIGHED):
            lane = option.rect.adjusted(STEP, 0, -_number_width(option.fontMetrics), 0)
            self._paint_bar(painter, QRectF(lane), *weight)
        painter.restore()

    def _paint_answer(self, painter: QPainter, option: QStyleOptionViewItem, answer: str) -> None:
        painter.setFont(_bold(option.font))
        painter.setPen(QColor(current_tokens().text))
        place = option.rect.adjusted(0, 0, -STEP, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, answer)

    def _answer_width(self, option: QStyleOptionViewItem, answer: str) -> int:
        return QFontMetrics(_bold(option.font)).horizontalAdvance(answer)

    def _paint_bar(self, painter: QPainter, lane: QRectF, log_odds: float, question: Question) -> None:
        tokens = current_tokens()
        middle, half = lane.center(), lane.width() / 2
        reach = half * min(1.0, abs(log_odds) / FULL_SCALE)
        start = middle.x() if log_odds > 0 else middle.x() - reach
        colour = tokens.category(SPEAKS_FOR[question] if log_odds > 0 else Category.PRODUCT_ONLY)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(start, middle.y() - BAR / 2, reach, BAR), QColor(colour))
        painter.setPen(QColor(tokens.muted))
        painter.drawLine(QPointF(middle.x(), middle.y() - BAR), QPointF(middle.x(), middle.y() + BAR))


def _number_width(metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance(WIDEST) + STEP


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _there(item: QTableWidgetItem | None) -> QTableWidgetItem:
    """A cell that this table has filled."""
    if item is None:
        raise LookupError("a cell of the table is empty")
    return item
