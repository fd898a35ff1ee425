"""What the user's own corrections teach the calibrated rule about one catalogue.

A lesson adds to the log-odds of the second question, a person or part of one (category 2 against 3): a
logistic layer on the witness network's features and the scores, with the rule's own log-odds as offset and a
penalty that holds it near no change. Words "on model", and words on photos where the rule sees a face, are
about the first question: they count as corrections and in the agreement, and teach nothing.

Whether a lesson is better is told by lessons that have not seen the photo (nested cross-validation with
near-duplicates together): they agree with more words, and not by luck (sign test over those that change), and
find mistakes better than the rule's own doubts do. `engine.rules.sample` says how words that are mostly about
mistakes are kept from turning right photos wrong.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from engine.records import FEATURES, Category, Evidence
from engine.rules.logistic import Bools, Floats, Ints, alike, luck, probability
from engine.rules.rule import Rule
from engine.rules.sample import LUCK, Sample
from engine.rules.witnesses import about_person, features

ENOUGH = 20
"""Corrections from which on anything is learned."""
_ANCHORS = 400
"""Photos without a word that stand for all of them."""
_WORDS = 1000
"""Of more words than this, so many teach."""
_ALIKE = 0.4
"""Nearer than this share of the distance between any two photos of a catalogue are mirrored, brighter and
slightly cropped copies; of 3,000 different photos one in a hundred has another one so near."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A regularised logistic layer on top of the calibrated rule."""

    key: str
    before: float
    weights: tuple[float, ...]
    """One for each feature, for the person score and for the impression of being worn."""
    usual_score: float = 0.0
    """The scaled person score that stands in where YOLOv3 has not looked."""

    def adds(self, evidence: Evidence) -> float:
        """What the lesson adds to the log-odds of a person in the photo."""
        inputs = _inputs(evidence)
        if np.isnan(inputs[_SCORE]):
            inputs[_SCORE] = self.usual_score
        return self.before + float(inputs @ np.asarray(self.weights))


@dataclass(frozen=True, slots=True)
class Trial:
    """How lessons do on words of the user that they have not seen."""

    corrections: int
    """The user's words that count."""
    before: float
    """Share of them, 0..1, with which the rule agrees without a lesson."""
    after: float
    """Share with which lessons learned without the photo agree."""
    changes: int
    """Photos without a word whose category the lesson changes, or would change."""
    better: bool
    """Whether the lesson is good for use."""


def learn(
    said: Sequence[tuple[Evidence, Category]], *, rule: Rule, unsaid: Sequence[Evidence]
) -> tuple[Lesson | None, Trial | None]:
    """Learn from photos with the user's word, and try it; the order of photos makes no difference.

    `rule` is a calibrated rule; a lesson that it has is left out of account. The lesson is None unless the
    trial says better; the trial is None where fewer than `ENOUGH` words count or none of these teaches, and
    where all photos have the same answer. Evidence in which the rule `lacks` something does not count.
    """
    heard = sorted((one for one in said if not rule.lacks(one[0])), key=lambda one: (_order(one[0]), one[1]))
    words = _read([evidence for evidence, _ in heard], rule)
    told = np.array([int(category) for _, category in heard])
    teaching = _spread((told != Category.ON_MODEL) & words.asked, most=_WORDS)
    if len(heard) < ENOUGH or not len(teaching):
        return None, None
    others = _read(sorted((one for one in unsaid if not rule.lacks(one)), key=_order), rule)
    scale = _Scale.of(np.concatenate([words.inputs, others.inputs]))
    groups = alike(scale.apply(words.inputs)[:, 1 : 1 + FEATURES], distance=_ALIKE * (2 * FEATURES) ** 0.5)
    sample = _sample(words, others, worn=told == Category.WORN, teaching=teaching, groups=groups, scale=scale)
    if len(np.unique(sample.answers)) < 2:
        return None, None
    slopes, unseen = sample.learned(), sample.added_unseen()
    added = scale.apply(words.inputs) @ slopes
    added[teaching] = unseen[: len(teaching)]  # the other words have taught nothing, so all lessons are new
    before, after = words.categories() == told, words.categories(added) == told
    changed = others.categories() != others.categories(scale.apply(others.inputs) @ slopes)
    trial = Trial(
        corrections=len(heard),
        before=float(before.mean()),
        after=float(after.mean()),
        changes=int(changed.sum()),
        better=_wins(before, after, groups) and sample.is_better(unseen),
    )
    return (scale.lesson(slopes) if trial.better else None), trial


@dataclass(frozen=True, slots=True, eq=False)
class _Photos:
    """What is needed of n photos."""

    inputs: Floats
    """(n, features + 2), not standardised; a missing person score is not a number."""
    rule: Floats
    """(n,) log-odds of a person by the rule without a lesson."""
    face: Floats
    """(n,) probability of a face."""

    @property
    def asked(self) -> Bools:
        """(n,) whether the rule sees no face, so that the second question decides."""
        return np.asarray(self.categories() != Category.ON_MODEL)

    def categories(self, added: Floats | float = 0.0) -> Ints:
        """(n,) by the rule with so much added to the log-odds of a person."""
        person = probability(self.rule + added)
        shares = np.stack([self.face, (1 - self.face) * person, (1 - self.face) * (1 - person)])
        return np.asarray(shares.argmax(axis=0) + 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Scale:
    """Mean and standard deviation of each input in the catalogue."""

    mean: Floats
    deviation: Floats

    @staticmethod
    def of(inputs: Floats) -> _Scale:
        known = np.ma.masked_invalid(inputs)
        deviation = np.asarray(known.std(axis=0).filled(0.0))
        return _Scale(np.asarray(known.mean(axis=0).filled(0.0)), np.where(deviation > 1e-6, deviation, 1.0))

    def apply(self, inputs: Floats) -> Floats:
        """Standardise (n, k); a column of ones comes first, what is missing is at the mean."""
        standard = np.nan_to_num((inputs - self.mean) / self.deviation)
        return np.concatenate([np.ones((len(inputs), 1)), standard], axis=1)

    def lesson(self, slopes: Floats) -> Lesson:
        """The slopes (1 + k,) for inputs as they are, so that a lesson is one product of vectors."""
        weights = np.round(slopes[1:] / self.deviation, 6)
        before = round(float(slopes[0] - weights @ self.mean), 6)
        score = round(float(self.mean[_SCORE]), 6)
        numbers = struct.pack(f"<{len(weights) + 2}d", before, *weights, score)
        return Lesson(
            key=f"learned {blake2b(numbers, digest_size=6).hexdigest()}",
            before=before,
            weights=tuple(weights.tolist()),
            usual_score=score,
        )


_SCORE = FEATURES
"""Where the person score is among the inputs."""


def _inputs(evidence: Evidence) -> Floats:
    """The features, the scaled person score (not a number where YOLOv3 has not looked), the impression."""
    readings = about_person(evidence)
    score = readings["person_score"].scaled if "person_score" in readings else np.nan
    return np.concatenate([features(evidence), (score, readings["impression_worn"].scaled)])


def _read(evidence: Sequence[Evidence], rule: Rule) -> _Photos:
    inputs, log_odds, face = np.empty((len(evidence), FEATURES + 2)), np.empty(len(evidence)), []
    for row, one in enumerate(evidence):
        decision = rule.decide(one)
        inputs[row] = _inputs(one)
        log_odds[row] = sum(
            said.weight
            for said in decision.testimony
            if said.question == "person" and said.witness != "catalogue"
        )
        face.append(decision.probabilities[0] if decision.probabilities else 0.0)
    return _Photos(inputs, log_odds, np.array(face))


def _order(evidence: Evidence) -> tuple[bytes, float, tuple[float, ...]]:
    """What photos are sorted by: all that counts, so that two that are equal may change places."""
    seen = evidence.impression
    scores = evidence.person_scores or ()
    return (seen.features, seen.worn, scores) if seen else (b"", 0.0, scores)


def _spread(rows: Bools, *, most: int) -> Ints:
    """The numbers of the rows that are true, or `most` of them at equal distances."""
    numbers = np.flatnonzero(rows)
    if len(numbers) <= most:
        return numbers
    return np.asarray(numbers[np.linspace(0, len(numbers) - 1, most).astype(np.int64)])


def _sample(
    words: _Photos, others: _Photos, *, worn: Bools, teaching: Ints, groups: Ints, scale: _Scale
) -> Sample:
    anchors = _spread(others.asked, most=_ANCHORS)
    rule = np.concatenate([words.rule[teaching], others.rule[anchors]])
    said = np.arange(len(rule)) < len(teaching)
    stands_for = others.asked.sum() / max(len(anchors), 1)
    return Sample(
        inputs=scale.apply(np.concatenate([words.inputs[teaching], others.inputs[anchors]])),
        rule=rule,
        answers=np.concatenate([worn[teaching], others.rule[anchors] >= 0]).astype(float),
        said=said,
        counts=np.where(said, 1.0, stands_for),
        groups=np.concatenate([groups[teaching], len(groups) + np.arange(len(anchors))]),
    )


def _wins(before: Bools, after: Bools, groups: Ints) -> bool:
    """Whether more words agree, and not by luck: McNemar's exact test; near-duplicates speak once."""
    net = np.bincount(groups, weights=after.astype(float) - before)
    better, worse = int((net > 0).sum()), int((net < 0).sum())
    return bool(after.sum() > before.sum()) and luck(better, of=better + worse, chance=0.5) <= LUCK
