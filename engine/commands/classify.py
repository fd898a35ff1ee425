"""`classify`: a folder of photos in, a category for each out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from engine.batch import classify
from engine.catalogue import Learned, learned
from engine.commands.progress_line import ProgressLine
from engine.errors import FolderUnreadable, readable_name
from engine.export.coco import COCO_ENDING, write_coco
from engine.export.photo_table import write_photo_table
from engine.images.scan import scan
from engine.paths import DataPaths
from engine.records import AlwaysOn, Category, Finding, Photo
from engine.rules.chosen import DEFAULT, rule_named
from engine.rules.lesson import ENOUGH, Trial
from engine.rules.rule import Rule
from engine.settings import Detection
from engine.store.results import ResultStore
from engine.vision.models import person_model
from engine.vision.process import DetectorProcesses

DONE, WITH_PROBLEMS, NOTHING_READABLE = 0, 1, 2


def run(arguments: Namespace, *, paths: DataPaths) -> int:
    """Do what `arguments` say.

    They are folder, out, recursive, rule, without_catalogue, person_model, workers, both.
    """
    photos = scan(arguments.folder, recursive=arguments.recursive)
    if not photos:
        raise FolderUnreadable(f"There are no photos in {arguments.folder}. Choose a folder of photos.")
    name = arguments.rule or DEFAULT
    detection = Detection(
        person_model=arguments.person_model,
        person_sizes=person_model(arguments.person_model).input_sizes,
        both=arguments.both,
        witness=name == "calibrated",
    )
    rule = rule_named(name, person_model=arguments.person_model)
    detectors = DetectorProcesses(
        log=paths.networks_log, model_folders=[paths.models], workers=arguments.workers
    )
    findings, known = _findings(
        arguments, photos, store=paths.store, detectors=detectors, detection=detection, rule=rule
    )
    if arguments.out:
        model = detectors.version(detection)
        as_coco = arguments.out.name.lower().endswith(COCO_ENDING)
        write = write_coco if as_coco else write_photo_table
        write(findings, arguments.out, model=model, thresholds=rule.thresholds)
    summarise(findings)
    if known is not None and known.corrections:
        print(_on_corrections(known))
    return _exit_code(findings)


def _findings(
    arguments: Namespace,
    photos: Sequence[Photo],
    *,
    store: Path,
    detectors: DetectorProcesses,
    detection: Detection,
    rule: Rule,
) -> tuple[list[Finding], Learned | None]:
    """Look at the photos, then decide by what the corrections teach; None where that is not wanted.

    In this order a lesson rests on the evidence in all photos, and the next run says the same as this one.
    """
    with ResultStore(store) as opened, ProgressLine() as line:
        decide = partial(
            classify,
            store=opened,
            detectors=detectors,
            detection=detection,
            report=line.show,
            control=AlwaysOn(),
            workers=arguments.workers,
        )
        findings = decide(photos, rule=rule)
        if arguments.without_catalogue:
            return findings, None
        model = detectors.version(detection)
        known = learned(arguments.folder, photos, store=opened, rule=rule, detection=detection, model=model)
        if known.lesson is not None:
            taught = rule_named(rule.name, person_model=detection.person_model, lesson=known.lesson)
            findings = _decided_anew(findings, partial(decide, rule=taught))
        return findings, known


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


def _decided_anew(
    findings: Sequence[Finding], decide: Callable[[Sequence[Photo]], list[Finding]]
) -> list[Finding]:
    """The findings with new decisions where there was one; the store has all that takes."""
    anew = decide([finding.photo for finding in findings if finding.decision is not None])
    by_photo = {finding.photo: finding for finding in anew}
    return [by_photo.get(finding.photo, finding) for finding in findings]


def _on_corrections(known: Learned) -> str:
    """One line on what the user's corrections in this folder taught."""
    told, trial = f"your corrections: {known.corrections:,}", known.trial
    if not known.learning:
        return f"{told}; learning from them is switched off"
    if known.corrections < ENOUGH:
        return f"{told}; from {ENOUGH} on the rule learns from them"
    if trial is None:
        return f"{told}; they do not tell worn and product photos apart yet"
    shares = f"{100 * trial.before:.0f} % -> {100 * trial.after:.0f} %"
    return f"{told}; agreement on photos it has not seen {shares}{_verdict(trial)}"


def _verdict(trial: Trial) -> str:
    """Why what was learned is not used; empty where it is."""
    if trial.better:
        return ""
    if trial.after > trial.before:
        return "; too little to be sure, so not used"
    return "; no better than without, so not used"


def _folder_of(finding: Finding) -> str:
    """The sub-folder of a photo, whose problem names only the file."""
    folder = readable_name(finding.photo.name).rpartition("/")[0]
    return f"{folder}: " if folder else ""


def _exit_code(findings: Sequence[Finding]) -> int:
    problems = sum(finding.problem is not None for finding in findings)
    if problems == len(findings):
        return NOTHING_READABLE
    return WITH_PROBLEMS if problems else DONE
