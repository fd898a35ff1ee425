"""The history editor: which photo each product showed, and when; every edit can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QUndoCommand, QUndoStack
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import StyleliftError
from engine.join.history import History, Showing, write_history
from engine.join.history_edits import add, last_day, move_end, move_start, remove, replace_image
from engine.records import Category
from gui.results.photo_lookup import PhotoLookup, Thumbnail
from gui.results.showing_panel import ShowingPanel
from gui.results.timeline_view import TimelineView
from gui.results.words import count
from gui.shared.message_bar import MessageBar
from gui.shared.tokens import GAP, PAD

SIDE = 288


@dataclass(frozen=True, slots=True, eq=False)
class HistoryInput:
    """What the editor starts with."""

    history: History
    products: tuple[str, ...]
    """Those of the sales, in the order in which they are shown."""
    photos: Mapping[str, Category | None]
    first: dt.date
    """First and last day of the sales."""
    last: dt.date
    path: Path | None = None
    """The file that the history was read from; None where it was derived from the sheet."""
    note: str = ""
    """One sentence on where the history comes from and what is wrong with it."""


class _Edit(QUndoCommand):
    """One edit, kept as the histories before and after it: they share all showings that did not change."""

    def __init__(
        self, text: str, *, before: History, after: History, show: Callable[[History], None]
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._show = before, after, show

    def redo(self) -> None:
        """Do it, or do it again."""
        self._show(self._after)

    def undo(self) -> None:
        """Show what was before."""
        self._show(self._before)


class HistoryEditor(QDialog):
    """`saved` tells the file that now holds the history."""

    saved = Signal(Path)

    def __init__(
        self, given: HistoryInput, *, thumbnail: Thumbnail = lambda _: None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Which photo when"))
        self._given = given
        self._path = given.path
        self._chosen: Showing | None = None
        self.stack = QUndoStack(self)
        self.bar = MessageBar()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a product"))
        self.filter.setAccessibleName(self.tr("Find a product"))
        self.filter.setClearButtonEnabled(True)
        self.changing = QCheckBox(self.tr("Only products whose photo changes"))
        self.told = QLabel()
        self.told.setProperty("rank", "muted")
        lookup = PhotoLookup(given.photos, thumbnail=thumbnail)
        self.timeline = TimelineView(lookup=lookup)
        self.panel = ShowingPanel(given.photos, lookup=lookup)
        self.timeline.set_sales(first=given.first, last=given.last)
        self._lay_out()
        self._connect()
        self.timeline.set_history(given.history.settled())
        self._narrow()
        self.panel.propose_day(given.last)
        if given.note:
            self.bar.show_message(given.note)
        self.resize(1160, 680)
        self.timeline.setFocus()

    @property
    def history(self) -> History:
        """The history as it is now."""
        return self.timeline.history

    def save(self, path: Path) -> bool:
        """Write the history; where that fails the bar says why."""
        try:
            write_history(self.history, path)
        except StyleliftError as error:
            self.bar.show_message(str(error), kind="trouble")
            return False
        self._path = path
        self.stack.setClean()
        self.saved.emit(path)
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.panel.restyle()
            self.bar.restyle()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about what is not saved."""
        if self._may_close():
            event.accept()
        else:
            event.ignore()

    def reject(self) -> None:
        """Esc and Close ask as well."""
        if self._may_close():
            super().reject()

    def _may_close(self) -> bool:
        if self.stack.isClean():
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            self.windowTitle(),
            self.tr("The photo history has changes that are not saved."),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return self._on_save()
        if answer == buttons.Discard:
            self.stack.setClean()
        return answer == buttons.Discard

    def _lay_out(self) -> None:
        self.undo, self.redo = self._tool(self.tr("Undo")), self._tool(self.tr("Redo"))
        self.closer, self.farther = self._tool("+"), self._tool("−")
        self.closer.setAccessibleName(self.tr("Show fewer days"))
        self.farther.setAccessibleName(self.tr("Show more days"))
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setProperty("primary", True)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setProperty("chip", True)
        for button in (self.save_button, self.close_button):
            button.setAutoDefault(False)
        top = QHBoxLayout()
        top.setContentsMargins(PAD, PAD, PAD, GAP)
        top.setSpacing(GAP)
        self.filter.setMaximumWidth(280)
        for widget in (self.filter, self.changing, self.told):
            top.addWidget(widget)
        top.addStretch(1)
        for tool in (self.undo, self.redo, self.farther, self.closer):
            top.addWidget(tool)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.timeline)
        parts.addWidget(self.panel)
        parts.setStretchFactor(0, 1)
        parts.setSizes([4 * SIDE, SIDE])
        bottom = QHBoxLayout()
        bottom.setContentsMargins(PAD, GAP, PAD, PAD)
        bottom.setSpacing(GAP)
        keys = QLabel(self.tr("Drag the edge of a bar, or Shift with ← → by a day, with Ctrl by a week."))
        keys.setProperty("rank", "muted")
        bottom.addWidget(keys, 1)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(top)
        column.addWidget(parts, 1)
        column.addLayout(bottom)

    def _tool(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAutoRaise(True)
        return button

    def _connect(self) -> None:
        for tool, action, keys in (
            (self.undo, self.stack.createUndoAction(self), ["Ctrl+Z"]),
            (self.redo, self.stack.createRedoAction(self), ["Ctrl+Shift+Z", "Ctrl+Y"]),
        ):
            action.setShortcuts(list(map(QKeySequence, keys)))
            self.addAction(action)
            tool.clicked.connect(action.trigger)
            action.enabledChanged.connect(tool.setEnabled)
            tool.setEnabled(action.isEnabled())
        self.closer.clicked.connect(self.timeline.zoom_in)
        self.farther.clicked.connect(self.timeline.zoom_out)
        self.filter.textChanged.connect(self._narrow)
        self.changing.toggled.connect(self._narrow)
        self.timeline.selected.connect(self._on_selected)
        self.timeline.edited.connect(self._edit)
        self.timeline.exact_wanted.connect(self.panel.ask_dates)
        self.timeline.remove_wanted.connect(self.remove_chosen)
        self.panel.start_moved.connect(self._on_start_moved)
        self.panel.end_moved.connect(self._on_end_moved)
        self.panel.image_wanted.connect(self._on_image_wanted)
        self.panel.add_wanted.connect(self._on_add_wanted)
        self.panel.remove_wanted.connect(self.remove_chosen)
        self.save_button.clicked.connect(self._on_save)
        self.close_button.clicked.connect(self.reject)

    def _narrow(self) -> None:
        """Show the products that the fields at the top ask for."""
        wanted = self.filter.text().casefold()
        known = dict.fromkeys([*self._given.products, *self.history.products])
        rows = [product for product in known if wanted in product.casefold()]
        if self.changing.isChecked():
            rows = [product for product in rows if len(self.history.product_showings(product)) > 1]
        self.timeline.set_rows(rows)
        self.told.setText(self.tr("{0} of {1} products").format(count(len(rows)), count(len(known))))

    def _on_selected(self, showing: Showing | None) -> None:
        product = showing.product if showing else self.timeline.current_product()
        last = last_day(self.timeline.history, showing) if showing else None
        self.panel.show_showing(showing, product=product, last=last)

    def _edit(self, after: History, text: str) -> None:
        if after != self.history:
            self.stack.push(_Edit(text, before=self.history, after=after, show=self._show))

    def _show(self, history: History) -> None:
        self.timeline.set_history(history, chosen=self._chosen)

    def _on_start_moved(self, day: dt.date) -> None:
        if (showing := self.timeline.showing) is not None:
            self._edit(move_start(self.history, showing, day), self.tr("Move a change"))

    def _on_end_moved(self, day: dt.date | None) -> None:
        if (showing := self.timeline.showing) is not None:
            self._edit(move_end(self.history, showing, day), self.tr("Move an end"))

    def _on_image_wanted(self, image: str) -> None:
        if (showing := self.timeline.showing) is not None:
            self._edit(replace_image(self.history, showing, image), self.tr("Show another photo"))

    def _on_add_wanted(self, image: str, day: dt.date) -> None:
        product = self.timeline.current_product()
        if product is None:
            return
        self._chosen = Showing(product, day, image)
        self._edit(add(self.history, self._chosen), self.tr("Add a change"))
        self._chosen = None

    def remove_chosen(self) -> None:
        """Take the chosen bar out."""
        if (showing := self.timeline.showing) is not None:
            self._edit(remove(self.history, showing), self.tr("Remove a change"))

    def _on_save(self) -> bool:
        path = self._path
        if path is None:
            kinds = self.tr("Photo history (*.csv)")
            name, _ = QFileDialog.getSaveFileName(
                self, self.tr("Save the photo history"), "photo-history.csv", kinds
            )
            path = Path(name).with_suffix(".csv") if name else None
        return path is not None and self.save(path)
