"""All numbers of the accuracy benchmark: one `Scores` for each contender, and everything as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from benchmarks.accuracy_measure import Judged, Measured
from benchmarks.accuracy_scores import (
    CATEGORIES,
    RESAMPLES,
    Bin,
    Bools,
    Bootstrap,
    ChanceError,
    Estimate,
    Floats,
    Integers,
    Share,
    confusion,
    ece,
    ece_by_chance,
    precision,
    recall,
    reliability,
)

PRODUCT_ONLY = 3


@dataclass(frozen=True, slots=True)
class Scores:
    """What one contender is worth."""

    right: Share
    confusion: tuple[tuple[int, ...], ...]
    """Labels in rows, decisions in columns."""
    recall: Mapping[int, Share]
    precision: Mapping[int, Share]
    marked: Share
    """For review, of all photos."""
    right_unmarked: Share
    """Right, of the photos not marked for review."""
    mistakes_marked: Share
    """Marked for review, of the mistakes."""
    kinds: Mapping[str, Share]
    """Right, of each kind of photo."""
    empty_called: Mapping[int, Share]
    """Decided as each category, of the photos labelled product only."""
    reliability: tuple[Bin, ...]
    ece: float
    ece_by_chance: ChanceError
    mean_ms: Estimate
    median_ms: float | None
    right_gained: Estimate
    """Share right minus that of the first contender."""
    times_the_cost: Estimate
    """Mean time divided by that of the first contender."""


@dataclass(frozen=True, slots=True)
class Results:
    """What was measured, and what each contender is worth, in the same order."""

    title: str
    measured: Measured
    scores: tuple[Scores, ...]
    groups: int
    left_out: tuple[str, ...]
    """A sentence for each contender that could not be measured."""


def results(measured: Measured, *, title: str, left_out: Sequence[str]) -> Results:
    """Calculate everything. All contenders share the resamples, so that their differences are paired."""
    bootstrap = Bootstrap([label.group for label in measured.labels])
    scores = tuple(_scores(one, measured, bootstrap) for one in measured.judged)
    return Results(title, measured, scores, bootstrap.groups, tuple(left_out))


def labels_of(measured: Measured) -> Integers:
    """The labelled category of each photo (n,)."""
    return np.array([label.category for label in measured.labels])


def decided_by(judged: Judged) -> Integers:
    """The decided category of each photo (n,)."""
    return np.array([int(decision.category) for decision in judged.decisions])


def confidences_of(judged: Judged) -> Floats:
    """The confidence of each decision (n,)."""
    return np.array([decision.confidence for decision in judged.decisions])


def marked_by(judged: Judged) -> Bools:
    """Whether each photo is marked for review (n,)."""
    return np.array([bool(decision.review) for decision in judged.decisions])


def _scores(judged: Judged, measured: Measured, bootstrap: Bootstrap) -> Scores:
    labels, decided, first = labels_of(measured), decided_by(judged), measured.judged[0]
    confidences, marked, right = confidences_of(judged), marked_by(judged), decided == labels
    kinds = np.array([label.kind for label in measured.labels])
    table = confusion(labels, decided)
    return Scores(
        right=bootstrap.share(right),
        confusion=tuple(tuple(row) for row in table.tolist()),
        recall={one: recall(one, labels, decided, bootstrap=bootstrap) for one in CATEGORIES},
        precision={one: precision(one, labels, decided, bootstrap=bootstrap) for one in CATEGORIES},
        marked=bootstrap.share(marked),
        right_unmarked=bootstrap.share(right, ~marked),
        mistakes_marked=bootstrap.share(marked, ~right),
        kinds={kind: bootstrap.share(right, kinds == kind) for kind in dict.fromkeys(kinds.tolist())},
        empty_called={one: bootstrap.share(decided == one, labels == PRODUCT_ONLY) for one in CATEGORIES},
        reliability=reliability(confidences, right),
        ece=ece(confidences, right),
        ece_by_chance=ece_by_chance(confidences),
        mean_ms=_mean_ms(judged.seconds, bootstrap),
        median_ms=_median_ms(judged.seconds),
        right_gained=bootstrap.difference(right, decided_by(first) == labels),
        times_the_cost=bootstrap.ratio(np.nan_to_num(judged.seconds), np.nan_to_num(first.seconds)),
    )


def _mean_ms(seconds: Floats, bootstrap: Bootstrap) -> Estimate:
    return bootstrap.ratio(np.nan_to_num(seconds) * 1000, ~np.isnan(seconds))


def _median_ms(seconds: Floats) -> float | None:
    """None where only the warm-up was measured."""
    return None if np.isnan(seconds).all() else float(np.nanmedian(seconds) * 1000)


def load_ms(measured: Measured) -> tuple[float, float]:
    """Mean and median milliseconds that reading a photo took."""
    return float(measured.load_seconds.mean() * 1000), float(np.median(measured.load_seconds) * 1000)


def as_json(found: Results) -> str:
    """All numbers and every decision."""
    measured = found.measured
    mean, median = load_ms(measured)
    judged = {
        one.title: {"version": one.version} | _plain(scores)
        for one, scores in zip(measured.judged, found.scores, strict=True)
    }
    everything = {
        "title": found.title,
        "photos": len(measured.labels),
        "groups": found.groups,
        "resamples": RESAMPLES,
        "left_out": found.left_out,
        "set_aside": [{"file": file, "reason": reason} for file, reason in measured.set_aside],
        "load_ms": {"mean": mean, "median": median},
        "contenders": judged,
        "decisions": [_row(measured, number) for number in range(len(measured.labels))],
    }
    return json.dumps(everything, indent=1, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """As JSON has it; a share also with its value."""
    if isinstance(value, Share | Bin):
        share = value.value if isinstance(value, Share) else value.share
        return asdict(value) | {"share": share}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _row(measured: Measured, number: int) -> dict[str, Any]:
    """One photo with what every contender said of it."""
    said = {}
    for one in measured.judged:
        decision, spent = one.decisions[number], one.seconds[number]
        said[one.title] = {
            "category": int(decision.category),
            "confidence": decision.confidence,
            "review": [str(reason) for reason in decision.review],
            "probabilities": decision.probabilities,
            "ms": None if np.isnan(spent) else spent * 1000,
        }
    return asdict(measured.labels[number]) | {"decided": said}
