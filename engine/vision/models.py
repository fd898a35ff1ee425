"""The networks of the manifest in resources/models: where their files are, if they are genuine."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import ModelRefused
from engine.paths import RESOURCES

BUNDLED = RESOURCES / "models"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a network, as the manifest promises it."""

    name: str
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class PersonModel:
    """A YOLOv3 network that finds persons."""

    name: str
    title: str
    cfg: ModelFile
    weights: ModelFile
    input_sizes: tuple[int, ...]

    @property
    def version(self) -> str:
        """The name and the first digits of the weights' SHA-256."""
        return f"{self.name} {self.weights.sha256[:8]}"


@dataclass(frozen=True, slots=True)
class WitnessModel:
    """The network that looks at the whole photo, and the regressions on what it sees."""

    name: str
    network: ModelFile
    regressions: ModelFile
    input_size: int
    """Pixels of a side of the square that the network sees."""

    @property
    def version(self) -> str:
        """The name and the first digits of the regressions' SHA-256, which change with every training."""
        return f"{self.name} {self.regressions.sha256[:8]}"


def person_model_names() -> list[str]:
    """The person networks of the manifest, in its order."""
    return list(_manifest()["person"])


def person_model(name: str) -> PersonModel:
    """Look `name` up in the manifest. Raises ModelRefused with the names that there are."""
    if name not in person_model_names():
        raise ModelRefused(
            f'There is no person network "{name}". Choose one of: {", ".join(sorted(person_model_names()))}.'
        )
    entry = _manifest()["person"][name]
    return PersonModel(
        name=name,
        title=entry["title"],
        cfg=ModelFile(**entry["cfg"]),
        weights=ModelFile(**entry["weights"]),
        input_sizes=tuple(entry["input_sizes"]),
    )


def witness_model() -> WitnessModel:
    """The witness network of the manifest."""
    ((name, entry),) = _manifest()["witness"].items()
    return WitnessModel(
        name=name,
        network=ModelFile(**entry["network"]),
        regressions=ModelFile(**entry["regressions"]),
        input_size=entry["input_size"],
    )


def genuine(file: ModelFile, folders: Iterable[Path]) -> Path:
    """Find `file` in the first of `folders` that has it and compare it with the manifest.

    Raises ModelRefused where no folder has it, or where size or SHA-256 differ; the file is left as it is.
    """
    places = [folder / file.name for folder in folders]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        where = " or ".join(str(place.parent) for place in places)
        raise ModelRefused(f"The network file {file.name} is missing. Put the published file into {where}.")
    try:
        same = path.stat().st_size == file.size and _sha256(path) == file.sha256
    except OSError as error:
        raise ModelRefused(f"The network file {path} cannot be read: {error.strerror}.") from error
    if not same:
        raise ModelRefused(
            f"The network file {path} is not the published one (its SHA-256 differs), so it is not used. "
            "Replace it with the published file; nothing was deleted."
        )
    return path


def _manifest() -> dict[str, Any]:
    return tomllib.loads((BUNDLED / "manifest.toml").read_text(encoding="utf-8"))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
