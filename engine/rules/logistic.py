"""Logistic regression with a penalty and a fixed offset, folds for cross-validation, near-duplicates, a test.

In numpy alone: the window reads this when it starts, and scipy.stats would cost it a second.

Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., 4.4 (Newton's method) and
7.10 (cross-validation).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_ROUNDS = 50
_TOLERANCE = 1e-2
"""Log-odds per standard deviation; Newton's next step would be about its square."""
_HALVINGS = 20
_BLOCK = 500
"""Rows whose distances to all others are in memory at once."""


def probability(log_odds: Floats) -> Floats:
    """Of yes, without overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))


def log_probability(answers: Floats, log_odds: Floats) -> Floats:
    """The logarithm of the probability of each answer: 1 is yes, 0 is no."""
    return np.asarray(-np.logaddexp(0, np.where(answers > 0.5, -log_odds, log_odds)))


def fit(
    inputs: Floats, answers: Floats, *, offset: Floats, counts: Floats, penalty: float, start: Floats
) -> Floats:
    """The slopes (k,) that make `answers` (n,) likeliest for log-odds of offset + inputs (n, k) @ slopes.

    Each row counts `counts` (n,) times; the penalty is on half the sum of the squared slopes, all of them.
    """
    slopes = start
    loss = _loss(inputs, answers, offset=offset, counts=counts, penalty=penalty, slopes=slopes)
    for _ in range(_ROUNDS):
        yes = probability(offset + inputs @ slopes)
        gradient = inputs.T @ (counts * (yes - answers)) + penalty * slopes
        curvature = (inputs * (counts * yes * (1 - yes))[:, None]).T @ inputs
        curvature[np.diag_indices(len(slopes))] += penalty
        step = np.linalg.solve(curvature, gradient)
        for _ in range(_HALVINGS):
            tried = _loss(
                inputs, answers, offset=offset, counts=counts, penalty=penalty, slopes=slopes - step
            )
            if tried <= loss:
                break
            step = step / 2
        slopes, loss = slopes - step, tried
        if np.abs(step).max() < _TOLERANCE:
            break
    return slopes


def _loss(
    inputs: Floats, answers: Floats, *, offset: Floats, counts: Floats, penalty: float, slopes: Floats
) -> float:
    likelihood = counts @ log_probability(answers, offset + inputs @ slopes)
    return float(penalty / 2 * slopes @ slopes - likelihood)


def alike(points: Floats, *, distance: float) -> Ints:
    """A group number for each of the points (n, k): the same where steps below `distance` lead."""
    squares = np.einsum("ij,ij->i", points, points)
    pairs: list[Ints] = []
    for first in range(0, len(points), _BLOCK):
        block = points[first : first + _BLOCK]
        apart = squares[first : first + _BLOCK, None] + squares - 2 * block @ points.T
        pairs.append(np.argwhere(apart < distance**2) + np.array([first, 0]))
    near, far = np.concatenate(pairs).T if pairs else np.empty((2, 0), dtype=np.int64)
    groups = np.arange(len(points))
    while True:  # each takes the lowest number among those near it, and that one's, until none changes
        lowest = groups.copy()
        np.minimum.at(lowest, near, groups[far])
        lowest = lowest[lowest]
        if np.array_equal(lowest, groups):
            return groups
        groups = lowest


def dealt(groups: Ints, kinds: Floats, *, folds: int) -> Ints:
    """A fold number for each row: a group (n,) stays together, a kind (n,) is spread over all folds."""
    numbers, place = np.unique(groups, return_inverse=True)
    kind = np.bincount(place, weights=kinds) / np.bincount(place)
    turn = np.empty(len(numbers), dtype=np.int64)
    turn[np.lexsort((numbers, kind))] = np.arange(len(numbers))
    return np.asarray(turn[place] % folds)


def luck(found: int, *, of: int, chance: float) -> float:
    """The probability that as many as `found` come by chance (one-sided exact binomial test)."""
    if found <= 0 or chance >= 1:
        return 1.0
    if chance <= 0:
        return 0.0
    ways = (
        math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
        + k * math.log(chance) + (of - k) * math.log1p(-chance)
        for k in range(found, of + 1)
    )  # fmt: skip
    return min(1.0, sum(math.exp(one) for one in ways))
