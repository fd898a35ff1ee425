"""Stylelift's entrance: opens the window, or runs one of the commands without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from engine.commands.arguments import parse
from engine.errors import StyleliftError
from engine.paths import DataPaths

UNUSABLE, STOPPED = 2, 130


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code is 0, 1 with problems listed, or 2 for nothing usable."""
    # Before NumPy is imported: our matrices are so small that a second BLAS thread mostly waits, at a third
    # more processor time for an estimate, and the window needs a core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a letter must not end a batch.
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(sys.argv[1:] if words is None else words)
    except StyleliftError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:  # whoever read our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED
    except KeyboardInterrupt:
        print("\nStopped. What was found so far is kept; the next run goes on from there.", file=sys.stderr)
        return STOPPED


def _run(words: Sequence[str]) -> int:
    chosen = parse(words)
    paths = DataPaths.choose(chosen.data_dir)
    if chosen.command == "window":
        return _window(paths, folder=chosen.folder)
    # Each command brings its own libraries; none should wait for another's.
    if chosen.command == "classify":
        from engine.commands import classify

        return classify.run(chosen, paths=paths)
    if chosen.command == "influence":
        from engine.commands import influence

        return influence.run(chosen, paths=paths)
    from engine.commands import demo

    shop, code = demo.run(chosen, paths=paths)
    return max(code, _window(paths, folder=shop.photos, sales=shop.sales, note=shop.note, required=False))


def _window(
    paths: DataPaths,
    *,
    folder: Path | None = None,
    sales: Path | None = None,
    note: str = "",
    required: bool = True,
) -> int:
    """Open the window, or say why there is none; not an error where it is only an extra."""
    from gui.display import display_problem

    problem = display_problem()
    if problem is not None:
        print(f"{problem} The same without a window: main.py classify FOLDER", file=sys.stderr)
        return UNUSABLE if required else 0
    from engine.vision.process import DetectorProcesses
    from gui.app import run

    return run(
        paths=paths,
        detectors=DetectorProcesses(log=paths.networks_log, model_folders=[paths.models]),
        folder=folder and folder.absolute(),
        sales=sales and sales.absolute(),
        note=note,
    )


if __name__ == "__main__":
    raise SystemExit(main())
