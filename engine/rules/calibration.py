"""The numbers of the calibrated rule, as `engine.training` fitted them: resources/models/calibration.json."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from engine.errors import ModelRefused
from engine.paths import RESOURCES
from engine.records import WitnessName

FILE = RESOURCES / "models" / "calibration.json"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one witness counts: it adds `slope` times its reading's distance from `neutral`."""

    slope: float
    neutral: float
    most: float | None = None
    """What it adds levels off here, on either side; None: never."""

    def adds(self, reading: float) -> float:
        """What a scaled reading adds to the log-odds of yes."""
        added = self.slope * (reading - self.neutral)
        return added if self.most is None else self.most * math.tanh(added / self.most)


@dataclass(frozen=True, slots=True)
class Hearing:
    """A logistic regression on what witnesses said about one question."""

    before: float
    """Log-odds of yes where every witness is neutral."""
    weights: Mapping[WitnessName, Weight]


@dataclass(frozen=True, slots=True)
class Calibration:
    """All numbers of the calibrated rule for one person network."""

    version: str
    face: Hearing
    """Is the best face that MTCNN found a real one?"""
    person: Hearing
    """Where no face is: can a person or a part of one be seen?"""
    sure: float
    """A category less probable than this asks for the user's eye."""


def calibration(person_model: str) -> Calibration:
    """Read the numbers fitted with `person_model`. Raises ModelRefused where there are none."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    if person_model not in read["person"]:
        fitted = ", ".join(sorted(read["person"]))
        raise ModelRefused(
            f'The calibrated rule has no numbers for the person network "{person_model}", only for {fitted}: '
            "choose the published rule or another network."
        )
    return Calibration(
        version=read["version"],
        face=_hearing(read["face"]),
        person=_hearing(read["person"][person_model]),
        sure=read["sure"],
    )


def _hearing(read: Mapping[str, Any]) -> Hearing:
    weights = {cast(WitnessName, name): Weight(**numbers) for name, numbers in read["weights"].items()}
    return Hearing(before=read["before"], weights=weights)
