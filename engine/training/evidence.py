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
from engine.vision.cascade import Cascade
from engine.vision.models import WitnessModel, person_model
from engine.vision.mtcnn import FaceFinder
from engine.vision.witness import WitnessNetwork
from engine.vision.yolov3 import PersonFinder


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
    persons = PersonFinder(
        person_model(detection.person_model), folders=[models], sizes=detection.person_sizes
    )
    cascade = Cascade(faces=FaceFinder(), persons=persons, witness=WitnessNetwork(witness, folders=[models]))
    return [
        cascade.look(Loaded(scene.pixels, scene.pixels.shape[1], scene.pixels.shape[0]), detection)
        for scene in drawn().scenes(kind)
    ]
