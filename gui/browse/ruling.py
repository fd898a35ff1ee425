"""Which rule decides: the one that the user chose, and what their corrections in this folder teach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from engine import catalogue
from engine.records import RuleName
from engine.rules.calibrated import CalibratedRule
from engine.rules.chosen import rule_named
from engine.rules.lesson import Lesson
from engine.rules.rule import Rule
from engine.store.results import ResultStore
from gui.browse.catalogue_panel import CataloguePanel
from gui.browse.inspector import Inspector
from gui.browse.photo_model import PhotoModel
from gui.browse.session import PhotoSession
from gui.shared.runner import Job, Runner

LEARN_MS = 600
"""After the last word: somebody who corrects a row of photos should not set off a lesson with each."""


class Ruling(QObject):
    """`changed` brings the rule in force, `learned` what is known of the lesson (None: the chosen rule learns
    nothing, or nothing is known yet), `lacking` how many photos have lost their decision, as the rule just
    chosen needs more evidence, `failed` an exception.

    Learning has a lane of its own: it reads the whole folder, and neither another folder nor another rule is
    to wait for that.
    """

    changed = Signal(object)
    learned = Signal(object)
    lacking = Signal(int)
    failed = Signal(object)

    def __init__(self, *, rule: Rule, store: ResultStore, session: PhotoSession, model: PhotoModel) -> None:
        super().__init__(session)
        self._plain, self._store, self._session, self._model = rule, store, session, model
        self._lesson: Lesson | None = None
        self._job: Job | None = None
        self._undecided: int | None = None
        self._runner = Runner(self, name="learn")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LEARN_MS)
        self._soon.timeout.connect(self._learn)
        session.rule_applied.connect(self._on_applied)
        session.loaded.connect(self._on_loaded)
        session.words_said.connect(self._stop_learning)  # from words that are old now
        for news in (session.words_written, session.scan_ended):
            news.connect(self.learn_soon)

    @property
    def name(self) -> RuleName:
        """The rule that the user has chosen."""
        return self._plain.name

    def choose(self, name: RuleName) -> None:
        """Decide by this rule from now on."""
        if name == self._plain.name:
            return
        self._undecided = self._model.count_not_scanned()
        self._plain = rule_named(name, person_model=self._session.detection.person_model)
        self._apply()
        self._stop_learning()
        self.learned.emit(None)
        self._learn()

    def show_in(self, *, inspector: Inspector, panel: CataloguePanel) -> None:
        """Show the rule and what was learned, and do what is asked for there."""
        self.changed.connect(inspector.set_rule)
        self.learned.connect(panel.show_learned)
        panel.switched.connect(self.switch)
        panel.reset_wanted.connect(self.reset)

    def rule_for(self, folder: Path) -> Rule:
        """The rule for a folder about to be opened: a lesson belongs to the folder where it was learned."""
        self._stop_learning()
        if folder != self._session.folder:
            self._lesson = None
            self.learned.emit(None)
        rule = self._taught()
        self.changed.emit(rule)
        return rule

    def learn_soon(self) -> None:
        """Look for a lesson in the user's corrections when no more of them come; an older search ends."""
        self._stop_learning()
        self._soon.start()

    def switch(self, on: bool) -> None:
        """Use the lesson of this folder, or do not."""
        self._change(lambda folder: catalogue.switch(folder, store=self._store, on=on))

    def reset(self) -> None:
        """Begin anew: the words said until now stay, but teach nothing any more."""
        self._change(lambda folder: catalogue.reset(folder, store=self._store))

    def stop(self) -> Runner:
        """Learn nothing more. Returns the lane to wait for."""
        self._soon.stop()
        self._runner.stop()
        return self._runner

    def _change(self, work: Callable[[Path], None]) -> None:
        folder = self._session.folder
        if folder is not None:
            self._session.do_after_words(lambda: work(folder), done=self._learn)

    def _learn(self) -> None:
        folder, photos, rule = self._session.folder, self._session.photos, self._plain
        if folder is None or self._session.loading or not isinstance(rule, CalibratedRule):
            return
        self._stop_learning()
        self._job = self._runner.start(
            lambda report, job: catalogue.learned(
                folder,
                photos,
                store=self._store,
                rule=rule,
                detection=self._session.detection,
                model=self._session.model_version(),
                control=job,
            ),
            done=self._on_learned,
            failed=self.failed.emit,
        )

    def _on_loaded(self) -> None:
        """What is missing will be scanned now, by whatever rule."""
        self._undecided = None
        self._learn()

    def _on_applied(self) -> None:
        before, self._undecided = self._undecided, None
        now = self._model.count_not_scanned()
        if before is not None and now > before and not self._session.scanning:
            self.lacking.emit(now)

    def _on_learned(self, learned: catalogue.Learned) -> None:
        self._lesson = learned.lesson
        self._apply()
        self.learned.emit(learned)

    def _stop_learning(self) -> None:
        """What is being learned belongs to a folder or a rule that is no longer there."""
        self._soon.stop()
        if self._job is not None:
            self._job.stop()

    def _apply(self) -> None:
        rule = self._taught()
        if rule.key != self._session.rule.key:
            self._session.use_rule(rule, findings=self._model.findings())
            self.changed.emit(rule)

    def _taught(self) -> Rule:
        if isinstance(self._plain, CalibratedRule):
            return replace(self._plain, lesson=self._lesson)
        return self._plain
