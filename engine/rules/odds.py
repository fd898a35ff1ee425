"""Probability and log-odds of one number; `engine.rules.logistic` has them for arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence

_CERTAIN = 30.0


def log_odds(probability: float) -> float:
    """Of a probability strictly between 0 and 1."""
    return math.log(probability / (1 - probability))


def probability(log_odds: float) -> float:
    """Of any log-odds, without overflow."""
    return 1 / (1 + math.exp(-max(-_CERTAIN, min(_CERTAIN, log_odds))))


def geometric_mean(probabilities: Sequence[float]) -> float:
    """Of probabilities above 0."""
    return math.exp(sum(map(math.log, probabilities)) / len(probabilities))
