"""What the user's own corrections teach the calibrated rule about one folder, the catalogue.

All of it happens on this machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.images.load import READER
from engine.records import Control, Evidence, Photo
from engine.rules.calibrated import CalibratedRule
from engine.rules.lesson import ENOUGH, Lesson, Trial, learn
from engine.rules.rule import Rule
from engine.settings import Detection
from engine.store.results import Learning, Origin, Remembered, ResultStore

_AT_ONCE = 1000
"""Photos that are read between two looks at the control."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What is known of learning in one folder."""

    learning: bool
    """Whether the user has it switched on."""
    corrections: int
    """The user's words that count: said since the last reset, about photos with all the evidence."""
    trial: Trial | None
    """None below `ENOUGH` corrections, or where there is nothing to learn from them; also there when off."""
    lesson: Lesson | None
    """What to use; None unless learning is on and the trial says better."""


def learned(
    folder: Path,
    photos: Sequence[Photo],
    *,
    store: ResultStore,
    rule: Rule,
    detection: Detection,
    model: str,
    control: Control | None = None,
) -> Learned:
    """Learn from the words that the store has on the photos of `folder`; no network runs.

    A word is about a photo's content, wherever it was said; copies speak once. The published rule learns
    nothing. Where there are too few words, nothing else is read. `control` can cut it short: then nothing is
    learned. Raises StoreUnusable.
    """
    chosen = store.learning(folder)
    if not isinstance(rule, CalibratedRule):
        return Learned(learning=chosen.on, corrections=0, trial=None, lesson=None)
    origin = Origin(model=model, parameters=detection.key, reader=READER)
    said = {
        memory.content: (memory.evidence, memory.user)
        for memory in store.recall(photos, origin=origin, said=True).values()
        if memory.evidence is not None and memory.user is not None
        if not rule.lacks(memory.evidence) and _counts(memory, chosen)
    }
    unsaid: list[Evidence] = []
    for start in range(0, len(photos) if len(said) >= ENOUGH else 0, _AT_ONCE):
        if control is not None and control.stopped():
            return Learned(learning=chosen.on, corrections=len(said), trial=None, lesson=None)
        for memory in store.recall(photos[start : start + _AT_ONCE], origin=origin).values():
            if memory.user is None and memory.evidence is not None and not rule.lacks(memory.evidence):
                unsaid.append(memory.evidence)
    lesson, trial = learn(list(said.values()), rule=rule, unsaid=unsaid)
    return Learned(
        learning=chosen.on, corrections=len(said), trial=trial, lesson=lesson if chosen.on else None
    )


def _counts(memory: Remembered, chosen: Learning) -> bool:
    """Whether the word was said after the last reset."""
    return chosen.reset_at is None or (memory.said_at is not None and memory.said_at > chosen.reset_at)


def switch(folder: Path, *, store: ResultStore, on: bool) -> None:
    """Learn from the words in this folder, or do not. Raises StoreUnusable."""
    store.switch_learning(folder, on=on)


def reset(folder: Path, *, store: ResultStore) -> None:
    """Learn nothing more from the words said until now; the words themselves stay. Raises StoreUnusable."""
    store.reset_learning(folder)
