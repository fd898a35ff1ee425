"""Writes a Study as JSON by the contract of the command line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.errors import ExportFailed
from engine.files import replace_file
from engine.stats.effects import Effect
from engine.study_record import Study

_EFFECT = ("category", "reference", "beta", "se", "df", "p", "percent", "low", "high")
_PER_PRODUCT = ("product", "category", "percent", "low", "high", "raw_percent")


def write_json(study: Study, path: Path) -> None:
    """Write the study as JSON: percentages such as 9.0 for +9 %, null for a number that was refused.

    Raises ExportFailed.
    """
    text = json.dumps(as_json(study), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise ExportFailed(f"{path} cannot be written: {error.strerror or error}.") from error


def as_json(study: Study) -> dict[str, Any]:
    """The study in the words of the JSON contract."""
    return {
        "outcome": study.outcome,
        "model": study.model,
        "formula": study.formula,
        "effects": [_effect_json(effect) for effect in study.effects],
        "price": None if study.price is None else {"beta": study.price.beta, "se": study.price.se},
        "per_product": [{name: getattr(one, name) for name in _PER_PRODUCT} for one in study.per_product],
        "attributable_share": None if study.share is None else asdict(study.share),
        "rows_read": study.rows_read,
        "rows_used": study.rows_used,
        "set_aside": [
            {"reason": one.reason, "code": one.code, "count": one.count} for one in study.set_aside
        ],
        "products": study.products,
        "switchers": study.switchers,
        "periods": study.periods,
        "grade": study.grade.colour,
        "warnings": [*([study.note] if study.note else []), *study.warnings],
        "refused": study.refused,
    }


def _effect_json(effect: Effect) -> dict[str, Any]:
    return {name: getattr(effect, name) for name in _EFFECT}
