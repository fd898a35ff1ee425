"""The accuracy benchmark's report in Markdown: all contenders side by side, then each by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.accuracy_measure import Judged, Measured
from benchmarks.accuracy_results import (
    PRODUCT_ONLY,
    Results,
    confidences_of,
    decided_by,
    load_ms,
)
from benchmarks.accuracy_scores import CATEGORIES, FEW_GROUPS, RESAMPLES, Bin, Estimate, Share
from engine.records import Category

NAMES = {category.value: category.label for category in Category}
SCENE_LIMIT = 0.03
"""Of empty scenes, fewer than this may be called worn (issue 3)."""


def mistakes(judged: Judged, measured: Measured) -> list[int]:
    """Numbers of the photos decided wrongly: by label, by decision, the most confident first."""
    decided, confidences = decided_by(judged), confidences_of(judged)
    wrong = [n for n, label in enumerate(measured.labels) if label.category != decided[n]]
    return sorted(wrong, key=lambda n: (measured.labels[n].category, decided[n], -confidences[n]))


def markdown(found: Results, *, scenes: bool) -> str:
    """All tables; with `scenes` also how often an empty scene is called worn."""
    return (
        "\n".join([*_head(found), *_compared(found), *(_scenes(found) if scenes else []), *_each(found)])
        + "\n"
    )


def _head(found: Results) -> Iterator[str]:
    measured = found.measured
    count = Counter(label.category for label in measured.labels)
    of = ", ".join(f"{count[one]} {NAMES[one]}" for one in CATEGORIES)
    yield f"# {found.title}\n"
    yield f"{len(measured.labels)} photos ({of}) of {found.groups} sources. In brackets: 95 % intervals"
    yield f"from {RESAMPLES:,} resamples of the sources; the exact binomial one where a share is 0 or all.\n"
    if found.groups < FEW_GROUPS:
        yield f"With fewer than {FEW_GROUPS} sources these intervals are too narrow.\n"
    for one in measured.judged:
        yield f"- {one.title}: {one.version}"
    for sentence in found.left_out:
        yield f"- left out: {sentence}"
    for file, reason in measured.set_aside:
        yield f"- set aside: {file}: {reason}"
    yield ""


def _compared(found: Results) -> Iterator[str]:
    pairs = list(zip(found.measured.judged, found.scores, strict=True))
    several = len(pairs) > 1
    yield "## Right\n"
    header = ["", "right", *(f"recall {NAMES[one]}" for one in CATEGORIES)]
    rows = [[one.title, _said(s.right), *(_said(s.recall[c]) for c in CATEGORIES)] for one, s in pairs]
    yield from _table(header, rows)
    header = ["", *(f"precision {NAMES[one]}" for one in CATEGORIES)]
    yield from _table(header, [[one.title, *(_said(s.precision[c]) for c in CATEGORIES)] for one, s in pairs])
    if several:
        yield from _gains(found)
    yield "## Review and calibration\n"
    header = ["", "marked for review", "right among the others", "of the mistakes, marked"]
    rows = [
        [one.title, _said(s.marked), _said(s.right_unmarked), _said(s.mistakes_marked)] for one, s in pairs
    ]
    yield from _table(header, rows)
    header = ["", "ECE, 10 bins", "by chance, if calibrated", "19 times in 20 at most"]
    rows = [
        [one.title, *(f"{e:.3f}" for e in (s.ece, s.ece_by_chance.mean, s.ece_by_chance.high))]
        for one, s in pairs
    ]
    yield from _table(header, rows)
    yield from _cost(found)
    yield from _kinds(found)


def _gains(found: Results) -> Iterator[str]:
    first, *others = found.measured.judged
    rows = [
        [one.title, _estimated(s.right_gained, scale=100, form="+.1f")]
        for one, s in zip(others, found.scores[1:], strict=True)
    ]
    yield from _table(["", f"right more often than {first.title}, percentage points"], rows)


def _cost(found: Results) -> Iterator[str]:
    first = found.measured.judged[0]
    yield "## Cost per photo\n"
    header = ["", "mean ms", "median ms", f"times {first.title}"]
    rows = [
        [
            one.title,
            _estimated(s.mean_ms, form=".1f"),
            "-" if s.median_ms is None else f"{s.median_ms:.1f}",
            "1" if one is first else _estimated(s.times_the_cost, form=".2f"),
        ]
        for one, s in zip(found.measured.judged, found.scores, strict=True)
    ]
    mean, median = load_ms(found.measured)
    rows.append(["reading the photo, not counted above", f"{mean:.1f}", f"{median:.1f}", ""])
    yield from _table(header, rows)


def _kinds(found: Results) -> Iterator[str]:
    if len(found.scores[0].kinds) < 2:
        return
    yield "## Right, by kind of photo\n"
    header = ["", "photos", *(one.title for one in found.measured.judged)]
    rows = [
        [kind, str(share.among), *(_said(scores.kinds[kind], counts=False) for scores in found.scores)]
        for kind, share in found.scores[0].kinds.items()
    ]
    yield from _table(header, rows)


def _scenes(found: Results) -> Iterator[str]:
    yield "## Empty scenes\n"
    yield f"Of the photos labelled {NAMES[PRODUCT_ONLY]}; under {SCENE_LIMIT * 100:g} % may be called worn.\n"
    header = ["", "called worn", "called on model", ""]
    rows = [
        [one.title, _said(s.empty_called[2]), _said(s.empty_called[1]), _verdict(s.empty_called[2])]
        for one, s in zip(found.measured.judged, found.scores, strict=True)
    ]
    yield from _table(header, rows)


def _verdict(worn: Share) -> str:
    if worn.value is None:
        return "no empty scenes"
    return "under the limit" if worn.value < SCENE_LIMIT else "over the limit"


def _each(found: Results) -> Iterator[str]:
    for one, scores in zip(found.measured.judged, found.scores, strict=True):
        yield f"## {one.title}\n"
        yield from _table(
            ["label", *(f"decided {NAMES[c]}" for c in CATEGORIES)],
            [[NAMES[c], *map(str, row)] for c, row in zip(CATEGORIES, scores.confusion, strict=True)],
        )
        yield from _table(
            ["confidence", "photos", "mean confidence", "right"],
            [_bin(one) for one in scores.reliability if one.photos],
        )
        yield from _mistakes(one, found.measured)


def _mistakes(judged: Judged, measured: Measured) -> Iterator[str]:
    wrong = mistakes(judged, measured)
    if not wrong:
        yield "No mistakes.\n"
        return
    rows = []
    for number in wrong:
        label, decision = measured.labels[number], judged.decisions[number]
        change = f"{NAMES[label.category]} -> {decision.category.label}"
        rows.append(
            [label.file, change, f"{decision.confidence:.3f}", ", ".join(decision.review) or "not marked"]
        )
    yield from _table([f"mistakes ({len(wrong)})", "label -> decided", "confidence", "review"], rows)


def _bin(one: Bin) -> list[str]:
    mean = "-" if one.confidence is None else f"{one.confidence:.3f}"
    right = "-" if one.share is None else f"{one.share:.3f}"
    return [f"{one.start:.1f} to {one.end:.1f}", str(one.photos), mean, right]


def _said(share: Share, *, counts: bool = True) -> str:
    """Such as 76.3 % (70.7 to 81.5), 177 of 232."""
    if share.value is None or share.low is None or share.high is None:
        return "-"
    text = f"{share.value * 100:.1f} % ({share.low * 100:.1f} to {share.high * 100:.1f})"
    return f"{text}, {share.hits} of {share.among}" if counts else text


def _estimated(one: Estimate, *, form: str, scale: float = 1) -> str:
    if one.value is None or one.low is None or one.high is None:
        return "-"
    value, low, high = (format(number * scale, form) for number in (one.value, one.low, one.high))
    return f"{value} ({low} to {high})"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table whose columns are also aligned for who reads it as text."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (header, *rows)]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    first, *others = ("| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells)
    yield from (first, "|" + "|".join("-" * (width + 2) for width in widths) + "|", *others, "")
