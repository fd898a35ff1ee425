"""The window: menus, toolbar, the two tabs, and what goes from one to the other."""

from __future__ import annotations

import time
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QTabWidget, QVBoxLayout, QWidget

from engine.batch import Detectors
from engine.images.scan import IMAGE_SUFFIXES
from engine.images.thumbs import ThumbCache
from engine.paths import DataPaths
from engine.sheets.suffixes import SHEET_SUFFIXES
from engine.store.results import ResultStore
from gui.browse.photos_tab import PhotosTab
from gui.browse.session import Choices
from gui.commands import Commands
from gui.keys_dialog import KeysDialog
from gui.menus import connect_photo_commands, fill_menu_bar, fill_recent_menu
from gui.shared.choices import WindowChoices
from gui.shared.runner import Runner
from gui.shared.theme import Theme, ThemeChoice
from gui.toolbar import TopBar

if TYPE_CHECKING:
    from gui.results.results_tab import ResultsTab

TITLE_BAR = 40
RESULTS_THREADS = 3
"""Work that was cancelled ends on its own; what is asked next does not wait for it."""
CLOSE_SECONDS = 1.5
"""For words not written yet and work that looks up late; what still runs then ends with the program."""


class MainWindow(QMainWindow):
    """Owns the tabs; closing it ends every thread and process."""

    def __init__(self, *, paths: DataPaths, store: ResultStore, detectors: Detectors, theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle("Stylelift")
        self.setAcceptDrops(True)
        self._paths, self._theme = paths, theme
        self._choices = WindowChoices(paths.window)
        self._closed = False
        self.commands = Commands(self)
        self.photos = PhotosTab(
            store=store,
            thumbs=ThumbCache(paths.thumbs),
            detectors=detectors,
            choices=Choices.with_rule(self._choices.rule),
        )
        self.results_runner = Runner(self, threads=RESULTS_THREADS, name="results")
        self.results: ResultsTab | None = None
        self._results_page = QWidget()
        self.bar = TopBar(self.commands)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.photos, self.tr("Photos"))
        self.tabs.addTab(self._results_page, self.tr("Results"))
        self.addToolBar(self.bar)
        self.setCentralWidget(self.tabs)
        self.recent_menu = fill_menu_bar(self.menuBar(), self.commands)
        self._connect()
        self._restore()

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the Photos tab."""
        self.tabs.setCurrentWidget(self.photos)
        self.photos.open_folder(folder)

    def load_sheets(self, sheets: list[Path]) -> None:
        """Show sales sheets in the Results tab, read as one."""
        self.tabs.setCurrentWidget(self._results_page)
        self._show_results().load_sheets(sheets)

    def load_sales(self, sheet: Path, *, note: str = "") -> None:
        """Show a sales sheet in the Results tab; `note` says where it comes from if not from the user."""
        self.tabs.setCurrentWidget(self._results_page)
        self._show_results().load_sales(sheet, note=note)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the small choices, end every thread and process."""
        if not self._closed:
            self._closed = True
            self._save()
            self.hide()
            self.results_runner.stop()
            lanes = [*self.photos.stop(), self.results_runner]
            deadline = time.monotonic() + CLOSE_SECONDS
            for lane in lanes:
                lane.join(deadline=deadline)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders, photos and sheets may be dropped."""
        if any(_dropped(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A folder and sheets may come together: the photos are scanned while the sheets are read."""
        folder, sheets = _dropped(event.mimeData())
        event.acceptProposedAction()
        if folder is not None:
            self.open_folder(folder)
        if sheets:
            self.load_sheets(sheets)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the search field empties it and leads back to the photos."""
        if watched is self.bar.search and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self.bar.search.clear()
                self.photos.grid.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.photos.grid.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        commands, photos = self.commands, self.photos
        connect_photo_commands(commands, photos)
        commands.open.triggered.connect(self._ask_for_folder)
        commands.sales.triggered.connect(self._ask_for_sheets)
        commands.quit.triggered.connect(self.close)
        commands.search.triggered.connect(self._go_to_search)
        commands.photos.triggered.connect(lambda: self.tabs.setCurrentWidget(photos))
        commands.results.triggered.connect(lambda: self.tabs.setCurrentWidget(self._results_page))
        commands.keys.triggered.connect(self._show_keys)
        commands.log.triggered.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._paths.log)))
        )
        commands.about.triggered.connect(self._show_about)
        commands.themes.triggered.connect(self._on_theme_chosen)
        commands.rules.triggered.connect(self._on_rule_chosen)
        self._theme.changed.connect(self._restyle)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.bar.searched.connect(lambda text: photos.model.choose(search=text))
        self.bar.order_chosen.connect(lambda order: photos.model.choose(order=order))
        self.bar.group_chosen.connect(lambda group: photos.model.choose(group=group))
        self.bar.edge_chosen.connect(photos.grid.set_edge)
        self.bar.search.installEventFilter(self)
        photos.grid.edge_changed.connect(self.bar.set_edge)
        photos.search_cleared.connect(self.bar.search.clear)
        photos.folder_wanted.connect(self._ask_for_folder)
        photos.folder_opened.connect(self._on_folder_opened)
        photos.session.loaded.connect(self._hand_over_categories)
        photos.session.scan_ended.connect(self._hand_over_categories)
        photos.session.rule_applied.connect(self._hand_over_categories)

    def _restore(self) -> None:
        choices = self._choices
        if not self.restoreGeometry(choices.shape("window")):
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(1440, screen.width()), min(900, screen.height() - TITLE_BAR))
        self.photos.splitter.restoreState(choices.shape("photos"))
        self.photos.grid.set_edge(choices.thumb_edge)
        self.bar.set_edge(choices.thumb_edge)
        self.photos.folders.recursive.setChecked(choices.recursive)
        self.photos.folders.recursive.toggled.connect(self._on_recursive_toggled)
        self._show_recent(choices.recent)
        self._theme.choose(choices.theme)
        self._restyle()
        for action in self.commands.themes.actions():
            action.setChecked(action.data() == choices.theme)
        for action in self.commands.rules.actions():
            action.setChecked(action.data() == choices.rule)

    def _save(self) -> None:
        self._choices.save_shape("window", self.saveGeometry())
        self._choices.save_shape("photos", self.photos.splitter.saveState())
        self._choices.thumb_edge = self.photos.grid.delegate.edge

    def _restyle(self) -> None:
        for part in (self.commands, self.bar, self.photos):
            part.restyle()

    def _on_recursive_toggled(self, wanted: bool) -> None:
        self._choices.recursive = wanted

    def _on_theme_chosen(self, action: QAction) -> None:
        choice = ThemeChoice(action.data())  # Qt gives an enum of text back as text
        self._choices.theme = choice
        self._theme.choose(choice)

    def _on_rule_chosen(self, action: QAction) -> None:
        self._choices.rule = action.data()
        self.photos.choose_rule(action.data())

    def _on_folder_opened(self, folder: Path) -> None:
        self.setWindowTitle(self.tr("{0} – Stylelift").format(folder.name or str(folder)))
        self._show_recent(self._choices.add_recent(folder))

    def _show_recent(self, folders: list[Path]) -> None:
        self.photos.show_recent(folders)
        fill_recent_menu(self.recent_menu, folders, chosen=self.open_folder)

    def _on_tab_changed(self) -> None:
        on_photos = self.tabs.currentWidget() is self.photos
        self.bar.set_photo_tools(on_photos)
        if not on_photos:
            # The empty page first: making the tab loads libraries for a second.
            QTimer.singleShot(0, self._fill_results_page)

    def _fill_results_page(self) -> None:
        self._show_results()
        self._hand_over_categories()

    def _hand_over_categories(self) -> None:
        if self.results is not None and self.tabs.currentWidget() is self._results_page:
            self.results.set_categories(self.photos.categories())

    def _show_results(self) -> ResultsTab:
        """The Results tab, made when it is first wanted: its libraries take a second to load."""
        if self.results is None:
            from gui.results.results_tab import ResultsTab

            self.results = ResultsTab(runner=self.results_runner, columns=self._paths.columns)
            self.results.dialogs.thumbnail = self._thumbnail
            self.results.photos_wanted.connect(self._on_photos_wanted)
            column = QVBoxLayout(self._results_page)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self.results)
        return self.results

    def _on_photos_wanted(self, names: list[str]) -> None:
        """Select these photos of the open folder, or say that they are not in it."""
        known = (self.photos.model.finding_of(name) for name in names)
        photos = [finding.photo for finding in known if finding is not None]
        if not photos and self.results is not None:
            told = self.tr("None of its photos is in the folder that is open.")
            self.results.bar.show_message(told)
            return
        self.tabs.setCurrentWidget(self.photos)
        self.photos.grid.select_photos(photos)
        self.photos.grid.setFocus()

    def _thumbnail(self, name: str) -> QPixmap | None:
        """The picture of a photo of the open folder, where it has been looked at already."""
        finding = self.photos.model.finding_of(name)
        return self.photos.loader.cache.get(finding.photo) if finding is not None else None

    def _ask_for_folder(self) -> None:
        recent = self._choices.recent
        start = self.photos.session.folder or (recent[0] if recent else Path.home())
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Open a folder of photos"), str(start))
        if chosen:
            self.open_folder(Path(chosen))

    def _ask_for_sheets(self) -> None:
        self.tabs.setCurrentWidget(self._results_page)
        self._show_results().inputs.ask_sales()

    def _go_to_search(self) -> None:
        self.tabs.setCurrentWidget(self.photos)
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    def _show_keys(self) -> None:
        KeysDialog(self.commands.findChildren(QAction), parent=self).show()

    def _show_about(self) -> None:
        QMessageBox.about(
            self,
            self.tr("About Stylelift"),
            self.tr(
                "Stylelift {0}\n\nWhat the style of a product photo does to sales and price. Everything runs "
                "on this computer: no photo and no number leaves it, and no photo is changed."
            ).format(metadata.version("stylelift")),
        )


def _dropped(mime: QMimeData) -> tuple[Path | None, list[Path]]:
    """The folder (or the folder of the photo) and the sheets among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    folders = (
        path if path.is_dir() else path.parent
        for path in paths
        if path.is_dir() or path.suffix.lower() in IMAGE_SUFFIXES
    )
    return next(folders, None), [path for path in paths if path.suffix.lower() in SHEET_SUFFIXES]
