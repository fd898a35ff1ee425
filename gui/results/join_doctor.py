"""The join doctor: what found a photo, what did not, and what might be meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from engine.errors import StyleliftError
from engine.join.doctor import JoinReport
from engine.join.links import Links, write_links
from engine.records import Category
from gui.results.frame_model import FrameView
from gui.results.suggestion_model import BADGE, LIKENESS, NAME, PHOTO, SuggestionModel
from gui.results.words import count, number
from gui.shared.message_bar import MessageBar
from gui.shared.tokens import GAP, PAD, WIDE

SURE = 0.97
"""From this likeness on, suggestions can be accepted together."""


@dataclass(frozen=True, slots=True, eq=False)
class DoctorInput:
    """What the doctor shows, and the links that are in force already."""

    report: JoinReport
    photos: Mapping[str, Category | None]
    links: Links


class JoinDoctor(QDialog):
    """`links_accepted` brings the links in force with those that the user has just accepted."""

    links_accepted = Signal(object)

    def __init__(self, given: DoctorInput, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What found its photo"))
        self._given = given
        self.bar = MessageBar()
        self.summary = QLabel(_summary(given.report))
        font = self.summary.font()
        font.setPointSizeF(font.pointSizeF() + 3)
        self.summary.setFont(font)
        self.summary.setWordWrap(True)
        self.model = SuggestionModel(given.report.suggestions, given.photos, self)
        self.suggestions = self._suggestion_view()
        self.sure = QPushButton(self.tr("Accept all from {0} % on").format(number(100 * SURE, 0)))
        self.use = QPushButton()
        self.save_button = QPushButton(self.tr("Save the accepted…"))
        self.save_button.setToolTip(self.tr("A table of product and image that can be used as a catalogue"))
        self.close_button = QPushButton(self.tr("Close"))
        self.sure.setProperty("chip", True)
        self.save_button.setProperty("chip", True)
        self.close_button.setProperty("chip", True)
        self.use.setProperty("primary", True)
        for button in (self.sure, self.use, self.save_button, self.close_button):
            button.setAutoDefault(False)
        self.lists = QTabWidget()
        self.lists.setDocumentMode(True)
        self._fill_lists(given.report)
        self._lay_out()
        self.sure.clicked.connect(lambda: self.model.accept_from(SURE))
        self.model.accepted_changed.connect(self._on_accepted_changed)
        self.use.clicked.connect(self._on_use)
        self.save_button.clicked.connect(self._on_save)
        self.close_button.clicked.connect(self.reject)
        self.sure.setEnabled(any(one.likeness >= SURE for one in given.report.suggestions))
        self._on_accepted_changed()
        self.resize(1120, 640)
        (self.suggestions if given.report.suggestions else self.lists).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.model.restyle()
            self.bar.restyle()
        super().changeEvent(event)

    def _suggestion_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setAccessibleName(self.tr("Suggestions"))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.setIconSize(QSize(BADGE, BADGE))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(30)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        view.resizeColumnsToContents()
        for column in (NAME, PHOTO):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column in range(LIKENESS, self.model.columnCount()):
            view.setColumnWidth(column, max(64, view.columnWidth(column) + GAP))
        if self.model.rowCount():
            view.setCurrentIndex(self.model.index(0, NAME))
        return view

    def _fill_lists(self, report: JoinReport) -> None:
        """The three lists, each with its count in its title."""
        without = pd.DataFrame(
            [(one.product, one.image, one.reason, one.rows, one.units) for one in report.without_photo],
            columns=["product", "image", "why", "rows", "units"],
        )
        headers = [
            self.tr("Product"),
            self.tr("Photo named"),
            self.tr("Why"),
            self.tr("Rows"),
            self.tr("Units"),
        ]
        self._add_list(self.tr("Without a photo"), without, headers)
        unused = pd.DataFrame({"photo": list(report.unused_photos)}, dtype=object)
        self._add_list(self.tr("Photos not used"), unused, [self.tr("Photo")])
        doubts = [
            (one.image, self.tr("several photos: {0}").format(", ".join(one.photos)), one.weight)
            for one in report.doubtful
        ]
        doubts += [
            (one.photo, self.tr("needs you") if one.has_category else self.tr("no category"), one.weight)
            for one in report.unsure
        ]
        doubtful = pd.DataFrame(
            [(name, why, weight.rows, weight.units) for name, why, weight in doubts],
            columns=["photo", "why", "rows", "units"],
        )
        self._add_list(
            self.tr("To look at"),
            doubtful,
            [self.tr("Photo"), self.tr("Why"), self.tr("Rows"), self.tr("Units")],
        )

    def _add_list(self, title: str, frame: pd.DataFrame, headers: list[str]) -> None:
        view = FrameView()
        view.setAccessibleName(title)
        view.setTabKeyNavigation(False)
        view.show_frame(frame.astype({"units": "int64"}) if "units" in frame else frame, headers=headers)
        if "why" in frame:
            why = list(frame.columns).index("why")
            view.horizontalHeader().setSectionResizeMode(why, QHeaderView.ResizeMode.Stretch)
        self.lists.addTab(view, self.tr("{0} {1}").format(title, count(len(frame))))

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Suggestions {0}").format(count(len(self._given.report.suggestions))))
        heading.setProperty("rank", "section")
        hint = QLabel(
            self.tr("Names that are nearly the name of a photo. Nothing is used unless you accept it.")
            if self._given.report.suggestions
            else self.tr("No name is nearly the name of a photo.")
        )
        hint.setProperty("rank", "muted")
        hint.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self.sure)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, WIDE, 0)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(hint)
        column.addWidget(self.suggestions, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.lists)
        parts.setSizes([560, 560])
        bottom = QHBoxLayout()
        bottom.setSpacing(GAP)
        bottom.addWidget(self.save_button)
        bottom.addStretch(1)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.use)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(WIDE, WIDE, WIDE, PAD)
        whole.setSpacing(WIDE)
        whole.addWidget(self.bar)
        whole.addWidget(self.summary)
        whole.addWidget(parts, 1)
        whole.addLayout(bottom)

    def _on_accepted_changed(self) -> None:
        accepted = len(self.model.accepted())
        self.use.setText(self.tr("Use the accepted ({0})").format(count(accepted)))
        self.use.setEnabled(accepted > 0)
        self.save_button.setEnabled(accepted > 0)

    def _links(self) -> Links:
        return self._given.links.with_accepted(self.model.accepted())

    def _on_use(self) -> None:
        self.links_accepted.emit(self._links())
        self.accept()

    def save(self, path: Path) -> None:
        """Write the links in force and the accepted ones; the bar says how that went."""
        try:
            write_links(self._links(), path)
        except StyleliftError as error:
            self.bar.show_message(str(error), kind="trouble")
        else:
            self.bar.show_message(self.tr("The links are saved: {0}").format(path))

    def _on_save(self) -> None:
        kinds = self.tr("Table of product and image (*.csv)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the accepted"), "links.csv", kinds)
        if name:
            self.save(Path(name).with_suffix(".csv"))


def _summary(report: JoinReport) -> str:
    """One sentence on the whole join."""
    share = 100 * report.matched.units / report.sales.units if report.sales.units else 0.0
    return QCoreApplication.translate(
        "JoinDoctor", "{0} of {1} rows and {2} of {3} products found their photo: {4} % of the units."
    ).format(
        count(report.matched.rows),
        count(report.sales.rows),
        count(report.matched.products),
        count(report.sales.products),
        number(share, 1 if share > 99 else 0),
    )
