"""Use case 2: sales sheets and photo categories in, one Study with the effect, its doubt and every row's
fate out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from engine.errors import EffectRefused
from engine.join.catalogue import read_catalogue
from engine.join.extras import with_extras
from engine.join.gaps import gap_warning
from engine.join.history import read_history
from engine.join.history_problems import history_problems, problem_sentences
from engine.join.labels import label_confidence, read_labels, share_reviewed
from engine.join.links import Links
from engine.join.panel import Panel, join, rows_of
from engine.join.periods import suitable_period
from engine.join.photos import PhotoIndex, read_photo_table
from engine.join.shown import photo_in_force, photos_around_changes, refuse_unnamed
from engine.records import Category, Period
from engine.sheets.mapping import ColumnMapping
from engine.sheets.questions import Answers
from engine.sheets.sales import NO_MAPPINGS, NOTHING, Sales, read_sales
from engine.stats.answer import Answer, answer
from engine.stats.descriptives import descriptives
from engine.stats.grade import Footing, Grade, Notice, grade, too_little
from engine.stats.model import (
    Outcome,
    counted,
    drop_separated,
    drop_silent,
    estimate,
    refuse_hopeless,
    switchers,
)
from engine.stats.sentences import caution, effect_sentence, equation, formula, model_name, unusual
from engine.store.fingerprint import content_hash
from engine.study_record import FAULTS, REFUSED, SetAside
from engine.study_record import Study as Study


@dataclass(frozen=True, slots=True, eq=False)
class _Basis:
    """What is known before and beside any estimate."""

    outcome: Outcome
    period: Period
    table: Sales
    panel: Panel
    cells: pd.DataFrame
    """That carry information on the outcome."""
    aside: pd.DataFrame
    warnings: tuple[str, ...]
    facts: dict[str, Any]
    """Fields of the Study that nothing more is needed for."""


def run_study(
    sales: Sequence[Path],
    *,
    answers: Answers = NOTHING,
    mappings: Mapping[str, ColumnMapping] = NO_MAPPINGS,
    **wish: Any,
) -> Study:
    """Read and study: `answers` and `mappings` as of `read_sales`, everything else as of `study_sales`.

    Raises SheetUnreadable, or AnswersNeeded where a sheet can be read in several ways.
    """
    table = read_sales(sales, answers=answers, mappings=mappings).decided()
    return study_sales(table, files=fingerprints(sales), answers=answers, **wish)


def fingerprints(sales: Sequence[Path]) -> dict[str, str]:
    """Name of each file -> hash of its content."""
    return {path.name: content_hash(path) for path in sales}


def study_sales(
    table: Sales,
    *,
    photos: Path | Mapping[str, Category],
    catalogue: Path | None = None,
    changes: Path | None = None,
    links: Links | None = None,
    outcome: Outcome = "units",
    period: Period | Literal["auto"] = "auto",
    fill_missing: bool | None = None,
    note: str = "",
    files: Mapping[str, str],
    answers: Answers = NOTHING,
) -> Study:
    """Join, estimate. `photos` is a photo table or photo name -> category.

    `period`: what sales are added up over; "auto" as `join.periods.suitable_period` says.
    `fill_missing`: whether a week without a row between a product's first and last sale counts as 0 units;
    None decides by product (see `join.gaps`). `files`: name and content hash of each sheet that
    the sales were read from. `answers`: to questions about catalogue and history. Raises SheetUnreadable,
    AnswersNeeded; a question that the data cannot answer is a Study with `refused`.
    """
    index = PhotoIndex(read_photo_table(photos) if isinstance(photos, Path) else photos)
    images, around, problems = _photos_shown(
        table, index, catalogue=catalogue, changes=changes, links=links, answers=answers
    )
    fill = False if outcome == "price" else fill_missing
    used = suitable_period(table.rows["date"]) if period == "auto" else period
    panel = join(table, images, index, around=around, fill_missing=fill, period=used)
    told = gap_warning(panel.gaps, filled=panel.filled, asked=fill is not None)
    labels = read_labels(photos) if isinstance(photos, Path) else None
    shown = images.reindex(panel.rows.index)
    confidence = label_confidence(shown, index, labels) if labels else None
    cells = with_extras(panel.cells, panel.rows, confidence=confidence)
    informative, aside = _informative(cells, panel, outcome=outcome)
    facts = {
        "sources": tuple(files),
        "fingerprints": tuple(files.values()),
        "version": metadata.version("stylelift"),
        "note": note,
        "labels_reviewed": share_reviewed(shown, index, labels) if labels else None,
        "descriptives": descriptives(panel.cells),
        "shown": _by_product(panel.rows["product"], shown),
    }
    warnings = (*table.warnings, *problems, *told)
    return _study(_Basis(outcome, used, table, panel, informative, aside, warnings, facts))


def _study(basis: _Basis) -> Study:
    try:
        refuse_hopeless(basis.cells, period=basis.period)
        result = estimate(basis.cells, outcome=basis.outcome, period=basis.period)
    except EffectRefused as refusal:
        return _refused(basis, why=str(refusal))
    return _answered(basis, answer(result))


def _photos_shown(
    table: Sales,
    index: PhotoIndex,
    *,
    catalogue: Path | None,
    changes: Path | None,
    links: Links | None,
    answers: Answers,
) -> tuple[pd.Series, pd.DataFrame | None, list[str]]:
    """The photo of each row; and, where there is a history, those on both sides of each change in a week,
    and what is wrong with it."""
    by_product = read_catalogue(catalogue, answers=answers) if catalogue else None
    history = read_history(changes, answers=answers) if changes else None
    images = photo_in_force(table.rows, catalogue=by_product, changes=history, links=links, photos=index)
    if by_product is None and history is None:
        refuse_unnamed(table.rows, images)
    if history is None:
        return images, None, []
    problems = history_problems(history, products=set(table.rows["product"].unique()))
    around = photos_around_changes(catalogue=by_product, changes=history, links=links, photos=index)
    return images, around, problem_sentences(problems)


def _by_product(products: pd.Series, images: pd.Series) -> dict[str, tuple[str, ...]]:
    """The images of each product in the order in which they come up."""
    pairs = pd.DataFrame({"product": products, "image": images}).drop_duplicates()
    return {str(name): tuple(own) for name, own in pairs.groupby("product", sort=False)["image"]}


def _informative(cells: pd.DataFrame, panel: Panel, *, outcome: Outcome) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells that carry information, and the rows set aside so far and here (W14)."""
    asides = [panel.set_aside]
    if outcome in ("sessions", "conversion"):
        unseen = ~(cells["sessions"] > 0) if "sessions" in cells else pd.Series(True, index=cells.index)
        asides.append(rows_of(panel.rows, cells[unseen], code="W14", reason="no sessions are known for it"))
        cells = cells[~unseen].reset_index(drop=True)
    before = -1
    while len(cells) != before:
        before = len(cells)
        kept, masks = drop_silent(cells, outcome=outcome)
        asides += [rows_of(panel.rows, cells[mask], code="W14", reason=reason) for reason, mask in masks]
        cells, out = drop_separated(kept, outcome=outcome)
        reason = "nothing was sold with this type of photo or in this week"
        asides.append(rows_of(panel.rows, kept[out], code="W14", reason=reason))
    return cells, pd.concat(asides, ignore_index=True)


def _counts(aside: pd.DataFrame) -> tuple[SetAside, ...]:
    counted = Counter(zip(aside["code"], aside["reason"], strict=True))
    return tuple(SetAside(code, reason, count) for (code, reason), count in counted.most_common())


def _answered(basis: _Basis, found: Answer) -> Study:
    cells, outcome, period = basis.cells, basis.outcome, basis.period
    price = found.price
    held = price is not None and price.beta is not None
    footing = _footing(basis, found)
    lead = too_little(switchers=footing.switchers, faulty_share=footing.faulty_share)
    instead = unusual(found.lead_test, period=period)
    told = [effect_sentence(one, outcome=outcome, price_held=held) for one in found.effects]
    graded = grade(footing)
    untold = [f"The effect of the price cannot be told: {price.missing}."] if price and price.missing else []
    return Study(
        **_shared(basis, basis.aside),
        model=model_name(outcome, found.estimate, period=period),
        equation=equation(outcome, found.effects, price, period=period),
        headline=" ".join(part for part in (lead, *([instead] if instead else told)) if part),
        too_little=lead,
        unusual=instead,
        caution=caution(found.effects, switchers=footing.switchers, products=int(cells["product"].nunique())),
        answer=found,
        rows_used=int(cells["rows"].sum()),
        weeks_filled=int((cells["rows"] == 0).sum()),
        zero_share=float((cells[counted(outcome)] == 0).mean()),
        grade=graded,
        warnings=(*basis.warnings, *untold, *graded.reasons),
        refused=None,
    )


def _footing(basis: _Basis, found: Answer) -> Footing:
    panel, aside, read = basis.panel, basis.aside, basis.table.rows_read
    return Footing(
        switchers=len(switchers(basis.cells)),
        inflation=found.estimate.design.inflation,
        missing_share=panel.gaps.missing / (int((panel.cells["rows"] > 0).sum()) + panel.gaps.missing),
        filled_share=float((basis.cells["rows"] == 0).mean()),
        unmatched_share=float((aside["code"] == "W13").sum()) / read,
        faulty_share=float(aside["code"].isin(FAULTS).sum()) / read,
        effects=found.effects,
        price=found.price,
        lead_test=found.lead_test,
        disagreeing=found.disagreeing,
        period=basis.period,
    )


def _refused(basis: _Basis, *, why: str) -> Study:
    reason = "usable, but no effect can be told from them"
    idle = rows_of(basis.panel.rows, basis.cells, code=REFUSED, reason=reason)
    return Study(
        **_shared(basis, pd.concat([basis.aside, idle], ignore_index=True)),
        model=model_name(basis.outcome, None, period=basis.period),
        equation="",
        headline=why,
        too_little="",
        unusual="",
        caution="",
        answer=None,
        rows_used=0,
        weeks_filled=0,
        zero_share=None,
        grade=Grade("red", (Notice(REFUSED, why),)),
        warnings=basis.warnings,
        refused=why,
    )


def _shared(basis: _Basis, aside: pd.DataFrame) -> dict[str, Any]:
    """The fields that an answer and a refusal have in common."""
    return {
        **basis.facts,
        "outcome": basis.outcome,
        "period": basis.period,
        "formula": formula(basis.outcome, period=basis.period),
        "rows_read": basis.table.rows_read,
        "set_aside": _counts(aside),
        "rows_aside": aside,
        "products": int(basis.cells["product"].nunique()),
        "switchers": len(switchers(basis.cells)) if len(basis.cells) else 0,
        "periods": int(basis.cells["week"].nunique()),
        "weeks_missing": basis.panel.gaps.missing,
    }
