"""One open folder: its listing, what the store knows of it, its scan, the user's word, the rule in force.

No widgets here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from engine.batch import Detectors, classify, decided, known
from engine.flight import traced
from engine.images.load import load
from engine.images.scan import scan
from engine.records import Category, Finding, Photo, Progress, RuleName, Trace
from engine.rules.chosen import DEFAULT, rule_named
from engine.rules.rule import Rule
from engine.settings import Detection
from engine.store.results import ResultStore
from gui.browse.finding_table import PackedFindings
from gui.browse.listing import Listing
from gui.shared.runner import Heard, Job, Report, Runner

GATHER_MS = 30
TRACED_EDGE = 1200
ASKED_AT_ONCE = 1000
"""Photos that the store is asked for: few enough to hold no more of them in memory than that."""
PORTION = 400
"""Findings handed over at once: more would hold up the window."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user has chosen about detection and decision."""

    detection: Detection = field(default_factory=Detection)
    """With the witness network, which the published rule does not need: so either rule can decide at once."""
    rule: Rule = field(default_factory=lambda: rule_named(DEFAULT, person_model=Detection().person_model))

    @classmethod
    def with_rule(cls, name: RuleName) -> Choices:
        """The default choices, but this rule. Raises ModelRefused."""
        detection = Detection()
        return cls(detection, rule_named(name, person_model=detection.person_model))


class PhotoSession(QObject):
    """Three lanes: detection, reading folders and the store, writing the user's words.

    `listed` brings the `Listing` of a folder just opened, `findings_arrived` `PackedFindings`, `loaded` says
    that all the store knows has come; `decided_anew` brings findings that another rule has decided,
    `rule_applied` says that all of them have come; `scan_started` (how many), `scan_progressed`,
    `scan_ended`; `words_said` at once and `words_written` after the user's word is in the store,
    `words_refused` brings the photos whose word could not be kept, each with a sentence; `failed` brings an
    exception.
    """

    listed = Signal(object)
    loaded = Signal()
    findings_arrived = Signal(object)
    decided_anew = Signal(list)
    rule_applied = Signal()
    scan_started = Signal(int)
    scan_progressed = Signal(object)
    scan_ended = Signal()
    words_said = Signal()
    words_written = Signal()
    words_refused = Signal(object)  # a dict would lose keys that are no text
    failed = Signal(object)

    def __init__(
        self, *, store: ResultStore, detectors: Detectors, choices: Choices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._detectors = store, detectors
        self.detection, self.rule = choices.detection, choices.rule
        self._detect = Runner(self, name="detect")
        self._read = Runner(self, name="read")
        self._write = Runner(self, name="write")
        self._listing: Job | None = None
        self._deciding: Job | None = None
        self._scan: Job | None = None
        self._scan_rule = self.rule
        self._said: dict[Photo, Category | None] = {}
        self._fresh: list[Progress] = []
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._hand_over)
        self.folder: Path | None = None
        self.photos: Sequence[Photo] = ()

    @property
    def scanning(self) -> bool:
        """Whether a scan is under way, paused or not."""
        return self._scan is not None

    @property
    def loading(self) -> bool:
        """Whether the folder is still being listed or the store being asked."""
        return self._listing is not None

    def open(self, folder: Path, *, recursive: bool, rule: Rule) -> None:
        """List a folder and ask the store for it, to be decided by `rule`; a scan of another folder ends."""
        self.cancel()
        for job in (self._listing, self._deciding):
            if job is not None:
                job.stop()
        self.folder, self.photos, self.rule = folder, (), rule
        self._said.clear()
        self._listing = self._read.start(
            lambda report, job: Listing(scan(folder, recursive=recursive)),
            done=self._on_listed,
            failed=self._on_listing_failed,
        )

    def model_version(self) -> str:
        """Names and versions of the networks. Raises ModelRefused."""
        return self._detectors.version(self.detection)

    def start_scan(self, photos: Sequence[Photo]) -> None:
        """Let the detectors look at these photos."""
        if self.scanning or not photos:
            return
        rule = self._scan_rule = self.rule
        self._scan = self._detect.start(
            lambda report, job: classify(
                photos,
                store=self._store,
                detectors=self._detectors,
                detection=self.detection,
                rule=rule,
                report=report,
                control=job,
            ),
            done=lambda _: self._end_scan(),
            failed=self._on_scan_failed,
            progress=self._on_progress,
        )
        self.scan_started.emit(len(photos))

    def use_rule(self, rule: Rule, *, findings: Sequence[Finding]) -> None:
        """Decide by another rule from now on, and decide `findings`, all that there are, anew by it."""
        self.rule = rule
        if self._deciding is not None:
            self._deciding.stop()
        if self._listing is not None:
            if self.photos:  # the store is being asked: ask again, in the name of this rule
                self._listing.stop()
                self._start_look_up()
            return
        self._deciding = self._read.start(
            lambda report, job: _decide(findings, rule=rule, report=report, job=job),
            done=lambda _: self.rule_applied.emit(),
            failed=self.failed.emit,
            progress=self.decided_anew.emit,
        )

    def pause(self, wait: bool) -> None:
        """Let the scan wait, or go on."""
        if self._scan is not None:
            self._scan.pause() if wait else self._scan.resume()

    def trace(self, photo: Photo, *, done: Heard, failed: Heard) -> Job:
        """Let the networks look at one photo step by step, in the lane of the scan and after it.

        `done` hears the Trace, None where it was stopped, and the photo's pixels with a long edge of
        TRACED_EDGE.
        """

        def work(report: Report, job: Job) -> tuple[Trace | None, NDArray[np.uint8]]:
            found = traced(photo, detectors=self._detectors, detection=self.detection, control=job)
            return found, load(photo.path, edge=TRACED_EDGE).pixels

        return self._detect.start(work, done=done, failed=failed)

    def cancel(self) -> None:
        """End the scan after the photo under way; what was found stays."""
        if self._scan is not None:
            self._scan.stop()
            self._end_scan()

    def say(self, words: Mapping[Photo, Category | None]) -> None:
        """Write down the user's word about each photo, all of them at once; None takes it back."""
        self._said.update(words)
        self.words_said.emit()
        self._write.start(
            lambda report, job: self._store.say_each(words),
            done=self._on_said,
            failed=self.failed.emit,
        )

    def stop(self) -> list[Runner]:
        """End everything but the writing of words, the detectors at once. Returns the lanes to wait for."""
        self.cancel()
        self._gather.stop()
        self._detectors.kill()
        self._write.stop(finish=True)
        self._detect.stop()
        self._read.stop()
        return [self._write, self._detect, self._read]

    def do_after_words(self, work: Callable[[], None], *, done: Callable[[], None]) -> None:
        """Do something to the store after every word said so far has been written."""
        self._write.start(lambda report, job: work(), done=lambda _: done(), failed=self.failed.emit)

    def _on_said(self, refused: dict[Photo, str]) -> None:
        self.words_written.emit()
        if refused:
            for photo in refused:
                self._said.pop(photo, None)
            self.words_refused.emit(refused)

    def _on_listed(self, photos: Listing) -> None:
        self.photos = photos
        self.listed.emit(photos)
        self._start_look_up()

    def _start_look_up(self) -> None:
        photos, rule = self.photos, self.rule
        self._listing = self._read.start(
            lambda report, job: self._look_up(photos, rule, report, job),
            done=lambda _: self._end_look_up(),
            failed=self._on_listing_failed,
            progress=self._on_looked_up,
        )

    def _on_listing_failed(self, error: Exception) -> None:
        self._listing = None
        self.failed.emit(error)

    def _end_look_up(self) -> None:
        self._listing = None
        self.loaded.emit()

    def _on_looked_up(self, found: PackedFindings) -> None:
        """A word spoken while the photo was being looked up is newer than what was read."""
        self.findings_arrived.emit(found.with_words(self._said) if self._said else found)

    def _look_up(self, photos: Sequence[Photo], rule: Rule, report: Report, job: Job) -> None:
        """In a thread: ask the store, and hand over in portions that do not hold up the window."""
        model = self.model_version()
        for start in range(0, len(photos), ASKED_AT_ONCE):
            if job.stopped():
                return
            found = known(
                photos[start : start + ASKED_AT_ONCE],
                store=self._store,
                detection=self.detection,
                rule=rule,
                model=model,
                control=job,
            )
            report(PackedFindings.of(found.values()))

    def _on_progress(self, progress: Progress) -> None:
        """Gather for a moment: many small changes cost more than one larger."""
        self._fresh.append(progress)
        if not self._gather.isActive():
            self._gather.start()

    def _hand_over(self) -> None:
        if not self._fresh:
            return
        fresh, self._fresh = self._fresh, []
        found = [self._with_word(progress.finding) for progress in fresh]
        if self._scan_rule is not self.rule:
            found = [decided(finding, rule=self.rule) for finding in found]
        self.findings_arrived.emit(PackedFindings.of(found))
        self.scan_progressed.emit(fresh[-1])

    def _with_word(self, finding: Finding) -> Finding:
        """A word spoken while the photo was being scanned is newer than what was read."""
        photo = finding.photo
        return replace(finding, user=self._said[photo]) if photo in self._said else finding

    def _on_scan_failed(self, error: Exception) -> None:
        self._end_scan()
        self.failed.emit(error)

    def _end_scan(self) -> None:
        self._hand_over()
        self._scan = None
        self.scan_ended.emit()


def _decide(findings: Sequence[Finding], *, rule: Rule, report: Report, job: Job) -> None:
    """In a thread: hand over in portions, the first of them at once."""
    for start in range(0, len(findings), PORTION):
        if job.stopped():
            return
        report([decided(finding, rule=rule) for finding in findings[start : start + PORTION]])
