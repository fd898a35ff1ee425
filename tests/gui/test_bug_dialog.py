"""Unforeseen errors: logged, shown once at a time with a traceback to copy, from any thread."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from gui.shared.bug_dialog import LOOK_MS, BugHooks, bug_report


@pytest.fixture
def hooks(qapp):
    made = BugHooks(qapp)
    yield made
    made.remove()
    if made.dialog is not None:
        made.dialog.close()
        made.dialog.deleteLater()


def broken():
    raise ZeroDivisionError("nothing to share")


def test_the_report_names_the_error_and_the_versions():
    try:
        broken()
    except ZeroDivisionError as error:
        report = bug_report(error)
    assert "ZeroDivisionError: nothing to share" in report
    assert "in broken" in report
    assert "PySide6" in report


def test_an_error_on_the_gui_thread_opens_the_dialog(qtbot, hooks, caplog):
    try:
        broken()
    except ZeroDivisionError:
        sys.excepthook(*sys.exc_info())
    qtbot.waitUntil(lambda: hooks.dialog is not None)
    assert "nothing to share" in hooks.dialog.report.toPlainText()
    assert "unforeseen error" in caplog.text
    copy = next(b for b in hooks.dialog.findChildren(QPushButton) if b.text() == "Copy report")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == hooks.dialog.report.toPlainText()


def test_an_error_in_a_thread_is_handed_over(qtbot, hooks):
    shown_in = []
    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    assert hooks.dialog is None
    qtbot.waitUntil(lambda: hooks.dialog is not None)
    shown_in.append(hooks.dialog.thread())
    assert shown_in == [QGuiApplication.instance().thread()]


def test_the_hooks_are_given_back(qapp):
    before = (sys.excepthook, threading.excepthook)
    BugHooks(qapp).remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_no_dialog_keeps_a_program_alive_whose_last_window_is_closed(qtbot, qapp, hooks, caplog):
    qapp.lastWindowClosed.emit()
    sys.excepthook(ValueError, ValueError("late"), None)
    qtbot.wait(2 * LOOK_MS)
    assert hooks.dialog is None
    assert "late" in caplog.text
