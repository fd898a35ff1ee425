"""`classify`: a folder of photos in, a category for each out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence

from engine.batch import classify
from engine.commands.progress_line import ProgressLine
from engine.errors import FolderUnreadable, readable_name
from engine.export import write_photo_table
from engine.images.scan import scan
from engine.paths import DataPaths
from engine.records import AlwaysOn, Category, Finding
from engine.settings import Detection, Thresholds
from engine.store.results import ResultStore
from engine.vision.models import person_model
from engine.vision.process import DetectorProcesses

DONE, WITH_PROBLEMS, NOTHING_READABLE = 0, 1, 2


def run(arguments: Namespace, *, paths: DataPaths) -> int:
    """Do what `arguments` (folder, out, recursive, rule, person_model, workers, both) say."""
    photos = scan(arguments.folder, recursive=arguments.recursive)
    if not photos:
        raise FolderUnreadable(f"There are no photos in {arguments.folder}. Choose a folder of photos.")
    detection = Detection(
        person_model=arguments.person_model,
        person_sizes=person_model(arguments.person_model).input_sizes,
        both=arguments.both,
    )
    detectors = DetectorProcesses(
        log=paths.networks_log, model_folders=[paths.models], workers=arguments.workers
    )
    with ResultStore(paths.store) as store, ProgressLine() as line:
        findings = classify(
            photos,
            store=store,
            detectors=detectors,
            detection=detection,
            thresholds=Thresholds(),
            report=line.show,
            control=AlwaysOn(),
            workers=arguments.workers,
        )
    if arguments.out:
        write_photo_table(findings, arguments.out, model=detectors.version(detection))
    summarise(findings)
    return _exit_code(findings)


def summarise(findings: Sequence[Finding]) -> None:
    """Print how many photos are in each category, how many are doubtful, and every problem."""
    counts = Counter(finding.category for finding in findings)
    for category in Category:
        print(f"{category.label:<14}{counts[category]:>7,}")
    print(f"{'needs you':<14}{sum(finding.needs_review for finding in findings):>7,}")
    problems = [finding for finding in findings if finding.problem]
    print(f"{'problems':<14}{len(problems):>7,}")
    print(f"{'photos':<14}{len(findings):>7,}")
    for finding in problems:
        print(f"  {_folder_of(finding)}{finding.problem}", file=sys.stderr)


def _folder_of(finding: Finding) -> str:
    """The sub-folder of a photo, whose problem names only the file."""
    folder = readable_name(finding.photo.name).rpartition("/")[0]
    return f"{folder}: " if folder else ""


def _exit_code(findings: Sequence[Finding]) -> int:
    problems = sum(finding.problem is not None for finding in findings)
    if problems == len(findings):
        return NOTHING_READABLE
    return WITH_PROBLEMS if problems else DONE
