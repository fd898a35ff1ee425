"""The tables of a report, with their numbers as numbers: what the sheets of the XLSX file hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from engine.plots.plot import Plot
from engine.reports.outlook import outlook
from engine.stats.answer import Answer
from engine.stats.model_table import ModelColumn
from engine.study_record import Study

_NAME = 31
"""Letters that the format allows for the name of a sheet."""


@dataclass(frozen=True, slots=True, eq=False)
class ReportSheet:
    """A named table; column names with "percent" or "share" in them say their unit."""

    name: str
    table: pd.DataFrame


def report_sheets(study: Study, plots: Sequence[Plot]) -> list[ReportSheet]:
    """Headline, effects, models, products, what if, rows set aside, and the data of each plot."""
    sheets = [ReportSheet("headline", _headline(study))]
    if study.answer:
        sheets += [
            ReportSheet("effects", _effects(study.answer)),
            ReportSheet("models", _models(study.answer.models)),
            ReportSheet("per product", _per_product(study.answer)),
            ReportSheet("what if", _what_if(study.answer)),
        ]
    sheets.append(ReportSheet("rows set aside", study.rows_aside))
    return sheets + [ReportSheet(f"plot {plot.name}"[:_NAME], plot.data) for plot in plots]


def _headline(study: Study) -> pd.DataFrame:
    facts: list[tuple[str, object]] = [
        ("outcome", study.outcome), ("sales sheets", ", ".join(study.sources)), ("note", study.note),
        ("headline", study.headline), ("caution", study.caution), ("refused", study.refused or ""),
        ("evidence", study.grade.colour), *(("warning", one) for one in study.warnings),
        ("rows read", study.rows_read), ("rows used", study.rows_used),
        ("rows set aside", study.rows_read - study.rows_used), ("products", study.products),
        ("products that changed their photo", study.switchers), (f"{study.period}s", study.periods),
        ("model", study.model), ("formula", study.formula), ("equation", study.equation),
        ("version of Stylelift", study.version),
        *(("content of the sheet (hash)", one) for one in study.fingerprints),
    ]  # fmt: skip
    return pd.DataFrame(facts, columns=["what", "value"], dtype=object)


def _effects(answer: Answer) -> pd.DataFrame:
    rows = [
        (
            one.effect.category.label, one.effect.reference.label, one.effect.percent, one.effect.low,
            one.effect.high, one.effect.beta, one.effect.se, one.effect.df, one.effect.p, one.p_holm,
            one.effect.detectable, one.kennedy, one.giles, one.effect.products,
            one.effect.missing,
        )
        for one in answer.contrasts
    ]  # fmt: skip
    names = [
        "photo", "against", "effect percent", "low percent", "high percent", "beta", "SE", "df", "p",
        "p (Holm)", "detectable percent", "Kennedy percent", "Giles percent",
        "products that changed", "why not",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def _models(models: Sequence[ModelColumn]) -> pd.DataFrame:
    rows = [
        (
            model.code, model.title, model.outcome, one.name, one.beta, one.se, one.df, one.p, one.percent,
            one.low, one.high, model.rows, model.products, model.switchers, model.within_r2, model.pseudo_r2,
            model.errors, model.formula, one.missing,
        )
        for model in models
        for one in model.coefficients
    ]  # fmt: skip
    names = [
        "model", "title", "outcome", "coefficient", "beta", "SE", "df", "p", "effect percent", "low percent",
        "high percent", "numbers used", "products", "products that changed", "within R2", "pseudo R2",
        "standard errors", "formula", "why not",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def _per_product(answer: Answer) -> pd.DataFrame:
    rows = [
        (
            one.product, one.category.label, one.percent, one.low, one.high, one.raw_percent, one.raw_low,
            one.raw_high, one.p, one.p_adjusted,
        )
        for one in answer.per_product.effects
    ]  # fmt: skip
    names = [
        "product", "photo", "effect percent", "low percent", "high percent", "own periods alone percent",
        "own low percent", "own high percent", "p", "p (adjusted)",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def _what_if(answer: Answer) -> pd.DataFrame:
    unit = f"{answer.estimate.outcome} per {answer.estimate.period}"
    rows = [
        (
            one.text, len(one.found.products), one.found.gain, one.found.low, one.found.high,
            one.found.percent, "" if one.found.clear else "the interval includes 0", one.found.missing,
        )
        for one in outlook(answer)
    ]  # fmt: skip
    names = [
        "if", "products that change", unit, "low", "high", "percent of what they sell", "clear", "why not"
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)
