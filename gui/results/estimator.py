"""Estimates in a worker thread, and makes the checks of an answer when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from engine.sheets.sales import Sales
from engine.stats.answer import Answer
from engine.stats.checks import run_checks
from engine.study import study_sales
from gui.shared.runner import Job, Runner

SETTLE_MS = 300


class Estimator(QObject):
    """Emits `studied` with a Study, `checked` with its Checks (None where they were stopped), `failed` and
    `check_failed` with the error. Only the newest wish is answered."""

    studied = Signal(object)
    checked = Signal(object)
    failed = Signal(object)
    check_failed = Signal(object)

    def __init__(self, *, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._estimating: Job | None = None
        self._checking: Job | None = None

    def study(self, sales: Sales, *, files: Mapping[str, str], wish: Mapping[str, Any]) -> None:
        """Estimate; `wish` holds what else `study_sales` is given."""
        self.stop()
        self._estimating = self._runner.start(
            lambda report, job: study_sales(sales, files=files, **wish),
            done=partial(self._on_ended, self.studied),
            failed=partial(self._on_ended, self.failed),
        )

    def check(self, answer: Answer) -> None:
        """Make the checks of an answer."""
        self.stop_checks()
        self._checking = self._runner.start(
            lambda report, job: run_checks(answer.estimate, stopped=job.stopped),
            done=self.checked.emit,
            failed=self.check_failed.emit,
        )

    @property
    def busy(self) -> bool:
        """Whether an estimate is under way."""
        return self._estimating is not None

    def stop_checks(self) -> None:
        """Leave the checks; what they found so far is not told."""
        if self._checking is not None:
            self._checking.stop()

    def stop(self) -> None:
        """Leave whatever is under way."""
        self.stop_checks()
        if self._estimating is not None:
            self._estimating.stop()
            self._estimating = None

    def _on_ended(self, tell: SignalInstance, outcome: object) -> None:
        self._estimating = None
        tell.emit(outcome)


def settling(act: Any, *, parent: QObject) -> QTimer:
    """A timer that calls `act` once several changes in a row, such as those that a scan reports, are over."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(SETTLE_MS)
    timer.timeout.connect(act)
    return timer
