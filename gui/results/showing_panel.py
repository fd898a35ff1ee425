"""Right column of the history editor: the chosen bar with exact dates, and the photos to show instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import QDate, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.join.history import Showing
from engine.records import Category
from gui.results.history_words import date_format, kind_words
from gui.results.photo_list import PhotoList
from gui.results.photo_lookup import PhotoLookup
from gui.shared.badges import badge_icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, STEP, WIDE

PICTURE = 56


class ShowingPanel(QWidget):
    """Emits what the user wants for the chosen bar; it changes nothing itself.

    `add_wanted` brings the photo and its first day for the current product, `image_wanted` a photo for the
    chosen bar; `end_moved` brings None for an open end.
    """

    start_moved = Signal(object)
    end_moved = Signal(object)
    image_wanted = Signal(str)
    add_wanted = Signal(str, object)
    remove_wanted = Signal()

    def __init__(
        self,
        photos: Mapping[str, Category | None],
        *,
        lookup: PhotoLookup,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lookup = lookup
        self._showing: Showing | None = None
        self.product, self.image, self.kind = QLabel(), QLabel(), QLabel()
        self.picture = QLabel()
        self.picture.setFixedSize(PICTURE, PICTURE)
        self.start, self.end, self.day = (_date_edit() for _ in range(3))
        self.start.setAccessibleName(self.tr("Shown from"))
        self.end.setAccessibleName(self.tr("Shown until"))
        self.end.setSpecialValueText(self.tr("still shown"))
        self.day.setAccessibleName(self.tr("First day of the new photo"))
        self.open = QCheckBox(self.tr("until the next change"))
        self.photos = PhotoList(photos)
        self.add = QPushButton(self.tr("Add from this day"))
        self.replace = QPushButton(self.tr("Show instead"))
        self.remove = QPushButton(self.tr("Remove"))
        for button in (self.add, self.replace, self.remove):
            button.setProperty("chip", True)
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self.show_showing(None, product=None, last=None)

    def show_showing(self, showing: Showing | None, *, product: str | None, last: dt.date | None) -> None:
        """Show a bar and its last day in force (None: still), or only the product of an empty row."""
        self._showing = showing
        self.product.setText(product or self.tr("No product chosen"))
        image = showing.image if showing else ""
        self.image.setText(image or self.tr("No photo chosen"))
        self.image.setToolTip(image)
        self.kind.setText(kind_words(self._lookup.category(image)) if image else "")
        self._show_picture(image)
        with QSignalBlocker(self.start), QSignalBlocker(self.end), QSignalBlocker(self.open):
            if showing is not None:
                self.start.setDate(_qdate(showing.start))
                self.end.setDate(_qdate(last) if last else self.end.minimumDate())
                self.open.setChecked(showing.end is None)
        for widget in (self.start, self.open, self.remove):
            widget.setEnabled(showing is not None)
        self.end.setEnabled(showing is not None and showing.end is not None)
        self._product_known = product is not None
        self._allow()

    def ask_dates(self) -> None:
        """Put the keyboard where the first day is written."""
        self.start.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.start.setSelectedSection(QDateEdit.Section.DaySection)

    def propose_day(self, day: dt.date) -> None:
        """Offer a day for the next photo."""
        self.day.setDate(_qdate(day))

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        self.photos.names.restyle()
        self._show_picture(self._showing.image if self._showing else "")

    def _show_picture(self, image: str) -> None:
        picture = self._lookup.picture(image) if image else None
        if picture is not None and not picture.isNull():
            kept = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(picture.scaled(QSize(PICTURE, PICTURE), kept, smooth))
        elif image:
            icon = badge_icon(self._lookup.category(image) or "problem", current_tokens(), size=32)
            self.picture.setPixmap(icon.pixmap(32, 32))
        else:
            self.picture.clear()

    def _lay_out(self) -> None:
        self.product.setProperty("rank", "section")
        self.kind.setProperty("rank", "muted")
        for label in (self.product, self.image, self.kind):
            label.setMinimumWidth(1)
        self.product.setWordWrap(True)
        names = QVBoxLayout()
        names.setSpacing(STEP)
        names.addWidget(self.image)
        names.addWidget(self.kind)
        names.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.picture)
        head.addLayout(names, 1)
        dates = QFormLayout()
        dates.setVerticalSpacing(GAP)
        dates.addRow(self.tr("From"), self.start)
        dates.addRow(self.tr("Until"), self.end)
        dates.addRow("", self.open)
        removing = QHBoxLayout()
        removing.addWidget(self.remove)
        removing.addStretch(1)
        dates.addRow("", removing)
        heading = QLabel(self.tr("Another photo"))
        heading.setProperty("rank", "section")
        new = QFormLayout()
        new.setVerticalSpacing(GAP)
        new.addRow(self.tr("From"), self.day)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.add)
        buttons.addWidget(self.replace)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(GAP)
        column.addWidget(self.product)
        column.addLayout(head)
        column.addLayout(dates)
        column.addSpacing(WIDE)
        column.addWidget(heading)
        column.addWidget(self.photos, 1)
        column.addLayout(new)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.start.dateChanged.connect(lambda day: self.start_moved.emit(day.toPython()))
        self.end.dateChanged.connect(lambda day: self.end_moved.emit(day.toPython()))
        self.open.toggled.connect(self._on_open_toggled)
        self.remove.clicked.connect(self.remove_wanted)
        self.photos.chosen.connect(self._allow)
        self.photos.taken.connect(self._on_add)
        self.add.clicked.connect(self._on_add)
        self.replace.clicked.connect(lambda: self.image_wanted.emit(self.photos.current()))

    def _allow(self) -> None:
        photo = self.photos.current()
        self.add.setEnabled(bool(photo) and self._product_known)
        self.replace.setEnabled(bool(photo) and self._showing is not None)

    def _on_open_toggled(self, is_open: bool) -> None:
        known = self.end.date() != self.end.minimumDate()
        last = self.end.date() if known else max(self.day.date(), self.start.date())
        self.end_moved.emit(None if is_open else last.toPython())

    def _on_add(self) -> None:
        if self.add.isEnabled():
            self.add_wanted.emit(self.photos.current(), self.day.date().toPython())


def _date_edit() -> QDateEdit:
    """A field for a day; it tells of a day when it is written whole, not of each digit."""
    edit = QDateEdit()
    edit.setCalendarPopup(True)
    edit.setDisplayFormat(date_format())
    edit.setKeyboardTracking(False)
    edit.setDateRange(QDate(2000, 1, 1), QDate(2100, 12, 31))
    return edit


def _qdate(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
