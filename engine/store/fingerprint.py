"""The content hash by which the store knows a photo, whatever its file is called."""

from __future__ import annotations

import hashlib
from pathlib import Path

from engine.errors import PhotoUnreachable


def content_hash(path: Path) -> str:
    """BLAKE2b of the file's bytes, 128 bits, as 32 hex digits. Raises PhotoUnreachable."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        raise PhotoUnreachable.at(path, error=error) from error
