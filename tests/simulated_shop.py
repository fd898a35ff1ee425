"""Photos of a simulated catalogue: kinds of photos lie in clusters of the witness network's features."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from detecting import a_person, seen

from engine.records import FEATURES, Category, Evidence, Impression
from engine.rules.calibrated import CalibratedRule
from engine.rules.calibration import Calibration, Hearing, Weight

RULE = CalibratedRule(
    Calibration(
        version="test",
        sure=0.9,
        face=Hearing(before=3.0, weights={}),
        person=Hearing(before=0.0, weights={"impression_worn": Weight(slope=1.0, neutral=0.0)}),
    )
)
"""Believes the impression as it is, and every face."""


@dataclass(frozen=True)
class Shown:
    """A photo and what it shows in the user's eyes."""

    evidence: Evidence
    truth: Category

    @property
    def right(self) -> bool:
        return RULE.decide(self.evidence).category is self.truth


def a_look(worn: float, features: np.ndarray) -> Impression:
    return Impression(worn=float(worn), face=0.0, features=features.astype("<f2").tobytes(), look=None)


def a_photo(*, worn: float, features: np.ndarray, score: float = 0.1) -> Evidence:
    return replace(seen(persons=(a_person(score),)), impression=a_look(worn, features))


def biased_shop(rng: np.random.Generator, photos: int) -> list[Shown]:
    """Two in ten are worn boots, on which the rule is wrong; on all others it is nearly always right."""
    kinds = {"product": (0.5, -3.5), "worn": (0.3, 3.5), "boots": (0.2, -2.5)}
    shop = []
    for kind in rng.choice(list(kinds), size=photos, p=[share for share, _ in kinds.values()]):
        place = np.random.default_rng(list(kinds).index(kind)).normal(size=FEATURES)
        features = place + rng.normal(size=FEATURES)
        worn = rng.normal(kinds[kind][1], 1.6)
        truth = Category.PRODUCT_ONLY if kind == "product" else Category.WORN
        shop.append(Shown(a_photo(worn=worn, features=features, score=rng.uniform(0.02, 0.9)), truth))
    return shop


def calibrated_shop(rng: np.random.Generator, photos: int) -> list[Shown]:
    """Nothing to learn: of photos called 0.9, nine in ten are right, whatever they look like."""
    shop = []
    for _ in range(photos):
        worn = rng.choice([-1.0, 1.0]) * rng.gamma(4.0, 1.0)
        truth = Category.WORN if rng.random() < 1 / (1 + np.exp(-worn)) else Category.PRODUCT_ONLY
        shop.append(Shown(a_photo(worn=worn, features=rng.normal(size=FEATURES)), truth))
    return shop


def mistakes(shop: list[Shown]) -> list[Shown]:
    return [one for one in shop if not one.right]


def words(photos: list[Shown]) -> list[tuple[Evidence, Category]]:
    return [(one.evidence, one.truth) for one in photos]


def others(shop: list[Shown], said: list[Shown]) -> list[Evidence]:
    gone = {id(one) for one in said}
    return [one.evidence for one in shop if id(one) not in gone]


def agreement(shop: list[Shown], rule: CalibratedRule) -> float:
    return float(np.mean([rule.decide(one.evidence).category is one.truth for one in shop]))
