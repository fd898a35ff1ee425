"""Every command of the window once, with its key: menus, toolbar and sheet of keys are made of these."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from engine.records import RuleName
from gui.shared.icons import icon
from gui.shared.theme import ThemeChoice, current_tokens

translate = QCoreApplication.translate


class Commands(QObject):
    """The actions; the window connects and places them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icons: dict[QAction, str] = {}
        self._make_file_commands()
        self._make_photo_commands()
        self._make_view_commands()
        self.themes = self._make_themes()
        self.rules = self._make_rules()
        self.keys = self._make(translate("Commands", "Keys"), "?")
        self.log = self._make(translate("Commands", "Show the log file"))
        self.about = self._make(translate("Commands", "About Stylelift"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def set_scanning(self, scanning: bool, *, opened: bool) -> None:
        """Scan where there is something to scan, pause and cancel where something is going on."""
        self.scan.setEnabled(opened and not scanning)
        self.cancel.setEnabled(scanning)

    def show_undo(self, what: str) -> None:
        """Say in the menu what would be undone; empty where there is nothing."""
        self.undo.setText(_followed_by(translate("Commands", "Undo"), what))
        self.undo.setEnabled(bool(what))

    def show_redo(self, what: str) -> None:
        """Say in the menu what would be done again; empty where there is nothing."""
        self.redo.setText(_followed_by(translate("Commands", "Redo"), what))
        self.redo.setEnabled(bool(what))

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        tokens = current_tokens()
        for action, name in self._icons.items():
            action.setIcon(icon(name, tokens.text, faint=tokens.border))

    def _make_file_commands(self) -> None:
        self.open = self._make(
            translate("Commands", "Open folder"), QKeySequence.StandardKey.Open, picture="folder"
        )
        self.sales = self._make(translate("Commands", "Load sales"), "Ctrl+L", picture="sales")
        self.quit = self._make(translate("Commands", "Quit"), QKeySequence.StandardKey.Quit)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _make_photo_commands(self) -> None:
        self.scan = self._make(translate("Commands", "Scan"), "F5", picture="scan")
        self.scan.setToolTip(translate("Commands", "Scan what is new or changed in this folder (F5)"))
        self.cancel = self._make(translate("Commands", "Cancel the scan"), picture="stop")
        self.on_model = self._make(translate("Commands", "Set to on model"), "1")
        self.worn = self._make(translate("Commands", "Set to worn"), "2")
        self.product_only = self._make(translate("Commands", "Set to product only"), "3")
        self.clear = self._make(translate("Commands", "Take back what I set"), "0")
        self.accept = self._make(translate("Commands", "Accept and go on"), "Space")
        self.next = self._make(translate("Commands", "Next that needs you"), "N")
        self.why = self._make(translate("Commands", "Why this category…"), "W")
        self.undo = self._make(translate("Commands", "Undo"), "Ctrl+Z")
        self.redo = self._make(translate("Commands", "Redo"), "Ctrl+Shift+Z")
        self.show_undo("")
        self.show_redo("")
        self.reveal = self._make(translate("Commands", "Show in its folder"))
        self.copy_path = self._make(translate("Commands", "Copy the path"), "Ctrl+Shift+C")

    def _make_view_commands(self) -> None:
        self.search = self._make(translate("Commands", "Search"), QKeySequence.StandardKey.Find)
        self.select_all = self._make(
            translate("Commands", "Select all photos"), QKeySequence.StandardKey.SelectAll
        )
        self.photos = self._make(translate("Commands", "Photos"), "Ctrl+1")
        self.results = self._make(translate("Commands", "Results"), "Ctrl+2")
        self.large = self._make(translate("Commands", "Large view"))
        self.overlay = self._make(translate("Commands", "Boxes over photos"), "O")
        self.overlay.setCheckable(True)
        self.overlay.setChecked(True)
        plus = QKeySequence(QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Plus))
        self.larger = self._make(translate("Commands", "Larger thumbnails"), plus)
        self.larger.setShortcuts([plus, QKeySequence("Ctrl+=")])
        self.smaller = self._make(translate("Commands", "Smaller thumbnails"), "Ctrl+-")

    def _make_themes(self) -> QActionGroup:
        group = QActionGroup(self)
        names = {
            ThemeChoice.SYSTEM: translate("Commands", "As the system"),
            ThemeChoice.LIGHT: translate("Commands", "Light"),
            ThemeChoice.DARK: translate("Commands", "Dark"),
        }
        for choice, name in names.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.setData(choice)
        return group

    def _make_rules(self) -> QActionGroup:
        group = QActionGroup(self)
        names: dict[RuleName, str] = {
            "calibrated": translate("Commands", "Calibrated: all that the networks saw is weighed"),
            "published": translate("Commands", "Published: a face, else a person"),
        }
        for name, text in names.items():
            action = group.addAction(text)
            action.setCheckable(True)
            action.setData(name)
        return group

    def _make(
        self, text: str, key: str | QKeySequence | QKeySequence.StandardKey = "", *, picture: str = ""
    ) -> QAction:
        action = QAction(text, self)
        if key:
            action.setShortcut(QKeySequence(key))
        if picture:
            self._icons[action] = picture
        return action


def _followed_by(verb: str, what: str) -> str:
    return f"{verb} {what.replace('&', '&&')}".rstrip()
