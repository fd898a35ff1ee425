"""The user's words on "a person or part of one?" and photos without one: how lessons are fitted and judged.

The words are no fair sample. Users say what is wrong and pass over what is right, so a lesson fitted on words
alone learns that the rule is always wrong, and cross-validation on words alone would not notice. Think of a
user who has looked at an unknown share of the catalogue and corrected every mistake there. Two things follow.

*Anchors.* The rule's probabilities say how many mistakes to expect in all. The mistakes said, divided by
these, are the share looked at, and that share of the photos without a word has been seen and found right. So
each of these counts for the rule's answer: by this share, times the probability that the rule is right (the
surer, the firmer), times `MODERATE`, as not every user is like that. Where words lie thick they overrule the
anchors.

*Likelihood.* That a mistake said is just this one has the probability of a mistake here, divided by the sum
of these over the catalogue: lessons that see mistakes everywhere explain none of them. It chooses the
penalty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.rules.logistic import Bools, Floats, Ints, dealt, fit, log_probability, luck, probability

PENALTIES = (100.0, 30.0, 10.0, 3.0, 1.0)
"""On half the sum of squared slopes, per standard deviation; from next to no change to a free hand."""
MODERATE = 0.3
"""Tried: 1, 0.3, 0.1. This kept right photos right, and 34 mistakes still taught a kind of photo."""
FOLDS, INNER_FOLDS = 10, 5
"""For telling whether lessons are better, and within each of these for the penalty."""
LUCK = 0.1
"""What luck does with at most this probability is taken for real."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """n photos, those with a word first."""

    inputs: Floats
    """(n, k) standardised, with a first column of ones."""
    rule: Floats
    """(n,) log-odds of a person by the rule without a lesson."""
    answers: Floats
    """(n,) 1 a person, 0 none: the user's word, or what the rule says where there is none."""
    said: Bools
    """(n,) whether it is the user's word."""
    counts: Floats
    """(n,) how many photos of the catalogue it stands for; 1 where said."""
    groups: Ints
    """(n,) the same for near-duplicates, which speak only once."""

    @property
    def mistakes(self) -> Bools:
        """(n,) where the user's word is not what the rule says."""
        return np.asarray(self.said & (_worn(self.rule) != (self.answers > 0.5)))

    def learned(self) -> Floats:
        """The slopes (k,) with the penalty that makes the words likeliest in photos held out."""
        folds = self._folds(INNER_FOLDS)
        log_odds = np.tile(self.rule, (len(PENALTIES), 1))
        for out in (folds == fold for fold in np.unique(folds)):
            for row, slopes in zip(log_odds, self._at(~out)._slopes(), strict=True):
                row[out] += self.inputs[out] @ slopes
        best = int(np.argmax([self.likelihood(row) for row in log_odds]))
        return self._slopes(up_to=best)[-1]

    def added_unseen(self) -> Floats:
        """(n,) what lessons add to the log-odds of photos that neither they nor their penalty have seen."""
        added, folds = np.zeros_like(self.rule), self._folds(FOLDS)
        for out in (folds == fold for fold in np.unique(folds)):
            added[out] = self.inputs[out] @ self._at(~out).learned()
        return added

    def likelihood(self, log_odds: Floats) -> float:
        """The logarithm of how likely just these words are; see the top of the file."""
        words = log_probability(self.answers, log_odds)[self.said].sum()
        expected = float(self.counts @ self._doubt(log_odds))
        return float(words) - int(self.mistakes.sum()) * math.log(max(expected, 1e-9))

    def is_better(self, added: Floats) -> bool:
        """Whether lessons that add so much (n,) make the words likelier, and find mistakes not by luck.

        Somebody who says only what is wrong can never be seen to disagree with a change. So the doubts of the
        rule are what to beat: of all mistakes that it expects, a share lies in the photos that the lessons
        change; of the mistakes said, clearly more must (exact binomial test, near-duplicates speak once).
        """
        after, doubt = self.rule + added, self.counts * self._doubt(self.rule)
        changed = _worn(after) != _worn(self.rule)
        found = luck(
            len(np.unique(self.groups[self.mistakes & changed])),
            of=len(np.unique(self.groups[self.mistakes])),
            chance=float(doubt[changed].sum() / doubt.sum()),
        )
        return found <= LUCK and self.likelihood(after) > self.likelihood(self.rule)

    def _slopes(self, up_to: int = len(PENALTIES) - 1) -> list[Floats]:
        """The slopes (k,) for each penalty down to that of the index; a fit starts where the last ended."""
        weights, slopes, fits = self._weights(), np.zeros(self.inputs.shape[1]), []
        for penalty in PENALTIES[: up_to + 1]:
            slopes = fit(
                self.inputs, self.answers, offset=self.rule, counts=weights, penalty=penalty, start=slopes
            )
            fits.append(slopes)
        return fits

    def _weights(self) -> Floats:
        """(n,) how much each photo counts in a fit: a word once, an anchor as the top of the file says."""
        doubt = self._doubt(self.rule)
        looked_at = min(1.0, self.mistakes.sum() / max(self.counts @ doubt, 1e-9))
        return np.where(self.said, 1.0, MODERATE * looked_at * self.counts * (1 - doubt))

    def _doubt(self, log_odds: Floats) -> Floats:
        """(n,) the probability by `log_odds` that the rule's answer is wrong."""
        return probability(np.where(_worn(self.rule), -log_odds, log_odds))

    def _folds(self, most: int) -> Ints:
        """A fold number for each photo; words and anchors of both answers in every fold."""
        folds = np.empty(len(self.rule), dtype=np.int64)
        for rows in (self.said, ~self.said):
            folds[rows] = dealt(self.groups[rows], self.answers[rows], folds=most)
        return folds

    def _at(self, rows: Bools) -> Sample:
        """Only these photos; the anchors left stand for those that are gone."""
        kept, unsaid = self.counts[rows & ~self.said].sum(), self.counts[~self.said].sum()
        counts = np.where(self.said, 1.0, self.counts * (unsaid / kept if kept else 1.0))
        return Sample(
            inputs=self.inputs[rows],
            rule=self.rule[rows],
            answers=self.answers[rows],
            said=self.said[rows],
            counts=counts[rows],
            groups=self.groups[rows],
        )


def _worn(log_odds: Floats) -> Bools:
    """Whether the answer is "a person or part of one": from an even chance on, as the rule has it."""
    return np.asarray(log_odds >= 0)
