"""What the two networks saw, number by number: MTCNN's faces, YOLOv3's persons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.records import Box, Evidence
from engine.settings import Thresholds
from gui.browse import words
from gui.shared.theme import current_tokens
from gui.shared.tokens import STEP

ROWS = 5


class EvidenceTables(QWidget):
    """Rows below the threshold are there too, in the second-rank colour."""

    def __init__(self, *, thresholds: Thresholds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thresholds = thresholds
        self._face_title, self._person_title = QLabel(), QLabel()
        for title in (self._face_title, self._person_title):
            title.setProperty("rank", "section")
        self.stages = _muted()
        self.faces = _table([self.tr("Score"), self.tr("Box"), self.tr("Landmarks")])
        self.faces.setAccessibleName(self.tr("Faces that MTCNN found"))
        self.persons = _table([self.tr("Class"), self.tr("Confidence"), self.tr("Box")])
        self.persons.setAccessibleName(self.tr("Persons that YOLOv3 found"))
        self.no_persons = _muted()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self._face_title)
        column.addWidget(self.stages)
        column.addWidget(self.faces)
        column.addSpacing(STEP)
        column.addWidget(self._person_title)
        column.addWidget(self.no_persons)
        column.addWidget(self.persons)

    def show_evidence(self, evidence: Evidence) -> None:
        """Fill both tables."""
        self._face_title.setText(self.tr("Faces – MTCNN") + f"  {words.count(len(evidence.faces))}")
        self.stages.setText(words.stages(evidence))
        rows = [
            [words.score(face.score, 3), _box_text(face.box), _points_text(face.landmarks)]
            for face in evidence.faces
        ]
        strong = sum(face.score >= self._thresholds.face for face in evidence.faces)
        _fill(self.faces, rows, strong=strong)
        persons = evidence.persons or ()
        found = f"  {words.count(len(persons))}" if evidence.persons is not None else ""
        self._person_title.setText(self.tr("Persons – YOLOv3") + found)
        self.no_persons.setText(self._person_text(evidence))
        self.no_persons.setVisible(not persons)
        rows = [["person", words.score(person.score, 3), _box_text(person.box)] for person in persons]
        _fill(self.persons, rows, strong=sum(p.score >= self._thresholds.person for p in persons))

    def _person_text(self, evidence: Evidence) -> str:
        if evidence.persons is None:
            return self.tr("YOLOv3 did not run: a face had decided.")
        return self.tr("YOLOv3 found no person.")


def _muted() -> QLabel:
    label = QLabel()
    label.setProperty("rank", "muted")
    label.setWordWrap(True)
    return label


def _table(titles: list[str]) -> QTableWidget:
    table = QTableWidget(0, len(titles))
    table.setHorizontalHeaderLabels(titles)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setStretchLastSection(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 2 * STEP)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return table


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]], *, strong: int) -> None:
    """Write the rows; those from `strong` on are below the threshold."""
    table.setVisible(bool(rows))
    table.setRowCount(len(rows))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if row >= strong:
                item.setForeground(QColor(current_tokens().muted))
            table.setItem(row, column, item)
    table.resizeColumnsToContents()
    line = table.verticalHeader().defaultSectionSize()
    table.setFixedHeight(
        table.horizontalHeader().sizeHint().height() + min(ROWS, len(rows)) * line + 2 * STEP
    )


def _box_text(box: Box) -> str:
    return ", ".join(words.plain(edge) for edge in box)


def _points_text(points: Sequence[tuple[float, float]]) -> str:
    return "  ".join(f"({words.plain(x)}, {words.plain(y)})" for x, y in points)
