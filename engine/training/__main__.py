"""Trains the witness and fits the calibrated rule anew.

    python -m engine.training --photos FOLDER [--out FOLDER] [--seed 1] [--person-model NAME]

The first FOLDER holds worn.csv and product.csv with their photos. It takes about 30 minutes on two cores
and writes witness.onnx, witness.npz and calibration.json; sizes and SHA-256 of the first two go into
manifest.toml by hand. The same photos, seed and library versions give the same numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from functools import partial
from pathlib import Path

import numpy as np

from engine.records import FEATURES
from engine.settings import Detection
from engine.training import INPUT_SIZE, calibrate
from engine.training.evidence import gather_evidence
from engine.training.network import write_network
from engine.training.regression import Line, logistic, principal_axes
from engine.training.samples import Samples, gather, studio
from engine.training.sources import FOLDS, worn_photos
from engine.training.streets import empty_streets
from engine.vision.models import BUNDLED, ModelFile, WitnessModel, person_model

HELD_OUT = (0,)
"""The fold whose sources only the calibration sees."""
LEARNED = tuple(fold for fold in range(FOLDS) if fold not in HELD_OUT)
PENALTY = 0.06
"""Chosen for the accuracy on scenes of sources held out: 0.05 to 0.2 make no difference that can be seen."""


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m engine.training", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=BUNDLED, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--person-model", default=Detection().person_model)
    asked = parser.parse_args()
    model = person_model(asked.person_model)
    detection = Detection(person_model=model.name, person_sizes=model.input_sizes, both=True)
    train(asked.photos, out=asked.out, seed=asked.seed, detection=detection)


def train(photos: Path, *, out: Path, seed: int, detection: Detection) -> None:
    """Train on the photos' crops, calibrate on the held-out ones, and write everything to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    network, regressions = out / "witness.onnx", out / "witness.npz"
    write_network(network)
    streets = empty_streets(worn_photos(photos))
    learned = partial(studio, photos, folds=LEARNED, streets=streets, seed=seed)
    held_out = partial(studio, photos, folds=HELD_OUT, streets=streets, seed=seed)
    train_samples = gather(learned, network=network)
    print(f"{len(streets)} empty streets, {len(train_samples.kinds)} scenes to learn from")
    write_regressions(regressions, train_samples)
    samples = gather(held_out, network=network)
    print(f"{len(samples.kinds)} scenes to calibrate on")
    witness = WitnessModel("witness", file_of(network), file_of(regressions), INPUT_SIZE)
    evidence = gather_evidence(held_out, witness=witness, models=out, detection=detection)
    unseen = calibrate.as_if_unseen(train_samples, samples, fit=worn_line)
    file = out / "calibration.json"
    numbers = calibrate.numbers(
        json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {},
        version=witness.regressions.sha256[:8],
        face=calibrate.face_hearing(evidence, samples),
        person=calibrate.person_hearing(evidence, samples, unseen=unseen),
        person_model=detection.person_model,
    )
    file.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


def write_regressions(path: Path, samples: Samples) -> None:
    """Write the two regressions and the features' axes."""
    worn = worn_line(samples)
    face = logistic(samples.pooled.astype(float), samples.face, penalty=PENALTY)
    axes, centre = principal_axes(samples.pooled.astype(float), count=FEATURES)
    np.savez_compressed(
        path,
        slopes=np.stack([worn.slopes, face.slopes]).astype(np.float32),
        before=np.array([worn.before, face.before], dtype=np.float32),
        axes=axes.astype(np.float16),
        centre=centre.astype(np.float32),
    )


def worn_line(samples: Samples) -> Line:
    """The regression on the question whether a person or a part of one can be seen."""
    return logistic(samples.pooled.astype(float), samples.worn, penalty=PENALTY)


def file_of(path: Path) -> ModelFile:
    """A file as the manifest would name it."""
    return ModelFile(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
