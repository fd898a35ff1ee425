"""How likely each category is: badge, name, bar and number, one line each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from engine.records import Category, Decision
from gui.browse import words
from gui.shared.badges import badge_icon
from gui.shared.category_words import category_name
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, STEP

BADGE = 16
BAR = 8


class ProbabilityBars(QWidget):
    """Three lines in the order of the categories; the one decided on in full colour of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decision: Decision | None = None
        self.badges = {category: QLabel() for category in Category}
        self.names = {category: QLabel(category_name(category)) for category in Category}
        self.bars = {category: ShareBar(category) for category in Category}
        self.numbers = {category: QLabel() for category in Category}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnStretch(2, 1)
        for row, category in enumerate(Category):
            parts = (self.badges[category], self.names[category], self.bars[category], self.numbers[category])
            for column, part in enumerate(parts):
                grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)
            self.numbers[category].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self.tr("How likely each category is"))
        self.setToolTip(
            self.tr(
                "How likely each category is, from 0 to 1: of photos marked 0.90, about 9 in 10 are right."
            )
        )

    def show_decision(self, decision: Decision) -> None:
        """Show the probabilities of a decision that has them."""
        self._decision = decision
        tokens = current_tokens()
        for category, share in zip(Category, decision.probabilities or (0.0, 0.0, 0.0), strict=True):
            shape = badge_icon(category, tokens, size=BADGE, ratio=self.devicePixelRatioF())
            self.badges[category].setPixmap(shape.pixmap(QSize(BADGE, BADGE), self.devicePixelRatioF()))
            self.bars[category].show_share(share)
            self.numbers[category].setText(words.score(share))
            colour = tokens.text if category is decision.category else tokens.muted
            for label in (self.names[category], self.numbers[category]):
                label.setStyleSheet(f"color: {colour}")

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        if self._decision is not None:
            self.show_decision(self._decision)


class ShareBar(QWidget):
    """A share 0..1 in the colour of its category."""

    def __init__(self, category: Category, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.category = category
        self.share = 0.0
        self.setMinimumWidth(48)
        self.setFixedHeight(BAR)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Another share."""
        self.share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A groove, and as much of it filled."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QPainterPath()
        groove.addRoundedRect(QRectF(self.rect()), BAR / 2, BAR / 2)
        painter.fillPath(groove, QColor(tokens.border))
        filled = QPainterPath()
        filled.addRect(QRectF(0, 0, self.width() * self.share, BAR))
        painter.fillPath(groove & filled, QColor(tokens.category(self.category)))
