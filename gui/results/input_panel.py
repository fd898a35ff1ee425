"""Left column of the Results tab: which files, which question."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.stats.model import Outcome
from engine.stats.sheets import SHEET_SUFFIXES
from gui.results.words import count
from gui.shared.tokens import GAP, STEP, WIDE

_OUTCOMES: tuple[Outcome, ...] = ("units", "revenue", "price")


class InputPanel(QWidget):
    """Emits what the user chose; shows what is in force."""

    sales_chosen = Signal(list)
    photo_table_chosen = Signal(object)
    history_chosen = Signal(object)
    question_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sales = _told(self.tr("No sales sheet yet"))
        self.photos = _told(self.tr("No scanned photos yet"))
        self.history = _told(self.tr("Taken from the sheet's image column"))
        self.outcome = QComboBox()
        self.outcome.addItems([self.tr("Units sold"), self.tr("Revenue"), self.tr("Price")])
        self.outcome.setAccessibleName(self.tr("What to explain"))
        self.missing = QComboBox()
        self.missing.addItems(
            [self.tr("As the sheet suggests"), self.tr("Count as 0 units"), self.tr("Leave out")]
        )
        self.missing.setAccessibleName(self.tr("Weeks without a row"))
        self.missing.setToolTip(
            self.tr(
                "A sheet without any row of 0 units seems to leave such weeks out: they are counted as 0."
            )
        )
        for box in (self.outcome, self.missing):
            box.currentIndexChanged.connect(self.question_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(STEP)
        self.load_button = self._button(self.tr("Load sales…"), self.ask_sales)
        table = self._button(self.tr("Use a photo table…"), self.ask_photo_table)
        history = self._button(self.tr("Add a photo history…"), self._ask_history)
        parts = [
            (self.tr("Sales"), self.sales, self.load_button),
            (self.tr("Photos"), self.photos, table),
            (self.tr("Which photo when"), self.history, history),
            (self.tr("What to explain"), None, self.outcome),
            (self.tr("Weeks without a row"), None, self.missing),
        ]
        for title, told, control in parts:
            heading = QLabel(title)
            heading.setProperty("rank", "section")
            column.addWidget(heading)
            if told is not None:
                column.addWidget(told)
            column.addWidget(control)
            column.addSpacing(WIDE)
        column.addStretch(1)

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("chip", True)
        button.clicked.connect(act)
        return button

    def chosen_outcome(self) -> Outcome:
        """What the user wants explained."""
        return _OUTCOMES[self.outcome.currentIndex()]

    def chosen_fill(self) -> bool | None:
        """Whether missing weeks count as 0 units; None lets the sheet decide."""
        return (None, True, False)[self.missing.currentIndex()]

    def show_sales(self, paths: list[Path]) -> None:
        """Name the sheets in force."""
        self.sales.setText("\n".join(path.name for path in paths))
        self.sales.setToolTip("\n".join(str(path) for path in paths))

    def show_categories(self, photos: int) -> None:
        """Say how many photos of the Photos tab have a category."""
        self.photos.setText(self.tr("{0} from the Photos tab").format(count(photos)))

    def show_photo_table(self, path: Path) -> None:
        """Name the photo table in force."""
        self.photos.setText(path.name)

    def show_history(self, path: Path) -> None:
        """Name the photo history in force."""
        self.history.setText(path.name)

    def ask_sales(self) -> None:
        """Let the user choose one or several sales sheets."""
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Load sales"), "", _sheet_filter(self))
        if chosen:
            self.sales_chosen.emit([Path(name) for name in chosen])

    def ask_photo_table(self) -> None:
        """Let the user choose a photo table."""
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Use a photo table"), "", _sheet_filter(self))
        if chosen:
            self.photo_table_chosen.emit(Path(chosen))

    def _ask_history(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Add a photo history"), "", _sheet_filter(self))
        if chosen:
            self.history_chosen.emit(Path(chosen))


def _sheet_filter(widget: QWidget) -> str:
    return widget.tr("Sheets ({0})").format(" ".join(f"*{suffix}" for suffix in sorted(SHEET_SUFFIXES)))


def _told(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setContentsMargins(0, 0, 0, GAP // 2)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
