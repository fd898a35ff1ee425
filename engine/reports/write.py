"""Writes the report on a study as the ending of the file says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.errors import ExportFailed
from engine.files import replace_file
from engine.plots.gallery import answer_plots, check_plots
from engine.reports.content import document
from engine.reports.html_page import html_page
from engine.reports.pdf import pdf
from engine.reports.report_sheets import report_sheets
from engine.reports.reproduce import reproduce
from engine.reports.xlsx import xlsx
from engine.stats.checks import Checks
from engine.study_record import Study

REPRODUCE = ".zip"
"""The ending of what holds the script and the data, and so no check."""


def write_report(study: Study, path: Path, *, checks: Checks | None = None) -> None:
    """Write .html (one page that needs nothing beside it), .pdf, .xlsx (the tables), or .zip (a script with
    the cleaned data that gives the same digits), always in light. `checks`: those made on request, where they
    were. Raises ExportFailed."""
    writers: dict[str, Callable[[], bytes]] = {
        ".html": lambda: html_page(document(study, checks=checks)).encode(),
        ".pdf": lambda: pdf(document(study, checks=checks)),
        ".xlsx": lambda: _workbook(study, checks),
        REPRODUCE: lambda: reproduce(study),
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ExportFailed(
            f"{path.name} must end in .html, .pdf, .xlsx or .zip: the ending says what to write."
        )
    content = writer()
    try:
        replace_file(path, content)
    except OSError as error:
        raise ExportFailed(f"{path} cannot be written: {error.strerror or error}.") from error


def _workbook(study: Study, checks: Checks | None) -> bytes:
    if study.answer is None:
        return xlsx(report_sheets(study, ()), ())
    plots = answer_plots(study.answer, firm=study.firm)
    if checks is not None:
        plots += check_plots(study.answer, checks)
    return xlsx(report_sheets(study, plots), plots)
