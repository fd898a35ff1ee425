"""A zip file with which a statistician calculates the report anew without this program: a script that needs
statsmodels only, the cleaned data, and the numbers to compare with."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np
import pandas as pd

from engine.errors import ExportFailed
from engine.paths import RESOURCES
from engine.plots.plot import csv_of
from engine.stats.answer import Answer
from engine.stats.model import Estimate, counted
from engine.study_record import Study

_DAY = (1980, 1, 1, 0, 0, 0)
"""The format wants one; always the same gives the same bytes."""
_README = """Reproduce: {headline}

reproduce.py  python reproduce.py prints the coefficients (needs: pip install statsmodels)
cells.csv     what the estimate used: one row per product and {period}, cleaned and added up
model.json    the model, and the numbers of the report to compare with

Sheets: {sources}
Model:  {model}
Made by Stylelift {version}.
"""


def reproduce(study: Study) -> bytes:
    """The zip file. Raises ExportFailed where the question was refused: there is nothing to calculate."""
    if study.answer is None:
        raise ExportFailed("There is no estimate to calculate anew: the question was refused.")
    made = study.answer.estimate
    readme = _README.format(
        headline=study.headline, period=study.period, sources=", ".join(study.sources), model=study.model,
        version=study.version,
    )  # fmt: skip
    script = (RESOURCES / "reproduce" / "reproduce.py").read_text(encoding="utf-8")
    model = json.dumps(_model(study, study.answer), indent=1, allow_nan=False)
    texts = {
        "README.txt": readme,
        "reproduce.py": script,
        "model.json": model,
        "cells.csv": csv_of(_cells(made)),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in texts.items():
            file.writestr(zipfile.ZipInfo(f"reproduce/{name}", _DAY), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _cells(made: Estimate) -> pd.DataFrame:
    """product, date, period (a number), outcome, offset, and a column per regressor, all digits kept."""
    cells = made.cells
    offset = np.log(cells["sessions"].to_numpy(float)) if made.outcome == "conversion" else 0.0
    table = pd.DataFrame(
        {
            "product": cells["product"],
            "date": cells["week"],
            "period": made.design.periods,
            "outcome": cells[counted(made.outcome)].astype(float),
            "offset": offset,
        }
    )
    return table.assign(**dict(zip(made.design.names, made.design.regressors.T, strict=True)))


def _model(study: Study, answer: Answer) -> dict[str, Any]:
    made = answer.estimate
    told = {name: made.interval(name) for name in made.design.names if made.told(name)}
    return {
        "formula": study.formula,
        "estimator": made.estimator,
        "errors": made.errors.kind,
        "regressors": list(made.design.names),
        "period_effects": [int(one) for one in made.design.effects.free],
        "report": {
            name: {"beta": one.beta, "se": one.se, "df": one.df, "p": one.p} for name, one in told.items()
        },
    }
