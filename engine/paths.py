"""Where the program keeps its own files: one folder of the platform's, or one that the user names."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from engine.errors import StoreUnusable

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@dataclass(frozen=True, slots=True)
class DataPaths:
    """The places below one data folder."""

    data: Path

    @classmethod
    def choose(cls, data_dir: Path | None) -> DataPaths:
        """Create `data_dir`, or the platform's place for application data. Raises StoreUnusable."""
        data = (data_dir or Path(platformdirs.user_data_dir("Stylelift", appauthor=False))).absolute()
        try:
            data.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=data):
                pass
        except OSError as error:
            raise StoreUnusable(
                f"Results cannot be kept in {data} ({error.strerror or error}): "
                "name another folder with --data-dir."
            ) from error
        return cls(data)

    @property
    def store(self) -> Path:
        """The results database."""
        return self.data / "results.sqlite"

    @property
    def thumbs(self) -> Path:
        """The folder of cached thumbnails."""
        return self.data / "thumbnails"

    @property
    def models(self) -> Path:
        """The folder of networks that the user downloaded or pointed at."""
        return self.data / "models"

    @property
    def columns(self) -> Path:
        """What the user said about the columns of sales sheets."""
        return self.data / "columns.json"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.data / "stylelift.log"

    @property
    def crash_log(self) -> Path:
        """Where Python writes its traceback if the window's process crashes."""
        return self.data / "crashes.log"

    @property
    def networks_log(self) -> Path:
        """What the libraries of the networks print while they run."""
        return self.data / "networks.log"

    @property
    def window(self) -> Path:
        """The window's geometry, recent folders and other small choices."""
        return self.data / "window.ini"
