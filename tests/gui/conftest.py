"""Fakes beside the tests can be imported; a window with made-up detectors."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
