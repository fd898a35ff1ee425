"""Every command of the window once, with its key: menus, toolbar and sheet of keys are made of these."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from gui.shared.icons import icon
from gui.shared.theme import ThemeChoice, current_tokens


def _tr(text: str) -> str:
    return QCoreApplication.translate("commands", text)


class Commands(QObject):
    """The actions; the window connects and places them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icons: dict[QAction, str] = {}
        self._make_file_commands()
        self._make_photo_commands()
        self._make_view_commands()
        self.themes = self._make_themes()
        self.keys = self._make(_tr("Keys"), "?")
        self.log = self._make(_tr("Show the log file"))
        self.about = self._make(_tr("About Stylelift"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def set_scanning(self, scanning: bool, *, opened: bool) -> None:
        """Scan where there is something to scan, pause and cancel where something is going on."""
        self.scan.setEnabled(opened and not scanning)
        self.cancel.setEnabled(scanning)

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        tokens = current_tokens()
        for action, name in self._icons.items():
            action.setIcon(icon(name, tokens.text, faint=tokens.border))

    def _make_file_commands(self) -> None:
        self.open = self._make(_tr("Open folder"), QKeySequence.StandardKey.Open, picture="folder")
        self.sales = self._make(_tr("Load sales"), "Ctrl+L", picture="sales")
        self.quit = self._make(_tr("Quit"), QKeySequence.StandardKey.Quit)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _make_photo_commands(self) -> None:
        self.scan = self._make(_tr("Scan"), "F5", picture="scan")
        self.scan.setToolTip(_tr("Scan what is new or changed in this folder (F5)"))
        self.cancel = self._make(_tr("Cancel the scan"), picture="stop")
        self.on_model = self._make(_tr("Set to on model"), "1")
        self.worn = self._make(_tr("Set to worn"), "2")
        self.product_only = self._make(_tr("Set to product only"), "3")
        self.clear = self._make(_tr("Take back what I set"), "0")
        self.accept = self._make(_tr("Accept and go on"), "Space")
        self.next = self._make(_tr("Next that needs you"), "N")
        self.reveal = self._make(_tr("Show in its folder"))
        self.copy_path = self._make(_tr("Copy the path"), "Ctrl+Shift+C")

    def _make_view_commands(self) -> None:
        self.search = self._make(_tr("Search"), QKeySequence.StandardKey.Find)
        self.select_all = self._make(_tr("Select all photos"), QKeySequence.StandardKey.SelectAll)
        self.photos = self._make(_tr("Photos"), "Ctrl+1")
        self.results = self._make(_tr("Results"), "Ctrl+2")
        self.large = self._make(_tr("Large view"))
        self.overlay = self._make(_tr("Boxes over photos"), "O")
        self.overlay.setCheckable(True)
        self.overlay.setChecked(True)
        plus = QKeySequence(QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Plus))
        self.larger = self._make(_tr("Larger thumbnails"), plus)
        self.larger.setShortcuts([plus, QKeySequence("Ctrl+=")])
        self.smaller = self._make(_tr("Smaller thumbnails"), "Ctrl+-")

    def _make_themes(self) -> QActionGroup:
        group = QActionGroup(self)
        names = {
            ThemeChoice.SYSTEM: _tr("As the system"),
            ThemeChoice.LIGHT: _tr("Light"),
            ThemeChoice.DARK: _tr("Dark"),
        }
        for choice, name in names.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.setData(choice)
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
