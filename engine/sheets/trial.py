"""Whether reading a workbook ends the process, tried in a process of its own: a damaged XLS can have its last
cell in row and column 65,536, for which the reader asks for 100 GB and aborts."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import suppress

import python_calamine

_MOST_MEMORY = 4 << 30  # bytes; the largest XLS of 65,536 rows and 256 columns needs half of it
_MOST_SECONDS = 120.0


def survives(data: bytes) -> bool:
    """Whether a process that reads all sheets lives on, be it with an error that the caller will meet too."""
    try:
        # -P: the folder of this file is no place to import from, its modules are not the standard library's.
        done = subprocess.run(
            [sys.executable, "-P", __file__],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _limit_memory() -> None:
    """Where the system can: elsewhere a request beyond its memory fails at once."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, most))


def _read_all(data: bytes) -> None:
    """Raise MemoryError, or a panic of the reader, which is no Exception."""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for place in range(len(book.sheet_names)):
                book.get_sheet_by_index(place).to_python(skip_empty_area=False)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- the caller meets it again and says what it means
        return


if __name__ == "__main__":
    _limit_memory()
    _read_all(sys.stdin.buffer.read())
