"""The words of the study: the frozen records that travel between the rooms of the engine and the window.

Two conventions hold everywhere. An image is a uint8 RGB array (height, width, 3) of the photo turned upright.
A box is (x0, y0, x1, y1) in float pixels of the upright photo at its full size, origin at the top left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import ClassVar, Literal, Protocol

Box = tuple[float, float, float, float]
Point = tuple[float, float]
DecidedBy = Literal["face", "person", "none", "user"]
RuleName = Literal["published", "calibrated"]
Period = Literal["day", "week", "month"]
"""Over which sales are added up; a week begins on Monday."""
Question = Literal["face", "person"]
"""The two that decide: can a face be seen, and if not, a person or a part of one?"""
WitnessName = Literal[
    "before",  # how often it is so before anything is seen
    "face_score",
    "face_agreement",
    "person_score",
    "impression_worn",
    "impression_face",
    "catalogue",  # what the user's own corrections add
]
"""Who can speak to a decision of the calibrated rule."""


class Category(IntEnum):
    """What a photo shows, numbered as in the result files."""

    ON_MODEL = 1
    WORN = 2
    PRODUCT_ONLY = 3

    @property
    def label(self) -> str:
        """The name in result files, in English on every system."""
        return {1: "on model", 2: "worn", 3: "product only"}[self.value]


class Review(StrEnum):
    """Why the user should look at a decision."""

    FACE_NEAR_THRESHOLD = "face_near_threshold"
    PERSON_NEAR_THRESHOLD = "person_near_threshold"
    FACE_WITHOUT_PERSON = "face_without_person"
    SMALL_FACE = "small_face"
    SMALL_PERSON = "small_person"
    UNCERTAIN = "uncertain"
    """The calibrated rule gives no category a high enough probability."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo file as the scan of a folder found it."""

    folder: Path
    name: str
    """Path relative to `folder`, with forward slashes."""
    size: int
    """Bytes."""
    mtime_ns: int

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.folder / self.name


@dataclass(frozen=True, slots=True)
class Face:
    """A face that MTCNN found."""

    box: Box
    score: float
    """O-Net's confidence, 0..1."""
    landmarks: tuple[Point, ...]
    """Left eye, right eye, nose, left and right end of the mouth, as seen in the picture."""
    agreement: float | None = None
    """O-Net's mean confidence, 0..1, in the mirrored face and in wider crops of it; None where not asked."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person, or a part of one, that YOLOv3 found."""

    box: Box
    score: float
    """Objectness times class probability, 0..1."""


@dataclass(frozen=True, slots=True)
class FaceStages:
    """How many boxes each stage of MTCNN worked on and kept."""

    pyramid: int
    """Shrinking copies of the photo that P-Net saw."""
    proposed: int
    """Windows that P-Net scored above its threshold."""
    merged: int
    """Boxes left of them after non-maximum suppression."""
    refined: int
    """Boxes that R-Net kept."""
    faces: int
    """Boxes that O-Net kept at 0.5 or more."""


@dataclass(frozen=True, slots=True)
class Impression:
    """What the witness network makes of the whole photo."""

    worn: float
    """Log-odds that a person or a part of one can be seen, as trained, before calibration."""
    face: float
    """Log-odds that a face can be seen, the same."""
    features: bytes
    """`FEATURES` little-endian half-precision numbers in which photos of a kind are alike."""
    look: Box | None
    """Where the signs of a person are; None where there are none."""


FEATURES = 64
"""How many numbers `Impression.features` holds."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the networks saw in one photo, before anything is decided."""

    width: int
    height: int
    faces: tuple[Face, ...]
    """Every face scored 0.5 or more, best first."""
    stages: FaceStages
    persons: tuple[Person, ...] | None
    """Every person scored 0.05 or more, best first; None where YOLOv3 did not run."""
    person_scores: tuple[float, ...] | None = None
    """How sure YOLOv3 is of anybody, 0.001..1, at each input size and then in the photo made small.

    None where it did not run, or was not asked to be a witness.
    """
    impression: Impression | None = None
    """None where the witness network did not run."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The boxes of one step of a network, best first."""

    boxes: tuple[tuple[Box, float], ...]
    """Box and score (0..1); boxes may reach beyond the photo. At most `Trace.MOST` of them."""
    count: int
    """How many there were."""


@dataclass(frozen=True, slots=True)
class PersonLook:
    """One look of YOLOv3 at the letterboxed photo."""

    size: int
    """Pixels of a side of the square that the network saw."""
    photo: Box
    """Where the photo lay on that square, in its pixels."""
    persons: Stage
    """Persons scored 0.05 or more at this size, before boxes are merged."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How the networks came to the evidence in one photo, step by step."""

    MOST: ClassVar[int] = 2000
    """Boxes of a stage that are kept; the rest is only counted."""
    evidence: Evidence
    """What a scan gives for the same photo; its faces are the last step, O-Net's."""
    scales: tuple[float, ...]
    """How much each level of the pyramid was shrunk from the photo at its full size."""
    proposed: Stage
    """P-Net's windows before non-maximum suppression."""
    merged: Stage
    squared: Stage
    """The merged boxes made square, as R-Net sees them."""
    refined: Stage
    looks: tuple[PersonLook, ...] | None
    """One for each input size of YOLOv3; None where it did not run."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one witness said of a photo and how much that counted."""

    witness: WitnessName
    question: Question
    """Which one it speaks to."""
    value: float | None
    """What it said, in its own unit; None where it is the answer before anything is seen."""
    weight: float
    """What that adds to the log-odds of yes."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The category that a rule gives to the evidence."""

    category: Category
    confidence: float
    """0..1. Published rule: the deciding score, or one minus the best score that was too low to decide.
    Calibrated rule: the probability that the category is right."""
    decided_by: DecidedBy
    review: tuple[Review, ...]
    """Why the user should look; empty where the decision is clear."""
    probabilities: tuple[float, float, float] | None = None
    """Of the three categories in their order, summing to 1; None by the published rule."""
    testimony: tuple[Testimony, ...] = ()
    """Every witness and its weight; empty by the published rule."""


@dataclass(frozen=True, slots=True)
class Finding:
    """All that is known of one photo: evidence, decision and the user's own word, kept apart."""

    photo: Photo
    evidence: Evidence | None = None
    decision: Decision | None = None
    user: Category | None = None
    problem: str | None = None
    """One sentence, where the photo could not be read or the detection failed."""

    @property
    def category(self) -> Category | None:
        """The category that counts: the user's word before the decision."""
        if self.user is not None:
            return self.user
        return self.decision.category if self.decision else None

    @property
    def needs_review(self) -> bool:
        """Whether a decision is doubtful and the user has not spoken."""
        return self.user is None and self.decision is not None and bool(self.decision.review)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is, and what it has just found."""

    done: int
    total: int
    finding: Finding
    photos_per_second: float
    """Moving average over the photos that a network looked at; 0 until the first one."""
    seconds_left: float | None
    """None until there is a rate."""


class Control(Protocol):
    """The user's wish about work under way, asked by the work between two photos."""

    def stopped(self) -> bool:
        """Whether the work should end now."""

    def paused(self) -> bool:
        """Whether the work should wait."""


class AlwaysOn:
    """A control for work that nobody pauses or stops."""

    def stopped(self) -> bool:
        """Never."""
        return False

    def paused(self) -> bool:
        """Never."""
        return False


Report = Callable[[Progress], None]
