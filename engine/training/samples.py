"""Scenes as the witness network sees them: numbers to learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.training import INPUT_SIZE
from engine.training.scenes import KINDS, Studio
from engine.training.sources import product_photos, worn_photos
from engine.vision.witness import FeatureMap, pool


@dataclass(frozen=True, slots=True)
class Samples:
    """n scenes."""

    pooled: NDArray[np.float16]
    """(n, 2560): mean and maximum of each channel."""
    worn: NDArray[np.bool_]
    face: NDArray[np.bool_]
    natural: NDArray[np.bool_]
    """Whether the scene is as a camera made it."""
    kinds: NDArray[np.str_]
    """Kind of scene; for products the garment with it, such as "placed shoes"."""

    def where(self, kept: NDArray[np.bool_]) -> Samples:
        """Those of the scenes that are `kept` (n,)."""
        return Samples(
            self.pooled[kept], self.worn[kept], self.face[kept], self.natural[kept], self.kinds[kept]
        )


def gather(drawn: Callable[[], Studio], *, network: Path) -> Samples:
    """Let the network look at all scenes of a studio, a process for each kind of scene."""
    look = partial(_kind, drawn=drawn, network=network)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        parts = list(processes.map(look, KINDS))
    return Samples(
        pooled=np.concatenate([part.pooled for part in parts]),
        worn=np.concatenate([part.worn for part in parts]),
        face=np.concatenate([part.face for part in parts]),
        natural=np.concatenate([part.natural for part in parts]),
        kinds=np.concatenate([part.kinds for part in parts]),
    )


def studio(folder: Path, *, folds: Sequence[int], streets: frozenset[str], seed: int) -> Studio:
    """A studio that knows only the photos in `folds`; `streets` names those with nobody else in them."""
    worn = [photo for photo in worn_photos(folder) if photo.fold in folds]
    return Studio(
        worn=worn,
        products=[photo for photo in product_photos(folder) if photo.fold in folds],
        streets=[photo for photo in worn if photo.path.name in streets],
        seed=seed,
    )


def _kind(kind: str, *, drawn: Callable[[], Studio], network: Path) -> Samples:
    cv2.setNumThreads(1)
    feature_map = FeatureMap(network, size=INPUT_SIZE)
    pooled, scenes = [], []
    for scene in drawn().scenes(kind):
        pooled.append(pool(feature_map.of(scene.pixels)[1]).astype(np.float16))
        scenes.append(scene)
    return Samples(
        pooled=np.array(pooled),
        worn=np.array([scene.worn for scene in scenes]),
        face=np.array([scene.face for scene in scenes]),
        natural=np.array([scene.natural for scene in scenes]),
        kinds=np.array([scene.kind for scene in scenes]),
    )
