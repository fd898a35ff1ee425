"""The left column: folders, recent folders, photos that could not be read, what was learned of this one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileSystemModel,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from engine.records import Finding
from gui.browse import words
from gui.browse.catalogue_panel import CataloguePanel
from gui.shared.badges import badge_icon
from gui.shared.icons import icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, PAD, STEP

RECENT_ROWS = 6
PROBLEM_ROWS = 6


class FolderPanel(QWidget):
    """Emits `folder_chosen` with a Path, `recursive_toggled`, and `problem_chosen` with a photo's name."""

    folder_chosen = Signal(Path)
    recursive_toggled = Signal(bool)
    problem_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: QFileSystemModel | None = None
        self.up = QToolButton()
        self.up.setAutoRaise(True)
        self.up.setToolTip(self.tr("Show the folder above"))
        self.up.setAccessibleName(self.up.toolTip())
        self.up.clicked.connect(self._on_up_clicked)
        self.tree = self._make_tree()
        self.recursive = QCheckBox(self.tr("Include sub-folders"))
        self.recursive.toggled.connect(self.recursive_toggled)
        self.recent = self._make_list(self.tr("Recent folders"))
        self.recent.itemActivated.connect(self._on_recent_chosen)
        self.recent.itemClicked.connect(self._on_recent_chosen)
        self.problems = self._make_list(self.tr("Photos with a problem"))
        self.problems.itemClicked.connect(lambda item: self.problem_chosen.emit(item.text()))
        self.problems.itemActivated.connect(lambda item: self.problem_chosen.emit(item.text()))
        self.catalogue = CataloguePanel()
        self._recent_title = _section(self.tr("Recent"))
        self._problems_title = _section("")
        self._tree_part = self._make_tree_part()
        self._tree_part.hide()
        self._lay_out()
        self.show_problems([])
        self.restyle()

    def show_folder(self, folder: Path) -> None:
        """Show a folder among its neighbours. The file model comes first here: it reads disks."""
        if self._files is None:
            self._files = QFileSystemModel(self)
            self._files.setFilter(QDir.Filter.Dirs | QDir.Filter.NoDotAndDotDot)
            self._files.setOption(QFileSystemModel.Option.DontWatchForChanges, True)
            self.tree.setModel(self._files)
            for column in range(1, self._files.columnCount()):
                self.tree.hideColumn(column)
        if not folder.is_relative_to(self._root()) or folder == self._root():
            self._set_root(folder.parent)
        self._tree_part.show()
        index = self._files.index(str(folder))
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)

    def show_recent(self, folders: Sequence[Path]) -> None:
        """List recent folders. Whether they are still there is asked when one is chosen, not now."""
        self.recent.clear()
        for folder in folders:
            item = QListWidgetItem(folder.name or str(folder))
            item.setToolTip(str(folder))
            item.setData(Qt.ItemDataRole.UserRole, str(folder))
            self.recent.addItem(item)
        self._recent_title.setVisible(bool(folders))
        self.recent.setVisible(bool(folders))
        _fit_rows(self.recent, most=RECENT_ROWS)
        self.restyle()

    def show_problems(self, findings: Sequence[Finding]) -> None:
        """List the photos that could not be read."""
        self.problems.clear()
        for finding in findings:
            item = QListWidgetItem(finding.photo.name)
            item.setToolTip(finding.problem or "")
            self.problems.addItem(item)
        self._problems_title.setText(self.tr("Problems") + f"  {words.count(len(findings))}")
        self._problems_title.setVisible(bool(findings))
        self.problems.setVisible(bool(findings))
        _fit_rows(self.problems, most=PROBLEM_ROWS)
        self.restyle()

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        tokens = current_tokens()
        self.up.setIcon(icon("up", tokens.muted))
        folder, problem = icon("folder", tokens.muted), badge_icon("problem", tokens, size=14)
        for row in range(self.recent.count()):
            self.recent.item(row).setIcon(folder)
        for row in range(self.problems.count()):
            self.problems.item(row).setIcon(problem)
        self.catalogue.restyle()

    def sizeHint(self) -> QSize:
        """Wide enough for common folder names."""
        return QSize(210, 400)

    def _make_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setHeaderHidden(True)
        tree.setProperty("plain", True)
        tree.setFrameShape(QTreeView.Shape.NoFrame)
        tree.setAccessibleName(self.tr("Folders"))
        tree.setUniformRowHeights(True)
        tree.setIndentation(14)
        tree.activated.connect(self._on_tree_chosen)
        tree.clicked.connect(self._on_tree_chosen)
        return tree

    def _make_list(self, name: str) -> QListWidget:
        names = QListWidget()
        names.setFrameShape(QListWidget.Shape.NoFrame)
        names.setAccessibleName(name)
        names.setProperty("plain", True)
        names.setIconSize(QSize(16, 16))
        names.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return names

    def _make_tree_part(self) -> QWidget:
        """Tree and option, of which there is nothing to see before a folder is open."""
        part = QWidget()
        part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        head = QHBoxLayout()
        head.addWidget(_section(self.tr("Folders")), 1)
        head.addWidget(self.up)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP - 2)
        column.addLayout(head)
        column.addWidget(self.tree, 1)
        column.addWidget(self.recursive)
        return part

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, GAP, GAP, GAP)
        column.setSpacing(GAP - 2)
        column.addWidget(self._tree_part, 1000)
        for widget in (self._recent_title, self.recent, self._problems_title, self.problems):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.catalogue)

    def _root(self) -> Path:
        path = self._files.rootPath() if self._files else ""
        return Path(path) if path else Path("/nowhere")

    def _set_root(self, folder: Path) -> None:
        if self._files is not None:
            self.tree.setRootIndex(self._files.setRootPath(str(folder)))

    def _on_up_clicked(self) -> None:
        if self._files is not None:
            self._set_root(self._root().parent)

    def _on_tree_chosen(self, index: QModelIndex) -> None:
        if self._files is not None:
            self.folder_chosen.emit(Path(self._files.filePath(index)))

    def _on_recent_chosen(self, item: QListWidgetItem) -> None:
        self.folder_chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("rank", "section")
    return label


def _fit_rows(names: QListWidget, *, most: int) -> None:
    height = names.fontMetrics().height() + GAP
    for row in range(names.count()):
        names.item(row).setSizeHint(QSize(0, height))
    names.setFixedHeight(min(names.count(), most) * height + STEP)
