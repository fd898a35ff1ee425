"""Light, dark or the system's choice: one palette over Fusion, changed while the window is open."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from engine.paths import RESOURCES
from gui.shared.tokens import DARK, LIGHT, RADIUS, Tokens


class ThemeChoice(StrEnum):
    """What the View menu offers."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Applies the palette; `changed` is emitted after the colours have changed."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.choice = ThemeChoice.SYSTEM
        self._tokens: Tokens | None = None
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._apply()

    def choose(self, choice: ThemeChoice) -> None:
        """Take the user's choice."""
        self.choice = choice
        schemes = {
            ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
            ThemeChoice.LIGHT: Qt.ColorScheme.Light,
            ThemeChoice.DARK: Qt.ColorScheme.Dark,
        }
        self._application.styleHints().setColorScheme(schemes[choice])
        self._apply()

    def _on_scheme_changed(self) -> None:
        if self.choice is ThemeChoice.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        hints = self._application.styleHints()
        system_dark = hints.colorScheme() == Qt.ColorScheme.Dark
        dark = system_dark if self.choice is ThemeChoice.SYSTEM else self.choice is ThemeChoice.DARK
        tokens = DARK if dark else LIGHT
        if tokens is self._tokens:
            return
        self._tokens = tokens
        self._application.setPalette(palette(tokens))
        self._application.setStyleSheet(style_sheet(tokens))
        self.changed.emit()


def current_tokens() -> Tokens:
    """The colours in force, told from the application's palette."""
    return DARK if QGuiApplication.palette().window().color().lightness() < 128 else LIGHT


def palette(tokens: Tokens) -> QPalette:
    """A whole palette from the tokens, so that Fusion looks the same on every system."""
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.base,
        QPalette.ColorRole.AlternateBase: tokens.card,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.raised,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.problem,
        QPalette.ColorRole.Highlight: tokens.selection,
        QPalette.ColorRole.HighlightedText: tokens.on_selection,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.ToolTipText: tokens.text,
    }
    result = QPalette(QColor(tokens.raised), QColor(tokens.window))
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    faint = QColor(tokens.muted)
    faint.setAlphaF(0.6)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        result.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return result


def style_sheet(tokens: Tokens) -> str:
    """The few edges that Fusion draws heavier than this window wants them."""
    check = (RESOURCES / "icons" / f"check_{'dark' if tokens.dark else 'light'}.svg").as_posix()
    return f"""
    QToolTip {{ color: {tokens.text}; background: {tokens.raised}; border: 1px solid {tokens.border};
               padding: 4px; }}
    QSplitter::handle {{ background: {tokens.border}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QToolBar {{ border: 0; padding: 4px 8px; spacing: 4px; }}
    QTabWidget::pane {{ border: 0; border-top: 1px solid {tokens.border}; }}
    QTabBar::tab {{ padding: 7px 16px; border: 0; border-bottom: 2px solid transparent;
                    color: {tokens.muted}; }}
    QTabBar::tab:selected {{ color: {tokens.text}; border-bottom: 2px solid {tokens.accent}; }}
    QTabBar::tab:focus {{ color: {tokens.accent}; }}
    QPushButton[chip="true"] {{ border: 1px solid {tokens.border}; border-radius: 13px; padding: 3px 9px;
                                min-height: 18px; background: {tokens.raised}; color: {tokens.text}; }}
    QPushButton[chip="true"]:hover {{ border-color: {tokens.muted}; }}
    QPushButton[chip="true"]:disabled {{ background: transparent; color: {tokens.muted}; }}
    QPushButton[chip="true"]:checked {{ background: {tokens.picked}; border-color: {tokens.accent}; }}
    QPushButton[chip="true"]:focus {{ border: 2px solid {tokens.accent}; padding: 2px 8px; }}
    QPushButton[primary="true"] {{ background: {tokens.accent}; color: {tokens.on_accent}; border: 0;
                                   border-radius: {RADIUS}px; padding: 9px 22px; font-weight: 600; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {tokens.text}; padding: 7px 20px; }}
    QHeaderView::section {{ background: {tokens.card}; color: {tokens.muted}; border: 0; padding: 3px 3px; }}
    QTableWidget {{ border: 1px solid {tokens.border}; border-radius: {RADIUS}px; }}
    QTreeView[plain="true"], QListWidget[plain="true"] {{ background: {tokens.window}; border: 0; }}
    QTreeView[plain="true"]::item, QListWidget[plain="true"]::item {{ padding: 2px; }}
    QFrame[bar="true"] {{ border: 0; border-top: 1px solid {tokens.border}; }}
    QLabel[rank="muted"] {{ color: {tokens.muted}; }}
    QLabel[rank="section"] {{ color: {tokens.muted}; font-weight: 600; }}
    QLineEdit {{ border: 1px solid {tokens.border}; border-radius: {RADIUS}px; padding: 3px 6px;
                 background: {tokens.base}; color: {tokens.text}; }}
    QLineEdit:focus {{ border-color: {tokens.accent}; }}
    QCheckBox {{ spacing: 6px; }}
    QCheckBox::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px; border-radius: 3px;
                            border: 1px solid {tokens.muted}; background: {tokens.base}; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {tokens.accent};
                                    border-color: {tokens.accent}; image: url("{check}"); }}
    QCheckBox::indicator:focus {{ border: 2px solid {tokens.accent}; }}
    QProgressBar {{ border: 0; border-radius: 3px; background: {tokens.border}; max-height: 6px; }}
    QProgressBar::chunk {{ border-radius: 3px; background: {tokens.accent}; }}
    """
