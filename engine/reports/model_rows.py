"""The table of models as econometric papers print it: a column per model, standard errors below."""

from __future__ import annotations

from collections.abc import Sequence

from engine.reports.blocks import Table
from engine.reports.numbers import UNTOLD, number, percent, percent_range, probability
from engine.stats.model_table import Coefficient, ModelColumn


def model_rows(models: Sequence[ModelColumn]) -> Table:
    """A row per coefficient (log points, standard error in brackets, percent, p), then what was held fixed
    and used."""
    names = list(dict.fromkeys(one.name for model in models for one in model.coefficients))
    effects = list(dict.fromkeys(name for model in models for name in model.fixed_effects))
    header = ("", *(f"{model.code}\n{model.title}" for model in models))
    rows = [
        ("outcome", *(model.outcome for model in models)),
        *((name, *(_cell(model, name) for model in models)) for name in names),
        *(
            (f"{name} effects", *("yes" if name in m.fixed_effects else "" for m in models))
            for name in effects
        ),
        ("numbers used", *(_count(model, model.rows) for model in models)),
        ("products", *(_count(model, model.products) for model in models)),
        ("changed their photo", *(_count(model, model.switchers) for model in models)),
        ("within R²", *(number(model.within_r2, 3) for model in models)),
        ("pseudo R²", *(number(model.pseudo_r2, 3) for model in models)),
        ("standard errors", *(model.errors.replace(", ", "\n") for model in models)),
    ]
    return Table(header, tuple(rows))


def _count(model: ModelColumn, count: int) -> str:
    return "" if model.missing else f"{count:,}"


def _cell(model: ModelColumn, name: str) -> str:
    found = model.coefficient(name)
    if found is None:
        return ""
    return UNTOLD if found.beta is None else "\n".join(coefficient_lines(found))


def coefficient_lines(found: Coefficient) -> list[str]:
    """beta, (SE), percent with its interval where it is a photo type, p."""
    shown = (
        [f"{percent(found.percent)}", percent_range(found.low, found.high)]
        if found.percent is not None
        else []
    )
    return [number(found.beta), f"({number(found.se)})", *shown, f"p {probability(found.p)}"]
