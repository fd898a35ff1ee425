"""`influence`: sales sheets and a photo table in, the effect of the photo type out."""

from __future__ import annotations

from argparse import Namespace

from engine.paths import DataPaths
from engine.report import write_json, write_report
from engine.sheets.mapping import load_mappings
from engine.stats.effects import Effect
from engine.stats.sentences import counted, interval, p_value, signed
from engine.study import HARMLESS, REFUSED, SetAside, Study, run_study

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
        write_report(study, arguments.out)
        print(f"Report: {arguments.out}")
    if arguments.json:
        write_json(study, arguments.json)
        print(f"JSON: {arguments.json}")
    return 1 if study.has_problems else 0


def tell(study: Study) -> None:
    """Print the headline, the effects, the evidence and what became of every row."""
    for paragraph in (study.note, study.headline, study.caution):
        if paragraph:
            print(paragraph)
    print()
    for line in [*_numbers(study), *_footing(study), *_model(study)]:
        print(line)


def _numbers(study: Study) -> list[str]:
    lines = [_effect_line(effect) for effect in study.effects]
    if study.price is not None and study.price.beta is not None:
        lines.append(f"{'ln price':<10} beta {study.price.beta:+.4f}   SE {study.price.se:.4f}")
    if study.share is not None:
        ends = interval(study.share.low, study.share.high)
        percent = signed(study.share.percent)
        lines.append(f"Share of {study.outcome} that goes with the photos: {percent} % (95 %: {ends})")
    return [*lines, ""] if lines else []


def _footing(study: Study) -> list[str]:
    aside = study.rows_read - study.rows_used
    return [
        f"Evidence: {study.grade.colour}. {counted(study.products, 'product')}, "
        f"{study.switchers:,} changed their photo, {counted(study.periods, 'week')}.",
        *(f"  ! {warning}" for warning in study.warnings),
        f"Rows: {study.rows_read:,} read = {study.rows_used:,} used + {aside:,} set aside",
        *(line for one in study.set_aside for line in _set_aside(study, one)),
    ]


def _set_aside(study: Study, one: SetAside) -> list[str]:
    """One reason with the number of its rows; for a fault also the first of them, to find them by."""
    lines = [f"  {one.code} {one.count:>8,}  {one.reason}"]
    if one.code in HARMLESS or one.code == REFUSED:
        return lines
    table = study.rows_aside
    rows = table[(table["code"] == one.code) & (table["reason"] == one.reason)].head(EXAMPLES)
    for file, line, product, found in rows[["file", "line", "product", "found"]].to_numpy():
        told = f': "{found}"' if found else ""
        lines.append(f"{'':16}{file}, line {line}, {product or 'no product'}{told}")
    if one.count > len(rows):
        lines.append(f"{'':16}and {one.count - len(rows):,} more")
    return lines


def _model(study: Study) -> list[str]:
    return [f"Model: {study.model}", f"       {study.equation or study.formula}"]


def _effect_line(effect: Effect) -> str:
    name = effect.category.label
    if effect.percent is None or effect.low is None or effect.high is None or effect.p is None:
        return f"{name:<10} cannot be told: {effect.missing}"
    return (
        f"{name:<10} {signed(effect.percent):>7} %   95 %: {interval(effect.low, effect.high):<20} "
        f"beta {effect.beta:+.4f}   SE {effect.se:.4f}   df {effect.df:.1f}   p {p_value(effect.p)}"
    )
