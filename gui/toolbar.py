"""The top bar: open, scan, sales; search and thumbnail size on the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QSlider, QToolBar, QWidget

from gui.browse.arrangement import Group, Order
from gui.commands import Commands
from gui.shared.icons import icon
from gui.shared.theme import current_tokens
from gui.shared.tokens import GAP, THUMB_MAX, THUMB_MIN


class TopBar(QToolBar):
    """Emits `searched` with the text and `edge_chosen` with the thumbnail size,
    `order_chosen` with an `Order`, `group_chosen` with a `Group`."""

    searched = Signal(str)
    edge_chosen = Signal(int)
    order_chosen = Signal(Order)
    group_chosen = Signal(Group)

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(18, 18))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setWindowTitle(self.tr("Toolbar"))
        for action in (commands.open, commands.scan, commands.sales):
            self.addAction(action)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search by name"))
        self.search.setAccessibleName(self.tr("Search photos by name"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(240)
        self.search.textChanged.connect(self.searched)
        self._search_sign = self.search.addAction(
            icon("search", current_tokens().muted), QLineEdit.ActionPosition.LeadingPosition
        )
        self.group = self._make_group_box()
        self.order = self._make_order_box()
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(THUMB_MIN, THUMB_MAX)
        self.size_slider.setSingleStep(8)
        self.size_slider.setPageStep(32)
        self.size_slider.setFixedWidth(120)
        self.size_slider.setToolTip(self.tr("Size of the thumbnails"))
        self.size_slider.setAccessibleName(self.tr("Size of the thumbnails"))
        self.size_slider.valueChanged.connect(self.edge_chosen)
        self._photo_only = [
            self.addWidget(self.group),
            self.addWidget(_gap()),
            self.addWidget(self.order),
            self.addWidget(_gap()),
            self.addWidget(self.search),
            self.addWidget(_gap()),
            self.addWidget(self.size_slider),
        ]

    def set_edge(self, edge: int) -> None:
        """Show a thumbnail size that was chosen elsewhere."""
        self.size_slider.setValue(edge)

    def set_photo_tools(self, shown: bool) -> None:
        """Search and size belong to the photos."""
        for action in self._photo_only:
            action.setVisible(shown)

    def restyle(self) -> None:
        """Take the colours of the theme in force."""
        self._search_sign.setIcon(icon("search", current_tokens().muted))

    def _make_group_box(self) -> QComboBox:
        names = {
            Group.NONE: self.tr("No groups"),
            Group.FOLDER: self.tr("Grouped by folder"),
            Group.CATEGORY: self.tr("Grouped by category"),
            Group.PRODUCT: self.tr("Grouped by product"),
            Group.DATE: self.tr("Grouped by date"),
        }
        box = _choice_box(self.tr("Group the photos"), names)
        box.activated.connect(lambda row: self.group_chosen.emit(Group(box.itemData(row))))
        return box

    def _make_order_box(self) -> QComboBox:
        names = {
            Order.NAME: self.tr("Sorted by name"),
            Order.NEWEST: self.tr("Newest first"),
            Order.CATEGORY: self.tr("Sorted by category"),
            Order.LEAST_CERTAIN: self.tr("Least certain first"),
            Order.NEEDS_YOU_FIRST: self.tr("Needs you first"),
        }
        box = _choice_box(self.tr("Sort the photos"), names)
        box.activated.connect(lambda row: self.order_chosen.emit(Order(box.itemData(row))))
        return box


def _choice_box(title: str, names: Mapping[Group, str] | Mapping[Order, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(title)
    box.setToolTip(title)
    for value, name in names.items():
        box.addItem(name, value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    return box


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(GAP)
    return gap
