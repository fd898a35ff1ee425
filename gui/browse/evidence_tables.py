"""What the networks saw, number by number: MTCNN's faces, YOLOv3's persons, where the witness looked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from engine.records import Box, Evidence, Finding
from engine.settings import Thresholds
from gui.browse import words
from gui.browse.plain_table import fit_height, plain_table
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, STEP

ROWS = 5


class EvidenceTables(QWidget):
    """Rows below the threshold are there too, in the second-rank colour."""

    def __init__(self, *, thresholds: Thresholds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thresholds = thresholds
        self._face_title, self._person_title = QLabel(), QLabel()
        self._look_title = QLabel(self.tr("Where the witness looked"))
        for title in (self._face_title, self._person_title, self._look_title):
            title.setProperty("rank", "section")
        self.stages = _muted()
        self.faces = plain_table([self.tr("Score"), self.tr("Box"), self.tr("Landmarks")])
        self.faces.setAccessibleName(self.tr("Faces that MTCNN found"))
        self.persons = plain_table([self.tr("Class"), self.tr("Confidence"), self.tr("Box")])
        self.persons.setAccessibleName(self.tr("Persons that YOLOv3 found"))
        self.no_persons = _muted()
        self.look = plain_table([self.tr("What"), self.tr("Box")])
        self.look.setAccessibleName(self.tr("Where the witness network sees signs of a person"))
        self.look_note = _muted()
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
        column.addSpacing(STEP)
        for widget in (self._look_title, self.look_note, self.look):
            column.addWidget(widget)

    def show_finding(self, finding: Finding) -> None:
        """Fill the tables with the evidence in a photo."""
        if finding.evidence is not None:
            self._show_faces(finding.evidence)
            self._show_persons(finding)
            self._show_look(finding)

    def _show_faces(self, evidence: Evidence) -> None:
        self._face_title.setText(self.tr("Faces – MTCNN") + f"  {words.count(len(evidence.faces))}")
        self.stages.setText(words.stages(evidence))
        rows = [
            [words.score(face.score, 3), _box_text(face.box), _points_text(face.landmarks)]
            for face in evidence.faces
        ]
        strong = sum(face.score >= self._thresholds.face for face in evidence.faces)
        _fill(self.faces, rows, strong=strong)

    def _show_persons(self, finding: Finding) -> None:
        asked = finding.evidence.persons if finding.evidence else None
        persons = asked or ()
        found = f"  {words.count(len(persons))}" if asked is not None else ""
        self._person_title.setText(self.tr("Persons – YOLOv3") + found)
        self.no_persons.setText(self._no_person_text(finding))
        self.no_persons.setVisible(not persons)
        rows = [["person", words.score(person.score, 3), _box_text(person.box)] for person in persons]
        _fill(self.persons, rows, strong=sum(p.score >= self._thresholds.person for p in persons))

    def _no_person_text(self, finding: Finding) -> str:
        if finding.evidence is not None and finding.evidence.persons is not None:
            return self.tr("YOLOv3 found no person clear enough for a box.")
        if finding.decision is not None and finding.decision.probabilities is not None:
            return self.tr("YOLOv3 did not run: a face scored {0} or more.").format(
                words.score(self._thresholds.face)
            )
        return self.tr("YOLOv3 did not run: a face had decided.")

    def _show_look(self, finding: Finding) -> None:
        """Not for the published rule, which knows two networks only."""
        published = finding.decision is not None and finding.decision.probabilities is None
        seen = finding.evidence.impression if finding.evidence and not published else None
        for widget in (self._look_title, self.look_note):
            widget.setVisible(seen is not None)
        look = seen.look if seen is not None else None
        _fill(self.look, [[self.tr("signs of a person"), _box_text(look)]] if look else [], strong=1)
        self.look_note.setText(
            self.tr("Not a box of YOLOv3: it marks what in the photo speaks for a person, without a score.")
            if look
            else self.tr("Nothing in the photo speaks for a person.")
        )


def _muted() -> QLabel:
    label = QLabel()
    label.setProperty("rank", "muted")
    label.setWordWrap(True)
    return label


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
    for column in range(table.columnCount() - 1):
        table.setColumnWidth(column, table.columnWidth(column) + GAP)
    fit_height(table, most=ROWS)


def _box_text(box: Box) -> str:
    return ", ".join(words.plain(edge) for edge in box)


def _points_text(points: Sequence[tuple[float, float]]) -> str:
    return "  ".join(f"({words.plain(x)}, {words.plain(y)})" for x, y in points)
