"""Scenes as the whole cascade sees them: the evidence that the rule is calibrated on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2

from engine.images.load import Loaded
from engine.records import Evidence
from engine.settings import Detection
from engine.training.scenes import KINDS, Studio
from engine.vision.models import WitnessModel
from engine.vision.process import load_cascade


def gather_evidence(
    drawn: Callable[[], Studio], *, witness: WitnessModel, models: Path, detection: Detection
) -> list[Evidence]:
    """The evidence in all scenes of a studio, in the order of `engine.training.samples.gather`.

    `models` holds the files of `witness` and of the person network.
    """
    look = partial(_kind, drawn=drawn, witness=witness, models=models, detection=detection)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        return [one for part in processes.map(look, KINDS) for one in part]


def _kind(
    kind: str, *, drawn: Callable[[], Studio], witness: WitnessModel, models: Path, detection: Detection
) -> list[Evidence]:
    cv2.setNumThreads(1)
    cascade = load_cascade(
        detection.person_model, sizes=detection.person_sizes, folders=[models], witness=witness
    )
    return [
        cascade.look(Loaded(scene.pixels, scene.pixels.shape[1], scene.pixels.shape[0]), detection)
        for scene in drawn().scenes(kind)
    ]
