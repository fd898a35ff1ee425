"""`influence`: sales sheets and a photo table in, the effect of the photo type out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from engine.footing import footing_lines
from engine.paths import DataPaths
from engine.reports.json_file import write_json
from engine.reports.write import REPRODUCE, write_report
from engine.sheets.mapping import load_mappings
from engine.stats.checks import run_checks
from engine.stats.sentences import counted, interval, signed
from engine.study import run_study
from engine.study_record import HARMLESS, REFUSED, SetAside, Study

EXAMPLES = 3


def run(arguments: Namespace, *, paths: DataPaths) -> int:
    """Do what `arguments` (sales, photos, catalogue, changes, answer, outcome, out, json) say; 0, or 1 with
    rows set aside."""
    study = run_study(
        arguments.sales,
        photos=arguments.photos,
        catalogue=arguments.catalogue,
        changes=arguments.changes,
        outcome=arguments.outcome,
        answers=dict(arguments.answer),
        mappings=load_mappings(paths.columns),
    )
    tell(study)
    if arguments.out:
        report(study, arguments.out)
    if arguments.json:
        write_json(study, arguments.json)
        print(f"JSON: {arguments.json}")
    return 1 if study.has_problems else 0


def report(study: Study, path: Path) -> None:
    """Write the report with all checks of the estimate, and say where it is."""
    checks = None
    if study.answer is not None and path.suffix.lower() != REPRODUCE:
        checks = run_checks(study.answer.estimate)
    write_report(study, path, checks=checks)
    print(f"Report: {path}")


def tell(study: Study) -> None:
    """Print the headline, the effects, the evidence and what became of every row."""
    for paragraph in (study.note, study.headline, study.caution):
        if paragraph:
            print(paragraph)
    print()
    for line in [*_numbers(study), *_evidence(study), *footing_lines(study), *_faulty_rows(study)]:
        print(line)


def _numbers(study: Study) -> list[str]:
    lines = [f"Equation: {study.equation}"] if study.answer else []
    if study.price is not None and study.price.beta is not None:
        lines.append(f"ln price: beta {study.price.beta:+.4f}   SE {study.price.se:.4f}")
    if study.share is not None:
        ends = interval(study.share.low, study.share.high)
        percent = signed(study.share.percent)
        lines.append(f"Share of {study.outcome} that goes with the photos: {percent} % (95 %: {ends})")
    return [*lines, ""] if lines else []


def _evidence(study: Study) -> list[str]:
    return [
        f"Evidence: {study.grade.colour}. {counted(study.products, 'product')}, "
        f"{study.switchers:,} changed their photo, {counted(study.periods, study.period)}.",
        *(f"  ! {warning}" for warning in study.warnings),
    ]


def _faulty_rows(study: Study) -> list[str]:
    """The first rows of each fault, to find them by."""
    faults = [one for one in study.set_aside if one.code not in HARMLESS and one.code != REFUSED]
    lines = [line for one in faults for line in _examples(study, one)]
    return ["", "Rows to look at:", *lines] if lines else []


def _examples(study: Study, one: SetAside) -> list[str]:
    lines = [f"  {one.code} {one.reason}"]
    table = study.rows_aside
    rows = table[(table["code"] == one.code) & (table["reason"] == one.reason)].head(EXAMPLES)
    for file, line, product, found in rows[["file", "line", "product", "found"]].to_numpy():
        told = f': "{found}"' if found else ""
        lines.append(f"{'':6}{file}, line {line}, {product or 'no product'}{told}")
    if one.count > len(rows):
        lines.append(f"{'':6}and {one.count - len(rows):,} more")
    return lines
