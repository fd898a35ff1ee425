"""What the tests of the engine share: the awkward photos, a store, a batch with fake detectors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import awkward
import pytest
from detecting import ThreadDetectors

from engine.batch import classify, known
from engine.records import AlwaysOn
from engine.rules.published import PublishedRule
from engine.settings import Detection
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


@pytest.fixture
def detectors():
    made = ThreadDetectors()
    yield made
    made.kill()


@pytest.fixture
def run(store, detectors):
    """classify with everything but the photos filled in; `run.reports` has what it reported."""

    def call(photos, **changes):
        given = {
            "store": store,
            "detectors": detectors,
            "detection": Detection(),
            "rule": PublishedRule(),
            "report": call.reports.append,
            "control": AlwaysOn(),
        }
        return classify(photos, **{**given, **changes})

    call.reports = []
    return call


@pytest.fixture
def ask(store):
    def call(photos, **changes):
        given = {
            "store": store,
            "detection": Detection(),
            "rule": PublishedRule(),
            "model": "fake 1 yolov3-tiny",
        }
        return known(photos, **{**given, **changes})

    return call
