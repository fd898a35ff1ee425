"""What was not foreseen: logged at once, shown with its traceback to copy, from whatever thread it came."""

from __future__ import annotations

import logging
import platform
import queue
import sys
import threading
import traceback
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

logger = logging.getLogger(__name__)
LOOK_MS = 300


class BugDialog(QDialog):
    """One unforeseen error with everything a report needs."""

    def __init__(self, report: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong in Stylelift"))
        self.resize(720, 420)
        says = QLabel(
            self.tr(
                "This is a fault of the program. Your photos are untouched and what was found is saved. "
                "You can go on; a copy of this report helps to mend it."
            )
        )
        says.setWordWrap(True)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(says)
        column.addWidget(self.report)
        column.addWidget(buttons)


class BugHooks(QObject):
    """Takes over `sys.excepthook` and `threading.excepthook`; they only log and hand over."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._reports: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.dialog: BugDialog | None = None
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._show_next)
        # A dialog shown between the last window's end and the program's would stop the program from ending.
        application.lastWindowClosed.connect(self._timer.stop)
        self._timer.start()

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before
        self._timer.stop()

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        logger.critical("unforeseen error", exc_info=(kind, error, trace))
        self._reports.put(bug_report(error))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _show_next(self) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            return
        try:
            report = self._reports.get_nowait()
        except queue.Empty:
            return
        self.dialog = BugDialog(report, parent=None)
        self.dialog.show()


def bug_report(error: BaseException) -> str:
    """The traceback and the versions that it happened with."""
    versions = f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.platform()}"
    return f"{versions}\n\n{''.join(traceback.format_exception(error))}"
