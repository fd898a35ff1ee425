"""What the window remembers from one day to the next: small choices, in an INI file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from PySide6.QtCore import QByteArray, QSettings

from engine.records import RuleName
from engine.rules.chosen import DEFAULT
from gui.shared.theme import ThemeChoice
from gui.shared.tokens import THUMB_DEFAULT, THUMB_MAX, THUMB_MIN

RECENT_AT_MOST = 8
RULES: tuple[RuleName, ...] = get_args(RuleName)


class WindowChoices:
    """Reads and writes window.ini; what is missing or damaged counts as not chosen."""

    def __init__(self, file: Path) -> None:
        self._ini = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def recent(self) -> list[Path]:
        """Folders opened lately, newest first."""
        size = self._ini.beginReadArray("recent")
        found = []
        for place in range(size):
            self._ini.setArrayIndex(place)
            found.append(Path(str(self._ini.value("folder", ""))))
        self._ini.endArray()
        return found

    def add_recent(self, folder: Path) -> list[Path]:
        """Put a folder at the top of the recent ones, and return them."""
        folders = [folder, *(old for old in self.recent if old != folder)][:RECENT_AT_MOST]
        self._ini.remove("recent")
        self._ini.beginWriteArray("recent")
        for place, kept in enumerate(folders):
            self._ini.setArrayIndex(place)
            self._ini.setValue("folder", str(kept))
        self._ini.endArray()
        return folders

    @property
    def theme(self) -> ThemeChoice:
        """The theme that the user chose."""
        try:
            return ThemeChoice(str(self._ini.value("theme", ThemeChoice.SYSTEM)))
        except ValueError:
            return ThemeChoice.SYSTEM

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._ini.setValue("theme", str(choice))

    @property
    def rule(self) -> RuleName:
        """The rule that the user chose."""
        kept = str(self._ini.value("rule", DEFAULT))
        return next((name for name in RULES if name == kept), DEFAULT)

    @rule.setter
    def rule(self, name: RuleName) -> None:
        self._ini.setValue("rule", name)

    @property
    def thumb_edge(self) -> int:
        """Pixels of a thumbnail's side."""
        text = str(self._ini.value("thumb_edge", THUMB_DEFAULT))
        edge = int(text) if text.isdecimal() else THUMB_DEFAULT
        return max(THUMB_MIN, min(THUMB_MAX, edge))

    @thumb_edge.setter
    def thumb_edge(self, edge: int) -> None:
        self._ini.setValue("thumb_edge", edge)

    @property
    def recursive(self) -> bool:
        """Whether sub-folders are included."""
        return str(self._ini.value("recursive", "false")) == "true"

    @recursive.setter
    def recursive(self, wanted: bool) -> None:
        self._ini.setValue("recursive", "true" if wanted else "false")

    def shape(self, part: str) -> QByteArray:
        """The saved geometry of the window or of a splitter; empty where there is none."""
        value = self._ini.value(f"shape/{part}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def save_shape(self, part: str, shape: QByteArray) -> None:
        """Keep the geometry of the window or of a splitter."""
        self._ini.setValue(f"shape/{part}", shape)
