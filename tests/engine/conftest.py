"""What the tests of the engine share: the awkward photos, evidence made by hand, a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import awkward
import pytest

from engine.store.results import ResultStore


@pytest.fixture(scope="session")
def awkward_folder(tmp_path_factory: pytest.TempPathFactory, portrait: Path) -> Path:
    """The folder of tests/awkward.py; not to be changed."""
    folder = tmp_path_factory.mktemp("awkward") / "photos"
    awkward.make_awkward_folder(folder, portrait=portrait)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ResultStore]:
    with ResultStore(tmp_path / "data" / "results.sqlite") as opened:
        yield opened
