"""Right column of the Results tab: how far the numbers can be trusted, and what became of the rows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.stats.grade import Colour
from engine.study import Study
from gui.results.words import count, ends, grade_meaning, grade_name, percent
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, STEP, WIDE

_LIGHT = {"green": "#2E7D4F", "amber": "#B07A00", "red": "#B3261E"}
_DARK = {"green": "#7CC79A", "amber": "#E9B84A", "red": "#F2B8B5"}
MARK = 14


class GradeMark(QWidget):
    """Circle, diamond or square in green, amber or red: never by colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour: Colour = "green"
        self.setFixedSize(MARK + 2, MARK + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor((_DARK if current_tokens().dark else _LIGHT)[self.colour]))
        box = QRectF(1, 1, MARK, MARK)
        middle = box.center()
        if self.colour == "green":
            painter.drawEllipse(box)
        elif self.colour == "amber":
            corners = [(middle.x(), 1), (MARK + 1, middle.y()), (middle.x(), MARK + 1), (1, middle.y())]
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        else:
            painter.drawRect(box)
        painter.end()


class EvidencePanel(QWidget):
    """Grade with its reasons, share of the total, rows used and set aside, the report button."""

    report_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = GradeMark()
        self.grade = QLabel()
        font = self.grade.font()
        font.setPointSizeF(font.pointSizeF() + 2)
        font.setBold(True)
        self.grade.setFont(font)
        self.reasons, self.share, self.rows, self.design = (_words() for _ in range(4))
        self.report = QPushButton(self.tr("Save the report…"))
        self.report.setProperty("chip", True)
        self.report.clicked.connect(self.report_requested)
        self._sections: list[tuple[QLabel, QLabel]] = []
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(STEP)
        column.addWidget(self.mark)
        column.addWidget(self.grade)
        column.addWidget(self.reasons)
        parts = [
            (self.tr("Share of the total"), self.share),
            (self.tr("Comparison"), self.design),
            (self.tr("Rows"), self.rows),
        ]
        for title, words in parts:
            heading = QLabel(title)
            heading.setProperty("rank", "section")
            self._sections.append((heading, words))
            column.addSpacing(WIDE)
            column.addWidget(heading)
            column.addWidget(words)
        column.addSpacing(WIDE)
        column.addWidget(self.report)
        column.addStretch(1)

    def show_study(self, study: Study) -> None:
        """Show the evidence behind a study."""
        self.mark.colour = study.grade.colour
        self.mark.update()
        refused = study.refused is not None
        self.grade.setText(self.tr("No number") if refused else grade_name(study.grade.colour))
        self.reasons.setText("" if refused else _reasons(study))
        self.reasons.setHidden(refused)
        self.share.setText(self._share(study))
        self.design.setText(
            self.tr("Products: {0}\nof which changed their photo: {1}\nWeeks: {2}").format(
                count(study.products), count(study.switchers), count(study.periods)
            )
        )
        self.rows.setText(self._rows(study))
        for heading, words in self._sections:
            heading.setVisible(bool(words.text()))
            words.setVisible(bool(words.text()))

    def _share(self, study: Study) -> str:
        if study.share is None:
            return ""
        found = percent(study.share.percent)
        return self.tr("{0} (95 %: {1}) goes with on-model and worn photos").format(
            f"<b>{found}</b>" if study.firm else found, ends(study.share.low, study.share.high)
        )

    def _rows(self, study: Study) -> str:
        lines = [
            self.tr("{0} read").format(count(study.rows_read)),
            self.tr("{0} used").format(count(study.rows_used)),
            self.tr("{0} set aside").format(count(study.rows_read - study.rows_used)),
        ]
        if study.weeks_filled:
            lines.append(self.tr("{0} weeks counted as 0 units").format(count(study.weeks_filled)))
        return "\n".join(lines)


def _reasons(study: Study) -> str:
    others = [warning for warning in study.warnings if warning not in study.grade.reasons]
    listed = [*study.grade.reasons, *others]
    return "\n\n".join([grade_meaning(study.grade.colour), *listed])


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setContentsMargins(0, 0, 0, GAP // 2)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
