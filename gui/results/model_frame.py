"""The models side by side as economists print them: coefficients with their errors, then the facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from PySide6.QtCore import QCoreApplication

from engine.stats.model_table import Coefficient, ModelColumn
from gui.results.words import count, number, p_value, percent

translate = QCoreApplication.translate
NONE = "–"


def model_headers(models: Sequence[ModelColumn]) -> list[str]:
    """One header a model, after that of the names."""
    titles = {
        "S1": translate("ModelWords", "Main: Poisson, at equal price"),
        "S2": translate("ModelWords", "Log-linear, at equal price"),
        "S4": translate("ModelWords", "Poisson, price free to move"),
        "P1": translate("ModelWords", "Price as the outcome"),
    }
    return ["", *(titles[model.code] for model in models)]


def model_frame(models: Sequence[ModelColumn]) -> pd.DataFrame:
    """Texts: four lines a coefficient (log points, standard error, percent, p), then the lines on each
    model."""
    names = dict.fromkeys(one.name for model in models for one in model.coefficients)
    rows: list[list[str]] = []
    for name in names:
        found = [model.coefficient(name) for model in models]
        rows.append([name, *(_cell(one, lambda c: number(c.beta)) for one in found)])
        rows.append(
            ["", *(_cell(one, lambda c: f"({number(c.se)})" if c.se is not None else "") for one in found)]
        )
        if any(one is not None and one.percent is not None for one in found):
            rows.append(["", *(_cell(one, _percent) for one in found)])
        rows.append(["", *(_cell(one, _p) for one in found)])
    return pd.DataFrame(rows + _below(models), dtype=object)


def _percent(one: Coefficient) -> str:
    return "" if one.percent is None else percent(one.percent)


def _p(one: Coefficient) -> str:
    return "" if one.p is None else f"p {p_value(one.p)}"


def _cell(one: Coefficient | None, write: Callable[[Coefficient], str]) -> str:
    return "" if one is None else write(one)


def _below(models: Sequence[ModelColumn]) -> list[list[str]]:
    lines: list[tuple[str, Callable[[ModelColumn], str]]] = [
        (translate("ModelWords", "Fixed effects"), lambda one: ", ".join(one.fixed_effects)),
        (translate("ModelWords", "Standard errors"), lambda one: one.errors),
        (translate("ModelWords", "Product-weeks used"), lambda one: count(one.rows)),
        (translate("ModelWords", "of the main model left out"), lambda one: count(one.rows_dropped)),
        (translate("ModelWords", "Products"), lambda one: count(one.products)),
        (translate("ModelWords", "of which changed their photo"), lambda one: count(one.switchers)),
        (translate("ModelWords", "R², within products"), lambda one: number(one.within_r2, 3) or NONE),
        (translate("ModelWords", "Pseudo R²"), lambda one: number(one.pseudo_r2, 3) or NONE),
    ]
    rows = [[title, *("" if one.missing else write(one) for one in models)] for title, write in lines]
    if any(one.missing for one in models):
        rows.append([translate("ModelWords", "No numbers because"), *(one.missing for one in models)])
    return rows
