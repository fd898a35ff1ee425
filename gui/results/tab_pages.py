"""Tabs that are as high as the page in front, so that the view around them scrolls and they do not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget


class TabPages(QWidget):
    """A tab bar over pages; `opened` tells the page that the user has brought to the front."""

    opened = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QTabBar()
        self.bar.setDocumentMode(True)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(True)
        self._pages: list[QWidget] = []
        self.bar.currentChanged.connect(self._on_current_changed)
        # No QStackedWidget: it asks for the height of its highest page.
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.bar)

    def show_pages(self, pages: list[tuple[QWidget, str]]) -> None:
        """Show these under their titles; the page in front stays there if it is among them."""
        front = self.current()
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        for page in self._pages:
            page.hide()
        self._pages = [page for page, _ in pages]
        for page, title in pages:
            self.bar.addTab(title)
            if self._column.indexOf(page) < 0:
                page.hide()
                self._column.addWidget(page)
        place = self._pages.index(front) if front in self._pages else 0
        self.bar.setCurrentIndex(place)
        self.bar.blockSignals(False)
        self._bring(place)

    def current(self) -> QWidget | None:
        """The page in front."""
        place = self.bar.currentIndex()
        return self._pages[place] if 0 <= place < len(self._pages) else None

    def titles(self) -> list[str]:
        """The titles of the tabs."""
        return [self.bar.tabText(place) for place in range(self.bar.count())]

    def open_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.bar.setCurrentIndex(self._pages.index(page))

    def _on_current_changed(self, place: int) -> None:
        if 0 <= place < len(self._pages):
            self._bring(place)
            self.opened.emit(self._pages[place])

    def _bring(self, place: int) -> None:
        for other, page in enumerate(self._pages):
            page.setVisible(other == place)
