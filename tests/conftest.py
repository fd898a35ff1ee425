"""What every test may ask for: an offscreen Qt, the shared photos, a photo with a real face."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as main.py does

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _qt_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing cv2 points Qt at cv2's own plugins, which PySide6 cannot load."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test photos beside the project, or wherever STYLELIFT_SHARED points."""
    folder = Path(os.environ.get("STYLELIFT_SHARED", PROJECT.parent / "shared"))
    if not (folder / "photos" / "labels.csv").is_file():
        pytest.skip(f"needs the test photos: {folder}/photos is absent; set STYLELIFT_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def portrait() -> Path:
    """Grace Hopper's portrait (public domain), which the matplotlib package carries: one face, frontal."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg"
