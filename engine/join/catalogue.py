"""Tables of `product,image`: the catalogue, and the links that a user accepted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from engine.sheets.catalogue import read_catalogue_rows
from engine.sheets.formula_guard import unguarded
from engine.sheets.questions import Answers
from engine.sheets.sales import NOTHING


def read_catalogue(path: Path, *, answers: Answers = NOTHING) -> pd.Series:
    """Read `product,image` or a platform's product export: image by product; the last row of a product
    counts. Raises SheetUnreadable, AnswersNeeded."""
    table = read_catalogue_rows(path, answers).drop_duplicates("product", keep="last")
    return table["image"].map(unguarded).set_axis(table["product"].map(unguarded))
