"""Lets every rule with every network judge the labelled photos, in turn, and notes how long each takes."""

from __future__ import annotations

import functools
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.errors import ModelRefused, PhotoUnreadable, SheetUnreadable
from engine.images.load import Loaded, load
from engine.records import Decision, RuleName
from engine.rules.chosen import rule_named
from engine.rules.rule import Rule
from engine.settings import Detection

if TYPE_CHECKING:
    from engine.vision.cascade import Cascade

PHOTO_EDGE = Detection().photo_edge
TOLD_EVERY = 25
"""Photos between two words on the progress."""


@dataclass(frozen=True, slots=True)
class Label:
    """One row of the table of labels."""

    file: str
    category: int
    group: str
    """What its photo was cut from: its source, or the file itself where none is named."""
    kind: str


@dataclass(frozen=True, slots=True)
class Contender:
    """A rule with the networks that it needs."""

    rule: Rule
    cascade: Cascade
    detection: Detection
    version: str
    """Of the rule's numbers and of the networks."""

    def judge(self, photo: Loaded) -> tuple[Decision, float]:
        """The decision, and the seconds that it took."""
        start = time.perf_counter()
        decision = self.rule.decide(self.cascade.look(photo, self.detection))
        return decision, time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Judged:
    """What one contender said of every photo."""

    rule: RuleName
    person_model: str
    version: str
    """Of the rule's numbers and of the networks."""
    decisions: tuple[Decision, ...]
    seconds: NDArray[np.float64]
    """For each photo (n,); not a number for the first one, the warm-up."""

    @property
    def title(self) -> str:
        """Names the contender in every table."""
        return f"{self.rule}, {self.person_model}"

    @property
    def slug(self) -> str:
        """Names it in file names."""
        return f"{self.rule}-{self.person_model}"


@dataclass(frozen=True, slots=True)
class Measured:
    """What every contender said of the photos that could be read, and why the others could not."""

    labels: tuple[Label, ...]
    judged: tuple[Judged, ...]
    load_seconds: NDArray[np.float64]
    set_aside: tuple[tuple[str, str], ...]
    """File and reason."""


def read_labels(path: Path) -> list[Label]:
    """Read a table with the columns file and category, perhaps source and kind. Raises SheetUnreadable."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:  # pandas' own errors are ValueErrors
        raise SheetUnreadable(f"{path} cannot be read as a CSV table: {error}.") from error
    missing = {"file", "category"} - set(table.columns)
    if missing or table.empty:
        raise SheetUnreadable(f"{path} needs rows and the columns file and category.")
    for wrong in table.index[~table["category"].isin(["1", "2", "3"])]:
        raise SheetUnreadable(
            f"{path} row {wrong + 2}: category is {table['category'][wrong]!r}, not 1, 2 or 3."
        )
    for twice in table["file"][table["file"].duplicated()]:
        raise SheetUnreadable(f"{path} names {twice} twice: keep one row of it.")
    return [_label(row) for row in table.to_dict("records")]


def _label(row: dict[Any, str]) -> Label:
    file = row["file"]
    return Label(file, int(row["category"]), row.get("source") or file, row.get("kind") or kind_of(file))


def kind_of(file: str) -> str:
    """The file name up to the first _digit, such as worn_feet of worn_feet_003.jpg; "other" without one."""
    found = re.match(r"(.+?)_\d", Path(file).name)
    return found[1] if found else "other"


def contenders(
    rules: Sequence[RuleName], person_models: Sequence[str], *, models_dir: Path | None
) -> tuple[list[Contender], list[str]]:
    """Load every network once, for all rules; one sentence for each contender that has to be left out.

    Raises ModelRefused where nothing is left.
    """
    folders = (models_dir,) if models_dir else ()
    ready: list[Contender] = []
    left_out: list[str] = []
    for name in person_models:
        for rule in rules:
            try:
                ready.append(_contender(rule, name, folders=folders))
            except ModelRefused as error:
                reason = str(error).partition(". ")[0]  # the next sentence names a folder of this computer
                left_out.append(f"{rule}, {name}: {reason}")
    if not ready:
        raise ModelRefused("\n".join(left_out))
    return ready, left_out


def _contender(name: RuleName, model_name: str, *, folders: tuple[Path, ...]) -> Contender:
    from engine.vision.models import person_model
    from engine.vision.process import version_of

    sizes = person_model(model_name).input_sizes
    rule = rule_named(name, person_model=model_name)
    detection = Detection(person_model=model_name, person_sizes=sizes, witness=name == "calibrated")
    return Contender(
        rule=rule,
        cascade=_cascade(model_name, sizes, folders),
        detection=detection,
        version=f"{rule.key}; {version_of(detection)}",
    )


@functools.cache
def _cascade(model_name: str, sizes: tuple[int, ...], folders: tuple[Path, ...]) -> Cascade:
    """The same networks for every rule."""
    from engine.vision.models import witness_model
    from engine.vision.process import load_cascade

    return load_cascade(model_name, sizes=sizes, folders=folders, witness=witness_model())


def measure(labels: Sequence[Label], rivals: Sequence[Contender], *, folder: Path) -> Measured:
    """Show every photo below `folder` to every contender, another one first each time."""
    used: list[Label] = []
    set_aside: list[tuple[str, str]] = []
    load_seconds: list[float] = []
    said: list[list[tuple[Decision, float]]] = [[] for _ in rivals]
    for label in labels:
        start = time.perf_counter()
        try:
            photo = load(folder / label.file, edge=PHOTO_EDGE)
        except PhotoUnreadable as error:
            set_aside.append((label.file, str(error)))
            continue
        load_seconds.append(time.perf_counter() - start)
        for turn in range(len(rivals)):
            one = (len(used) + turn) % len(rivals)
            said[one].append(rivals[one].judge(photo))
        used.append(label)
        if len(used) % TOLD_EVERY == 0:
            print(f"{len(used)} of {len(labels)} photos", file=sys.stderr)
    if not used:
        raise SheetUnreadable(f"None of the {len(labels)} photos can be read. The first: {set_aside[0][1]}")
    judged = tuple(_judged(one, words) for one, words in zip(rivals, said, strict=True))
    return Measured(tuple(used), judged, np.array(load_seconds), tuple(set_aside))


def _judged(rival: Contender, said: Sequence[tuple[Decision, float]]) -> Judged:
    seconds = np.array([spent for _, spent in said])
    seconds[0] = np.nan
    decisions = tuple(decision for decision, _ in said)
    return Judged(rival.rule.name, rival.detection.person_model, rival.version, decisions, seconds)
