"""Writes a Study: one self-contained HTML file in a light theme, or JSON by the contract of the command
line."""

from __future__ import annotations

import html
import io
import json
import math
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import ExportFailed
from engine.files import replace_file
from engine.paths import RESOURCES
from engine.stats.effects import Effect
from engine.stats.plots import actual_against_predicted, english_fit, forest
from engine.stats.sentences import counted, interval, p_value, signed
from engine.study_record import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PER_PRODUCT = ("product", "category", "percent", "low", "high", "raw_percent")
_GRADES = {
    "green": "Solid: nothing weakens these numbers beyond their intervals.",
    "amber": "Usable with care.",
    "red": "Weak: do not act on these numbers alone.",
}


def write_json(study: Study, path: Path) -> None:
    """Write the study as JSON: percentages such as 9.0 for +9 %, null for a number that was refused."""
    _write(path, json.dumps(as_json(study), indent=2, ensure_ascii=False, allow_nan=False) + "\n")


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
    names = ("category", "reference", "beta", "se", "df", "p", "percent", "low", "high")
    return {name: getattr(effect, name) for name in names}


def write_report(study: Study, path: Path) -> None:
    """Write one HTML file that needs nothing beside it: the answer, its doubt, plots, tables, method."""
    style = (RESOURCES / "report.css").read_text(encoding="utf-8")
    sections = [
        _head(study),
        *(_refused(study) if study.refused else _answer(study)),
        _rows(study),
        _method(study),
    ]
    page = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Stylelift: {_text(', '.join(study.sources))}</title><style>{style}</style></head>"
        f"<body><main>{''.join(sections)}</main></body></html>\n"
    )
    _write(path, page)


def _write(path: Path, text: str) -> None:
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise ExportFailed(f"{path} cannot be written: {error.strerror or error}.") from error


def _text(words: str) -> str:
    """Escaped, with a true minus sign and no line break before a percent sign."""
    return html.escape(words).replace(" -", " −").replace(" %", "\u00a0%")


def _loud(sentence: str, *, firm: bool) -> str:
    """A sentence with the effect it tells set in bold, where it is firm."""
    if not firm:
        return _text(sentence)
    return re.sub(r"go with (\S+\s%)", r"go with <strong>\1</strong>", _text(sentence))


def _head(study: Study) -> str:
    note = f'<p class="note">{_text(study.note)}</p>' if study.note else ""
    outcome = {"units": "units sold", "revenue": "revenue", "price": "the price"}[study.outcome]
    return (
        f'<header><p class="brand">Stylelift</p><h1>What goes with the style of the photo: {outcome}</h1>'
        f'<p class="sources">{_text(", ".join(study.sources))}</p>{note}</header>'
    )


def _refused(study: Study) -> list[str]:
    return [
        f'<section class="lead refused"><h2>No number can be '
        f"given</h2><p>{_text(study.refused or '')}</p></section>"
    ]


def _answer(study: Study) -> list[str]:
    found = study.headline.removeprefix(study.too_little).strip().rstrip(".").split(". ")
    first = f"<h2>{_text(study.too_little)}</h2>" if study.too_little else ""
    sentences = "".join(f"<p>{_loud(part, firm=study.firm)}.</p>" for part in found)
    lead = f'<section class="lead">{first}{sentences}<p class="caution">{_text(study.caution)}</p></section>'
    plot = _figure(forest(study.effects, firm=study.firm), "Effects of the photo types")
    return [lead, _grade(study), plot, _share(study),
            _coefficients(study), _products(study), _fit_plot(study)]  # fmt: skip


def _grade(study: Study) -> str:
    grade = study.grade
    warnings = [*grade.reasons, *(one for one in study.warnings if one not in grade.reasons)]
    listed = "".join(f"<li>{_text(one)}</li>" for one in warnings)
    return (
        f'<section class="grade {grade.colour}"><h2><span class="dot"></span>Evidence: {grade.colour}</h2>'
        f"<p>{_GRADES[grade.colour]}</p>{f'<ul>{listed}</ul>' if listed else ''}</section>"
    )


def _figure(figure: Figure, title: str) -> str:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", dpi=200, metadata={"Date": None})
    drawing = buffer.getvalue()
    drawing = drawing[drawing.index("<svg") :]
    return f'<figure role="img" aria-label="{_text(title)}"><h2>{_text(title)}</h2>{drawing}</figure>'


def _share(study: Study) -> str:
    if study.share is None:
        return ""
    share = study.share
    found = _percent(share.percent)
    if study.firm:
        found = f"<strong>{found}</strong>"
    return (
        f"<section><h2>Share of the total</h2><p>Measured against product-only photos everywhere, at the "
        f"same prices, "
        f"{found} of {study.outcome} (95 %: {_percent(share.low)} to "
        f"{_percent(share.high)}) goes with the photos that are on a model or worn.</p></section>"
    )


def _coefficients(study: Study) -> str:
    rows = [
        (
            one.category.label,
            one.beta,
            one.se,
            one.df,
            one.p,
            _percent(one.percent),
            _range(one.low, one.high),
        )
        for one in study.effects
    ]
    cells = [
        (name, _number(beta), _number(se), _number(df, 1), "" if p is None else p_value(p), share, ends)
        for name, beta, se, df, p, share, ends in rows
    ]
    if study.price is not None:
        cells.append(("ln price", _number(study.price.beta), _number(study.price.se), "", "", "", ""))
    header = ("", "beta", "SE", "df", "p", "effect", "95 % interval")
    equation = f"<p class='equation'>{_text(study.equation)}</p>"
    return f"<section><h2>Coefficients</h2>{equation}{_table(header, cells)}</section>"


def _products(study: Study) -> str:
    if not study.per_product:
        return ""
    cells = [
        (
            one.product,
            one.category.label,
            _percent(one.percent),
            _range(one.low, one.high),
            _percent(one.raw_percent),
        )
        for one in study.per_product
    ]
    header = ("product", "photo", "effect", "95 % interval", "own weeks alone")
    return (
        "<section><h2>Products that changed their photo</h2><p>Each product's own effect is drawn towards "
        "the mean of "
        "all products, the more so the less its own weeks can say.</p>"
        f"<details><summary>{counted(len(cells), 'comparison')}</summary>"
        f"{_table(header, cells, words=2)}</details></section>"
    )


def _fit_plot(study: Study) -> str:
    figure = actual_against_predicted(study.fitted, words=english_fit(study.outcome))
    return _figure(figure, "Actual against predicted")


def _rows(study: Study) -> str:
    cells = [(one.code, one.reason, f"{one.count:,}") for one in study.set_aside]
    listed = _table(("code", "reason", "rows"), cells, words=2) if cells else "<p>No row was set aside.</p>"
    facts = (
        f"{counted(study.rows_read, 'row')} read = {study.rows_used:,} used + "
        f"{study.rows_read - study.rows_used:,} set aside. "
        f"Products: {study.products:,}, of which changed their photo: {study.switchers:,}. "
        f"Weeks: {study.periods:,}. Product-weeks without a row: {study.weeks_missing:,}, of which counted "
        f"as 0 units: {study.weeks_filled:,}."
    )
    return f"<section><h2>Rows used and set aside</h2><p>{facts}</p>{listed}</section>"


def _method(study: Study) -> str:
    text = (
        "Only products whose photo type changed over time tell the effect apart from the product. The "
        "effect in percent "
        "is 100 (exp(beta) - 1). Intervals are t intervals with Bell-McCaffrey degrees of freedom up to "
        "200 products (CR2), with the effective number of products that changed, less one, above (CR1). "
        "An effect that hangs on one product has no interval and is not given. "
        "A week in which the photo type changed is set aside. "
        "Other things may have changed in the same weeks as the photo: this is an association."
    )
    return (
        f'<section class="method"><h2>Method</h2><p>{_text(study.model)}.</p>'
        f"<p class='equation'>{_text(study.formula)}</p><p>{_text(text)}</p></section>"
    )


def _table(header: Iterable[str], rows: Iterable[Iterable[str]], *, words: int = 1) -> str:
    """A table whose first `words` columns are text and the others numbers."""

    def line(cells: Iterable[str], tag: str) -> str:
        kind = ('class="words"', 'class="number"')
        return "".join(
            f"<{tag} {kind[place >= words]}>{_text(cell)}</{tag}>" for place, cell in enumerate(cells)
        )

    body = "".join(f"<tr>{line(row, 'td')}</tr>" for row in rows)
    return f"<table><thead><tr>{line(header, 'th')}</tr></thead><tbody>{body}</tbody></table>"


def _number(value: float | None, digits: int = 4) -> str:
    return "" if value is None or not math.isfinite(value) else f"{value:.{digits}f}".replace("-", "−")


def _percent(value: float | None) -> str:
    return "cannot be told" if value is None else f"{signed(value)} %".replace("-", "−")


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else interval(low, high).replace("-", "−")
