"""Left column of the Results tab: which files, which question."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.records import Period
from engine.sheets.suffixes import SHEET_SUFFIXES
from engine.stats.model import Outcome
from engine.study import Study
from gui.results.chosen_file import ChosenFile
from gui.results.words import count, weeks_without_row
from gui.shared.tokens import GAP, STEP, WIDE

MOST_NAMED = 4
MOST_LISTED = 30
"""Names of sheets that are shown, and that their tooltip lists."""


class InputPanel(QWidget):
    """Emits what the user chose; shows what is in force."""

    sales_chosen = Signal(list)
    photo_table_chosen = Signal(object)
    history_chosen = Signal(object)
    catalogue_chosen = Signal(object)
    columns_wanted = Signal()
    question_changed = Signal()
    history_edit_wanted = Signal()
    doctor_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sales = _told(self.tr("No sales sheet yet"))
        self.photos = _told(self.tr("No scanned photos yet"))
        self.naming = _told("")
        self.catalogue = ChosenFile(self.tr("Add a product catalogue…"))
        self.history = ChosenFile(self.tr("Add a photo history…"))
        self.outcome = QComboBox()
        self.period = QComboBox()
        self.period.addItems(
            [self.tr("As fits the sales"), self.tr("Day"), self.tr("Week"), self.tr("Month")]
        )
        self.period.setAccessibleName(self.tr("Sales are added up by"))
        self.outcome.setAccessibleName(self.tr("What to explain"))
        self.missing = QComboBox()
        self.missing.addItems(
            [self.tr("As each product suggests"), self.tr("Count as 0 units"), self.tr("Leave out")]
        )
        self.missing.setAccessibleName(self.tr("Weeks without a row"))
        self.missing.setToolTip(
            self.tr(
                "A product that sells a few units a week and has no row with 0 units seems to leave such "
                "weeks out: they are counted as 0."
            )
        )
        self.gaps = _told("")
        self.gaps.hide()
        self.show_naming(by_sheet=True)
        self.show_outcomes(sessions=False)
        for box in (self.outcome, self.period, self.missing):
            box.currentIndexChanged.connect(self.question_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(STEP)
        self.load_button = self._button(self.tr("Load sales…"), self.ask_sales)
        table = self._button(self.tr("Use a photo table…"), self.ask_photo_table)
        self.tab_button = self._button(self.tr("Use the Photos tab"), self._leave_photo_table)
        self.tab_button.hide()
        self.columns_button = self._button(self.tr("Which column is what…"), self.columns_wanted)
        self.columns_button.hide()
        self.catalogue.wanted.connect(self._ask_catalogue)
        self.catalogue.left.connect(lambda: self.catalogue_chosen.emit(None))
        self.history.wanted.connect(self._ask_history)
        self.history.left.connect(lambda: self.history_chosen.emit(None))
        self.edit_button = self._button(self.tr("Edit the photo history…"), self.history_edit_wanted)
        self.doctor_button = self._button(self.tr("What found its photo…"), self.doctor_wanted)
        parts: list[tuple[str, list[QWidget]]] = [
            (self.tr("Sales"), [self.sales, self.load_button, self.columns_button]),
            (self.tr("Photos"), [self.photos, table, self.tab_button]),
            (
                self.tr("Which photo when"),
                [self.naming, self.catalogue, self.history, self.edit_button, self.doctor_button],
            ),
            (self.tr("What to explain"), [self.outcome]),
            (self.tr("Add sales up by"), [self.period]),
            (self.tr("Weeks without a row"), [self.missing, self.gaps]),
        ]
        for title, widgets in parts:
            heading = QLabel(title)
            heading.setProperty("rank", "section")
            for widget in (heading, *widgets):
                column.addWidget(widget)
            column.addSpacing(WIDE)
        column.addStretch(1)

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("chip", True)
        button.clicked.connect(act)
        return button

    def chosen_outcome(self) -> Outcome:
        """What the user wants explained."""
        outcome: Outcome = self.outcome.currentData()
        return outcome

    def show_outcomes(self, *, sessions: bool) -> None:
        """Offer what the sales can be asked; visits and orders per visit where they are known."""
        names: dict[Outcome, str] = {
            "units": self.tr("Units sold"),
            "revenue": self.tr("Revenue"),
            "price": self.tr("Price"),
        }
        if sessions:
            names |= {"sessions": self.tr("Visits"), "conversion": self.tr("Units per visit")}
        if [self.outcome.itemData(place) for place in range(self.outcome.count())] == list(names):
            return
        before = self.outcome.currentData()
        self.outcome.blockSignals(True)
        self.outcome.clear()
        for outcome, name in names.items():
            self.outcome.addItem(name, outcome)
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(before)))
        self.outcome.blockSignals(False)

    def chosen_period(self) -> Period | Literal["auto"]:
        """What sales are added up over."""
        choices: tuple[Period | Literal["auto"], ...] = ("auto", "day", "week", "month")
        return choices[self.period.currentIndex()]

    def chosen_fill(self) -> bool | None:
        """Whether missing weeks count as 0 units; None decides by product."""
        return (None, True, False)[self.missing.currentIndex()]

    def show_sales(self, paths: list[Path]) -> None:
        """Name the sheets in force; of many, the first and the last."""
        names = [path.name for path in paths]
        if not names:
            text = self.tr("No sales sheet yet")
        elif len(names) <= MOST_NAMED:
            text = "\n".join(names)
        else:
            text = self.tr("{0} sheets\n{1}\nto {2}").format(count(len(names)), names[0], names[-1])
        self.sales.setText(text)
        self.sales.setToolTip("\n".join(str(path) for path in paths[:MOST_LISTED]))
        self.columns_button.setVisible(bool(paths))

    def show_naming(self, *, by_sheet: bool) -> None:
        """Say where the photo of a row comes from where neither a catalogue nor a history tells it."""
        self.naming.setText(
            self.tr("Taken from the sheet's image column")
            if by_sheet
            else self.tr("Told by the names of the photos; add what says more")
        )

    def show_gaps(self, study: Study | None) -> None:
        """Say what was done about weeks without a row; None while that is not known."""
        self.gaps.setText("" if study is None else weeks_without_row(study))
        self.gaps.setVisible(study is not None)

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        for chosen in (self.catalogue, self.history):
            chosen.restyle()

    def show_photos(self, table: Path | None, *, scanned: int) -> None:
        """Say whether the photo table or the `scanned` photos of the Photos tab are in force."""
        if table is not None and scanned:
            text = self.tr("Photo table {0}; the Photos tab ({1}) is not used").format(
                table.name, count(scanned)
            )
        elif table is not None:
            text = self.tr("Photo table {0}").format(table.name)
        elif scanned:
            text = self.tr("{0} from the Photos tab").format(count(scanned))
        else:
            text = self.tr("No scanned photos yet")
        self.photos.setText(text)
        self.photos.setToolTip("" if table is None else str(table))
        self.tab_button.setVisible(table is not None)

    def show_history(self, path: Path | None) -> None:
        """Name the photo history in force, if there is one."""
        self.history.show_file(path, text="" if path is None else self.tr("History {0}").format(path.name))

    def show_catalogue(self, path: Path | None) -> None:
        """Name the catalogue in force, if there is one."""
        told = "" if path is None else self.tr("Catalogue {0}").format(path.name)
        self.catalogue.show_file(path, text=told)

    def _sheet_filter(self) -> str:
        return self.tr("Sheets ({0})").format(" ".join(f"*{suffix}" for suffix in sorted(SHEET_SUFFIXES)))

    def ask_sales(self) -> None:
        """Let the user choose one or several sales sheets."""
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Load sales"), "", self._sheet_filter())
        if chosen:
            self.sales_chosen.emit([Path(name) for name in chosen])

    def ask_photo_table(self) -> None:
        """Let the user choose a photo table."""
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Use a photo table"), "", self._sheet_filter())
        if chosen:
            self.photo_table_chosen.emit(Path(chosen))

    def _leave_photo_table(self) -> None:
        self.photo_table_chosen.emit(None)

    def _ask_catalogue(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add a product catalogue"), "", self._sheet_filter()
        )
        if chosen:
            self.catalogue_chosen.emit(Path(chosen))

    def _ask_history(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add a photo history"), "", self._sheet_filter()
        )
        if chosen:
            self.history_chosen.emit(Path(chosen))


def _told(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setContentsMargins(0, 0, 0, GAP // 2)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
