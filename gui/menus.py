"""Where the commands stand in the menus, and which of them the Photos tab carries out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar

from engine.records import Category
from gui.browse.photos_tab import PhotosTab
from gui.browse.why_dialog import WhyDialog
from gui.commands import Commands

ZOOM_STEP = 32

translate = QCoreApplication.translate


def fill_menu_bar(bar: QMenuBar, commands: Commands) -> QMenu:
    """Make the menus; returns the one of recent folders, to be filled."""
    c = commands
    file = _menu(bar, translate("Menus", "&File"), [c.open])
    recent = file.addMenu(translate("Menus", "Recent folders"))
    _add(file, [c.sales, None, c.quit])
    _menu(bar, translate("Menus", "&Edit"), [c.undo, c.redo, None, c.select_all, c.search, c.copy_path])
    view = _menu(
        bar,
        translate("Menus", "&View"),
        [c.photos, c.results, None, c.large, c.overlay, c.larger, c.smaller, None],
    )
    _add(view.addMenu(translate("Menus", "Theme")), c.themes.actions())
    photos = _menu(
        bar,
        translate("Menus", "&Photos"),
        [c.scan, c.cancel, None, *photo_commands(c), None, c.accept, c.next, c.why, None],
    )
    _add(photos.addMenu(translate("Menus", "Rule")), c.rules.actions())
    _menu(bar, translate("Menus", "&Help"), [c.keys, c.log, None, c.about])
    return recent


def photo_commands(commands: Commands) -> list[QAction]:
    """What can be said about selected photos."""
    return [commands.on_model, commands.worn, commands.product_only, commands.clear]


def fill_recent_menu(menu: QMenu, folders: Sequence[Path], *, chosen: Callable[[Path], None]) -> None:
    """List the recent folders anew."""
    menu.clear()
    for folder in folders:
        menu.addAction(str(folder)).triggered.connect(lambda _, folder=folder: chosen(folder))
    menu.setEnabled(bool(folders))


def connect_photo_commands(commands: Commands, tab: PhotosTab) -> None:
    """Let the Photos tab carry out its commands. Single keys work inside the tab only."""
    c, review, grid = commands, tab.review, tab.grid
    for action, category in (
        (c.on_model, Category.ON_MODEL),
        (c.worn, Category.WORN),
        (c.product_only, Category.PRODUCT_ONLY),
        (c.clear, None),
    ):
        action.triggered.connect(lambda _, category=category: review.set_category(category))
    c.scan.triggered.connect(tab.scan_again)
    c.cancel.triggered.connect(tab.session.cancel)
    c.accept.triggered.connect(review.accept)
    c.next.triggered.connect(tab.go_to_next_needing_you)
    c.why.triggered.connect(lambda: _show_why(tab))
    tab.inspector.why.clicked.connect(c.why.trigger)
    c.overlay.toggled.connect(tab.set_overlay)
    c.large.triggered.connect(lambda: tab.show_large(tab.middle.currentWidget() is not tab.large))
    c.larger.triggered.connect(lambda: grid.set_edge(grid.delegate.edge + ZOOM_STEP))
    c.smaller.triggered.connect(lambda: grid.set_edge(grid.delegate.edge - ZOOM_STEP))
    c.select_all.triggered.connect(grid.selectAll)
    c.reveal.triggered.connect(lambda: _reveal(tab))
    c.copy_path.triggered.connect(lambda: _copy_paths(tab))
    _connect_history(commands, review.history)
    _bind_keys(commands, tab)
    grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    grid.customContextMenuRequested.connect(lambda place: _show_context_menu(commands, tab, place))
    tab.state_changed.connect(lambda: _allow(commands, tab))
    _allow(commands, tab)


def _bind_keys(commands: Commands, tab: PhotosTab) -> None:
    for action in (
        *photo_commands(commands),
        commands.next,
        commands.why,
        commands.overlay,
        commands.undo,
        commands.redo,
    ):
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        tab.addAction(action)
    for action in (commands.accept, commands.select_all):
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        tab.grid.addAction(action)
        tab.large.addAction(action)


def _connect_history(commands: Commands, history: QUndoStack) -> None:
    commands.undo.triggered.connect(history.undo)
    commands.redo.triggered.connect(history.redo)
    history.undoTextChanged.connect(commands.show_undo)
    history.redoTextChanged.connect(commands.show_redo)


def _allow(commands: Commands, tab: PhotosTab) -> None:
    commands.set_scanning(tab.session.scanning, opened=tab.session.folder is not None)
    current = tab.current.photo() is not None
    for action in (*photo_commands(commands), commands.accept, commands.large, commands.copy_path):
        action.setEnabled(current)
    commands.why.setEnabled(current and not tab.session.scanning)
    tab.inspector.why.setEnabled(commands.why.isEnabled())


def _show_context_menu(commands: Commands, tab: PhotosTab, place: QPoint) -> None:
    if not tab.grid.indexAt(place).isValid():
        return
    menu = QMenu(tab.grid)
    c = commands
    _add(menu, [*photo_commands(c), None, c.large, None, c.reveal, c.copy_path])
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(tab.grid.viewport().mapToGlobal(place))


def _show_why(tab: PhotosTab) -> None:
    photo = tab.current.photo()
    if photo is not None:
        WhyDialog(photo, session=tab.session, rule=tab.session.rule, parent=tab).show()


def _reveal(tab: PhotosTab) -> None:
    photo = tab.current.photo()
    if photo is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(photo.path.parent)))


def _copy_paths(tab: PhotosTab) -> None:
    paths = [str(photo.path) for photo in tab.grid.selected_photos()]
    QGuiApplication.clipboard().setText("\n".join(paths))


def _menu(bar: QMenuBar, title: str, actions: Sequence[QAction | None]) -> QMenu:
    menu = bar.addMenu(title)
    _add(menu, actions)
    return menu


def _add(menu: QMenu, actions: Sequence[QAction | None]) -> None:
    """None is a separator."""
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
