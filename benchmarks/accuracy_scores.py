"""What decisions are worth against labels: shares with intervals, confusion, calibration. Pure functions.

Everywhere `labels` and `decided` are categories (n,) of 1, 2, 3, `confidences` are (n,) in 0..1, and `right`
says of each photo whether it was decided as labelled (n,).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.stats
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]

CATEGORIES = (1, 2, 3)
RESAMPLES = 2000
LEVEL = 0.95
BINS = 10
FEW_GROUPS = 30
"""With fewer groups than this a bootstrap interval is too narrow to be trusted."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and the 95 % interval around it; None where there is nothing to calculate it from."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `among` photos, and the 95 % interval of that share."""

    hits: int
    among: int
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        """The share, 0..1; None where it is of nothing."""
        return self.hits / self.among if self.among else None


class Bootstrap:
    """Resamples photos, whole groups at a time: what comes from one source photo is not independent.

    Every number of one instance sees the same resamples, so differences between two rules are paired.
    Source: Efron, Tibshirani: An Introduction to the Bootstrap (1993), chapter 13 (percentile interval);
    Davison, Hinkley: Bootstrap Methods and their Application (1997), section 3.8 (whole groups).
    """

    def __init__(self, groups: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 1) -> None:
        """`groups` names the group of each photo (n,); draw as many groups as there are, with replacement."""
        names, self._of = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
        self.groups = len(names)
        even = np.full(self.groups, 1 / self.groups)
        drawn = np.random.default_rng(seed).multinomial(self.groups, even, size=resamples)
        self._times = drawn.astype(float)  # (resamples, groups)

    def draws(self, above: ArrayLike, below: ArrayLike) -> Floats:
        """sum(above) / sum(below), each (n,), in every resample that leaves something to divide by."""
        over, under = (self._times @ self._summed(one) for one in (above, below))
        kept = under != 0
        return np.asarray(over[kept] / under[kept], dtype=float)

    def ratio(self, above: ArrayLike, below: ArrayLike) -> Estimate:
        """sum(above) / sum(below) with its percentile interval."""
        whole = float(np.sum(np.asarray(below, dtype=float)))
        if whole == 0:
            return Estimate(None, None, None)
        low, high = np.quantile(self.draws(above, below), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return Estimate(float(np.sum(np.asarray(above, dtype=float))) / whole, float(low), float(high))

    def share(self, hit: Bools, among: Bools | None = None) -> Share:
        """The share of photos in `among` (all, where None) that are a `hit`.

        Resamples of photos that are all alike are all alike too, so a share of 0 or 1 gets the exact interval
        of Clopper and Pearson instead, with each group counted once.
        """
        of = np.ones(len(hit), dtype=bool) if among is None else among
        hits, count = int(np.sum(hit & of)), int(np.sum(of))
        if hits in (0, count):
            groups = int(np.count_nonzero(self._summed(of)))
            return Share(hits, count, *clopper_pearson(groups if hits else 0, groups))
        interval = self.ratio(hit & of, of)
        return Share(hits, count, interval.low, interval.high)

    def difference(self, left: Bools, right: Bools) -> Estimate:
        """The share of `left` minus that of `right`, photo by photo, of all photos."""
        return self.ratio(left.astype(float) - right, np.ones(len(left)))

    def _summed(self, numbers: ArrayLike) -> Floats:
        """Sums over each group (groups,)."""
        summed = np.bincount(self._of, weights=np.asarray(numbers, dtype=float), minlength=self.groups)
        return summed.astype(float)


def clopper_pearson(hits: int, count: int) -> tuple[float | None, float | None]:
    """The exact 95 % interval of a share. Source: Clopper, Pearson, Biometrika 26 (1934) 404-413."""
    if not count:
        return None, None
    tail = (1 - LEVEL) / 2
    low = scipy.stats.beta.ppf(tail, hits, count - hits + 1) if hits else 0.0
    high = scipy.stats.beta.ppf(1 - tail, hits + 1, count - hits) if hits < count else 1.0
    return float(low), float(high)


def confusion(labels: Integers, decided: Integers) -> Integers:
    """How many photos of each label (rows) were decided as each category (columns): (3, 3)."""
    table = np.zeros((len(CATEGORIES), len(CATEGORIES)), dtype=np.int64)
    np.add.at(table, (labels - 1, decided - 1), 1)
    return table


def recall(category: int, labels: Integers, decided: Integers, *, bootstrap: Bootstrap) -> Share:
    """Of the photos labelled `category`, the share that was decided so."""
    return bootstrap.share(decided == category, labels == category)


def precision(category: int, labels: Integers, decided: Integers, *, bootstrap: Bootstrap) -> Share:
    """Of the photos decided as `category`, the share that is labelled so."""
    return bootstrap.share(labels == category, decided == category)


@dataclass(frozen=True, slots=True)
class Bin:
    """The photos whose confidence lies above `start` and up to `end`."""

    start: float
    end: float
    photos: int
    right: int
    confidence: float | None
    """Their mean confidence; None where there are none."""

    @property
    def share(self) -> float | None:
        """The share of them that is right."""
        return self.right / self.photos if self.photos else None


def reliability(confidences: Floats, right: Bools, *, bins: int = BINS) -> tuple[Bin, ...]:
    """The reliability curve in bins of equal width, each open below and closed above (0 is in the first).

    Source: Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks, ICML 2017, section 2.
    """
    where = _bin_of(confidences, bins)
    photos, hits = (np.bincount(where, weights=one, minlength=bins) for one in (np.ones(len(where)), right))
    sums = np.bincount(where, weights=confidences, minlength=bins)
    return tuple(
        Bin(
            start=number / bins,
            end=(number + 1) / bins,
            photos=int(photos[number]),
            right=int(hits[number]),
            confidence=float(sums[number] / photos[number]) if photos[number] else None,
        )
        for number in range(bins)
    )


def ece(confidences: Floats, right: Bools, *, bins: int = BINS) -> float:
    """Expected calibration error, 0..1: |share right - mean confidence| of each bin, weighted by its photos.

    Source: Guo and others 2017, equation 3; first Naeini, Cooper, Hauskrecht, AAAI 2015.
    """
    gaps = np.bincount(_bin_of(confidences, bins), weights=right - confidences, minlength=bins)
    return float(np.abs(gaps).sum() / len(confidences))


@dataclass(frozen=True, slots=True)
class ChanceError:
    """The ECE that a rule would show by chance if each of its confidences were true."""

    mean: float
    high: float
    """19 times in 20 it is at most this."""


def ece_by_chance(
    confidences: Floats, *, bins: int = BINS, draws: int = RESAMPLES, seed: int = 1
) -> ChanceError:
    """Draw right and wrong by the confidences themselves: ECE is above 0 with few photos, calibrated or not.

    Source: consistency resampling, Bröcker, Smith, Weather and Forecasting 22 (2007) 651-661; for ECE
    Vaicenavicius and others, AISTATS 2019.
    """
    random = np.random.default_rng(seed)
    errors = [
        ece(confidences, random.random(len(confidences)) < confidences, bins=bins) for _ in range(draws)
    ]
    return ChanceError(float(np.mean(errors)), float(np.quantile(errors, LEVEL)))


def _bin_of(confidences: Floats, bins: int) -> NDArray[np.intp]:
    inner = (
        np.arange(1, bins) / bins
    )  # not steps of 0.1 added up: 0.3 must stand in the bin that ends with 0.3
    return np.searchsorted(inner, confidences, side="left")
