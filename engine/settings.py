"""What the user can choose about the detection and the decision."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores (0..1) from which the published rule believes a face or a person."""

    face: float = 0.9
    person: float = 0.3
    review_margin: float = 1.0
    """A score whose log-odds are closer than this to its threshold's asks for the user's eye."""


@dataclass(frozen=True, slots=True)
class Detection:
    """How the networks look at a photo; a change means that photos must be scanned again."""

    photo_edge: int = 640
    """Pixels of the long edge that the networks see."""
    person_model: str = "yolov3-tiny"
    """A `[person.NAME]` of the model manifest."""
    person_sizes: tuple[int, ...] = (320, 416)
    """YOLOv3 input sizes; what they find is merged by non-maximum suppression."""
    both: bool = False
    """Run YOLOv3 also where a face has decided."""
    witness: bool = True
    """Ask the witness network too, which the calibrated rule needs."""
    face_threshold: float = 0.9
    """A face at or above it spares the photo YOLOv3."""

    @property
    def key(self) -> str:
        """The parameters that change what the networks find, as stable text."""
        sizes = ",".join(str(size) for size in self.person_sizes)
        return f"edge={self.photo_edge};sizes={sizes}"
