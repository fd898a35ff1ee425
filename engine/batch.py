"""From a list of photos to a finding for each: from the store, and from the networks for the rest."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from engine.errors import PhotoUnreachable, readable_name
from engine.flight import Detectors, DetectPhoto, Flight, Landing
from engine.images.load import READER
from engine.pace import Pace
from engine.records import AlwaysOn, Control, Evidence, Finding, Photo, Progress, Report
from engine.rules.rule import Rule
from engine.settings import Detection
from engine.store.fingerprint import content_hash
from engine.store.results import Origin, Remembered, ResultStore

__all__ = ["DetectPhoto", "Detectors", "classify", "decided", "known"]

_SEATS_PER_WORKER = 2
"""Photos under way per worker: the next one waits at the door, and a crash or a stop loses few."""

_POLL = 0.05
"""Seconds between two looks at the control."""


def known(
    photos: Sequence[Photo],
    *,
    store: ResultStore,
    detection: Detection,
    rule: Rule,
    model: str,
    control: Control | None = None,
) -> dict[str, Finding]:
    """What the store knows of the photos, by name, decided anew by this rule; no network runs.

    Only photos whose path, size or time is new are read, and of these only those as large as a photo that
    is known: they may have been renamed or moved. `control` can cut that short. Raises StoreUnusable.
    """
    origin = Origin(model=model, parameters=detection.key, reader=READER)
    recalled = store.recall(photos, origin=origin)
    strangers = [photo for photo in photos if photo not in recalled]
    moved = _enrolled(store.perhaps_moved(strangers), store=store, control=control or AlwaysOn())
    recalled |= store.recall(moved, origin=origin)
    findings = (_finding(photo, memory, rule) for photo, memory in recalled.items())
    return {finding.photo.name: finding for finding in findings if _says_something(finding)}


def classify(
    photos: Sequence[Photo],
    *,
    store: ResultStore,
    detectors: Detectors,
    detection: Detection,
    rule: Rule,
    report: Report,
    control: Control,
    workers: int = 1,
) -> list[Finding]:
    """A finding for each photo, in their order, from the store or from the networks.

    Each result is in the store before it is reported, so a stopped or killed batch goes on where it was. What
    the store knew at the start is in the answer but not reported. After a stop the photos not reached are not
    in the answer. A photo that cannot be read or crashes the networks is a finding with a problem. Raises
    StyleliftError where no photo can be looked at, and StoreUnusable.
    """
    # A face below the user's threshold must not spare a photo YOLOv3, or nothing could be decided.
    detection = replace(detection, face_threshold=max(detection.face_threshold, rule.thresholds.face))
    flight = Flight(detectors, detection=detection, seats=_SEATS_PER_WORKER * workers)
    batch = _Batch(
        photos,
        store=store,
        flight=flight,
        report=report,
        origin=Origin(model=detectors.version(detection), parameters=detection.key, reader=READER),
        rule=rule,
        both=detection.both,
    )
    try:
        batch.run(control)
    finally:
        flight.close()
    return batch.answer()


class _Batch:
    """One run of `classify`."""

    def __init__(
        self,
        photos: Sequence[Photo],
        *,
        store: ResultStore,
        flight: Flight,
        report: Report,
        origin: Origin,
        rule: Rule,
        both: bool,
    ) -> None:
        self._photos = list(dict.fromkeys(photos))
        self._store = store
        self._flight = flight
        self._report = report
        self._origin = origin
        self._both = both
        self._rule = rule
        self._pace = Pace()
        self._findings: dict[Photo, Finding] = {}
        self._queue: deque[Photo] = deque()
        self._copies: dict[str, list[Photo]] = {}
        """By content hash: the photo under way and its copies, which wait for it."""
        self._tried: set[str] = set()
        """Content hashes that came back in this run, be it with a problem that another run may not have."""

    def run(self, control: Control) -> None:
        """Work until every photo has a finding or the user stops."""
        self._recall()
        while (self._queue or self._flight.busy) and not control.stopped():
            if control.paused():
                self._pace.rest()
            else:
                self._fill(control)
            for landing in self._flight.land(patience=_POLL):
                self._keep(landing)

    def answer(self) -> list[Finding]:
        """The findings so far, in the order of the photos."""
        return [self._findings[photo] for photo in self._photos if photo in self._findings]

    def _recall(self) -> None:
        """Settle what the store knows and queue the rest, last those that crashed the networks before."""
        recalled = self._store.recall(self._photos, origin=self._origin)
        again: list[Photo] = []
        decisions = []
        for photo in self._photos:
            memory = recalled.get(photo)
            if memory is None or not self._is_complete(memory):
                (again if memory and memory.problem else self._queue).append(photo)
                continue
            finding = self._findings[photo] = _finding(photo, memory, self._rule)
            if finding.decision is not None:
                decisions.append((memory.content, finding.decision))
        self._queue.extend(again)
        self._store.keep_decisions(decisions, origin=self._origin, rule=self._rule.key)

    def _fill(self, control: Control) -> None:
        """Send photos until enough are under way."""
        self._flight.retry()
        while self._queue and self._flight.has_room and not (control.stopped() or control.paused()):
            self._take(self._queue.popleft())

    def _take(self, photo: Photo) -> None:
        """Settle one photo if its content is known, else send it, unless a copy of it is under way."""
        memory = self._store.recall([photo], origin=self._origin).get(photo)
        if memory is None:
            try:
                self._store.enrol([(photo, content_hash(photo.path))])
            except PhotoUnreachable as error:
                self._settle(Finding(photo=photo, problem=str(error)))
                return
            memory = self._store.recall([photo], origin=self._origin).get(photo)
        if memory is None:
            self._settle(_changed_meanwhile(photo))
        elif memory.content in self._tried or self._is_complete(memory):
            self._settle_from_store(photo, memory)
        elif memory.content in self._copies:
            self._copies[memory.content].append(photo)
        else:
            self._copies[memory.content] = [photo]
            self._flight.board(photo, content=memory.content)

    def _keep(self, landing: Landing) -> None:
        """Write down what came back and settle every photo with that content."""
        if isinstance(landing.result, Evidence):
            self._store.keep_evidence(landing.content, landing.result, origin=self._origin)
        else:
            self._store.keep_problem(
                landing.content, landing.result, photo=landing.photo, origin=self._origin
            )
        self._pace.tick(time.monotonic())
        self._tried.add(landing.content)
        copies = self._copies.pop(landing.content)
        recalled = self._store.recall(copies, origin=self._origin)
        for photo in copies:
            if photo in recalled:
                self._settle_from_store(photo, recalled[photo])
            else:
                self._settle(_changed_meanwhile(photo))

    def _settle_from_store(self, photo: Photo, memory: Remembered) -> None:
        """Settle through the store, so that what is seen live is what is seen after reopening."""
        finding = _finding(photo, memory, self._rule)
        if finding.decision is not None:
            decision = [(memory.content, finding.decision)]
            self._store.keep_decisions(decision, origin=self._origin, rule=self._rule.key)
        self._settle(finding)

    def _settle(self, finding: Finding) -> None:
        self._findings[finding.photo] = finding
        done, total = len(self._findings), len(self._photos)
        self._report(
            Progress(
                done=done,
                total=total,
                finding=finding,
                photos_per_second=self._pace.photos_per_second,
                seconds_left=self._pace.seconds_left(total - done),
            )
        )

    def _is_complete(self, memory: Remembered) -> bool:
        """Whether the networks would add nothing."""
        if memory.evidence is None:
            return memory.problem is not None and memory.problem.lasting
        if self._rule.lacks(memory.evidence):
            return False
        return memory.evidence.persons is not None or not self._both


def decided(finding: Finding, *, rule: Rule) -> Finding:
    """The finding by this rule; without a decision where a network must look at the photo first."""
    evidence = finding.evidence
    decision = None if evidence is None or rule.lacks(evidence) else rule.decide(evidence)
    return replace(finding, decision=decision, problem=None if decision else finding.problem)


def _finding(photo: Photo, memory: Remembered, rule: Rule) -> Finding:
    sentence = memory.problem.sentence if memory.problem else None
    seen = Finding(photo=photo, evidence=memory.evidence, user=memory.user, problem=sentence)
    return decided(seen, rule=rule)


def _changed_meanwhile(photo: Photo) -> Finding:
    """Another run of the program has enrolled the file with another size or time."""
    name = readable_name(photo.path.name)
    return Finding(photo=photo, problem=f"{name} was changed while it was being read: scan the folder again.")


def _says_something(finding: Finding) -> bool:
    return not (finding.evidence is None and finding.user is None and finding.problem is None)


def _enrolled(photos: Sequence[Photo], *, store: ResultStore, control: Control) -> list[Photo]:
    """Read the photos to know them by content; those that cannot be read are left out."""
    contents: list[tuple[Photo, str]] = []
    for photo in photos:
        if control.stopped():
            break
        try:
            contents.append((photo, content_hash(photo.path)))
        except PhotoUnreachable:
            continue
    store.enrol(contents)
    return [photo for photo, _ in contents]
