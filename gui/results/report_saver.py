"""Saves what a study says: the report in the form that the file's ending names, and the rows set aside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.errors import StyleliftError
from engine.reports.write import write_report
from engine.sheets.rejects import write_rejects
from engine.study import Study
from gui.shared.message_bar import MessageBar


class ReportSaver(QObject):
    """Asks for a file, writes it, and says so in the bar."""

    def __init__(self, *, bar: MessageBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar, self._window = bar, parent

    def ask(self, study: Study | None) -> None:
        """Let the user choose where and in which form the report is saved."""
        kinds = ";;".join(
            [
                self.tr("Web page (*.html)"),
                self.tr("PDF document (*.pdf)"),
                self.tr("Excel workbook (*.xlsx)"),
                self.tr("Everything to calculate it again (*.zip)"),
            ]
        )
        name, kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the report"), "stylelift-report.html", kinds
        )
        if name:
            ending = kind.rpartition("*")[2].rstrip(")")
            self.save(study, Path(name) if Path(name).suffix else Path(name).with_suffix(ending or ".html"))

    def save(self, study: Study | None, path: Path) -> None:
        """Write the report of a study; its ending says how."""
        if study is None:
            return
        try:
            write_report(study, path)
        except StyleliftError as error:
            self._bar.show_message(str(error), kind="trouble")
        else:
            self._bar.show_message(self.tr("The report is saved: {0}").format(path))

    def ask_rejects(self, study: Study | None) -> None:
        """Let the user save the rows set aside, each with its reason and a hint."""
        if study is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the rows set aside"), "set-aside.csv", self.tr("CSV (*.csv)")
        )
        if not name:
            return
        try:
            write_rejects(study.rows_aside, Path(name))
        except StyleliftError as error:
            self._bar.show_message(str(error), kind="trouble")
        else:
            self.tell_saved([Path(name)])

    def tell_saved(self, paths: list[Path]) -> None:
        """Say what was saved where."""
        names = ", ".join(path.name for path in paths)
        self._bar.show_message(self.tr("Saved: {0} in {1}").format(names, paths[0].parent))
