"""The networks in processes of their own: the window stays smooth, a crash costs a photo, cancel can kill."""

from __future__ import annotations

import faulthandler
import functools
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from engine.images.load import load
from engine.records import Evidence, Trace
from engine.settings import Detection
from engine.vision.cascade import Cascade
from engine.vision.models import WitnessModel, person_model, witness_model
from engine.vision.mtcnn import FaceFinder
from engine.vision.witness import WitnessNetwork
from engine.vision.yolov3 import PersonFinder

STDERR = 2

_model_folders: tuple[Path, ...] = ()
"""Set in the child by `_settle_in`: where the user's own networks are."""


class DetectorProcesses:
    """Starts and ends the processes in which the networks look at photos; see `engine.batch.Detectors`."""

    def __init__(self, *, log: Path, model_folders: Sequence[Path] = (), workers: int = 1) -> None:
        """`log` takes what the libraries print; `model_folders` are looked through before resources."""
        self._log = log
        self._log.write_bytes(b"")
        self._model_folders = tuple(model_folders)
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None

    def start(self) -> Executor:
        """Make a fresh pool; a process starts with its first photo and loads the networks then, in seconds.

        `spawn`, because a fork of a process with threads (Qt's, BLAS's) may hang.
        """
        self._executor = ProcessPoolExecutor(
            self._workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_settle_in,
            initargs=(self._model_folders, self._log, max(1, (os.cpu_count() or 1) // self._workers)),
        )
        return self._executor

    def kill(self) -> None:
        """End the pool and its processes at once, whatever they are doing."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        # Until Python 3.14 (kill_workers) only this names the processes, and a shutdown forgets it.
        table = executor._processes
        executor.shutdown(wait=False, cancel_futures=True)  # after it, no further process can be started
        processes = list((table or {}).values())
        for process in processes:
            process.kill()
        for process in processes:
            process.join()

    @property
    def detect(self) -> Callable[[Path, Detection], Evidence]:
        """What the pool calls for each photo."""
        return detect_photo

    @property
    def trace(self) -> Callable[[Path, Detection], Trace]:
        """What the pool calls for a photo whose steps the user wants to see."""
        return trace_photo

    def version(self, detection: Detection) -> str:
        """Names and versions of the networks that `detection` uses. Raises ModelRefused."""
        return version_of(detection)


def detect_photo(path: Path, detection: Detection) -> Evidence:
    """Look at one photo in this process. Raises PhotoUnreadable and ModelRefused."""
    cascade = _cascade(detection.person_model, detection.person_sizes)
    return cascade.look(load(path, edge=detection.photo_edge), detection)


def trace_photo(path: Path, detection: Detection) -> Trace:
    """Look at one photo in this process, step by step. Raises PhotoUnreadable and ModelRefused."""
    cascade = _cascade(detection.person_model, detection.person_sizes)
    return cascade.trace(load(path, edge=detection.photo_edge), detection)


@functools.lru_cache(maxsize=1)
def _cascade(person_model_name: str, sizes: tuple[int, ...]) -> Cascade:
    return load_cascade(person_model_name, sizes=sizes, folders=_model_folders, witness=witness_model())


def load_cascade(
    person_model_name: str, *, sizes: tuple[int, ...], folders: Sequence[Path], witness: WitnessModel
) -> Cascade:
    """Load all networks, which takes seconds; `folders` are looked through before resources.

    Raises ModelRefused.
    """
    return Cascade(
        faces=FaceFinder(),
        persons=PersonFinder(person_model(person_model_name), folders=folders, sizes=sizes),
        witness=WitnessNetwork(witness, folders=folders),
    )


def version_of(detection: Detection) -> str:
    """Names and versions of the networks that `detection` uses. Raises ModelRefused."""
    networks = [FaceFinder.version(), person_model(detection.person_model).version]
    if detection.witness:
        networks.append(witness_model().version)
    return " + ".join(networks)


def _settle_in(model_folders: tuple[Path, ...], log: Path, threads: int) -> None:
    """Prepare a child: polite to the window, deaf to Ctrl+C (the parent's), and gone when the parent is."""
    global _model_folders
    _model_folders = model_folders
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", str(threads))
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", str(threads))
    with log.open("ab") as stream:  # below Python's stderr, since it is C++ that chatters at import
        os.dup2(stream.fileno(), STDERR)
    faulthandler.enable(STDERR)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    threading.Thread(target=_end_with_parent, name="parent watch", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
