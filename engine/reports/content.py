"""What a report says, section by section, whatever file it becomes."""

from __future__ import annotations

import re

from engine.footing import footing_lines
from engine.plots.gallery import answer_plots, check_plots
from engine.reports.blocks import Block, Bullets, Document, Formula, Picture, Section, Table, Text
from engine.reports.model_rows import model_rows
from engine.reports.numbers import amount, amount_range, number, percent, percent_range, probability
from engine.reports.outlook import outlook, three_cases
from engine.stats.answer import Answer
from engine.stats.checks import Checks
from engine.stats.sentences import counted
from engine.study_record import Study

_GRADES = {
    "green": "Solid: nothing weakens these numbers beyond their intervals.",
    "amber": "Usable with care.",
    "red": "Weak: do not act on these numbers alone.",
}
_OUTCOMES = {
    "units": "units sold",
    "revenue": "revenue",
    "price": "the price",
    "conversion": "units per visit",
    "sessions": "visits",
}
_METHOD = (
    "Only products whose photo type changed over time tell the effect apart from the product. The effect in "
    "percent is 100 (exp(beta) - 1). Intervals are t intervals with Bell-McCaffrey degrees of freedom up to "
    "200 products (CR2), with the effective number of products that changed, less one, above (CR1). An "
    "effect that hangs on one product has no interval and is not given. A {period} in which the photo type "
    "changed is set aside. Other things may have changed in the same {period}s as the photo: this is an "
    "association."
)


def document(study: Study, *, checks: Checks | None = None) -> Document:
    """The report on one study. `checks`: those made on request, where they were."""
    sections = [*(_refusal(study) if study.answer is None else _answer(study, study.answer))]
    if study.answer is not None and checks is not None:
        sections.append(_checks(study.answer, checks))
    return Document(
        f"What goes with the style of the photo: {_OUTCOMES[study.outcome]}",
        ", ".join(study.sources),
        study.note,
        (*sections, _rows(study), _footing(study), _method(study)),
    )


def _refusal(study: Study) -> list[Section]:
    sold = Table(
        ("", "products", f"product-{study.period}s", "mean units", "mean revenue", "mean price"),
        tuple(
            (one.category.label, f"{one.products:,}", f"{one.cells:,}", number(one.units, 1),
             number(one.revenue, 2), number(one.price, 2))
            for one in study.descriptives
        ),
    )  # fmt: skip
    lead = Section("No number can be given", (Text(study.refused or ""),), "refused")
    return [lead, Section("What was sold with which photo", (sold,))]


def _answer(study: Study, answer: Answer) -> list[Section]:
    footer = (
        f"{study.switchers:,} of {counted(study.products, 'product')} changed their photo; "
        f"{counted(study.rows_used, 'row')} used of {study.rows_read:,}"
    )
    plots = answer_plots(answer, firm=study.firm, footer=footer)
    main, per_product, *others = plots
    firm = study.firm and any(one.percent is not None for one in answer.effects)
    return [
        _lead(study),
        *([Section("Three cases", (three_cases(answer.effects), _CASES))] if firm else []),
        _grade(study),
        Section(main.title, (Picture(main),)),
        *_share(study),
        *_outlook(study, answer),
        _models(study, answer),
        _products(answer, Picture(per_product)),
        *(Section(one.title, (Picture(one),)) for one in others),
    ]


_CASES = Text(
    "Of 100 shops like this one, about 95 would find the truth between the worst and the best case.",
    small=True,
)


def _lead(study: Study) -> Section:
    found = study.headline.removeprefix(study.too_little).strip()
    sentences = re.split(r"(?<=[.)])\s+(?=Photos )", found)
    loud = tuple(re.findall(r"go with (\S+ %)", found)) if study.firm else ()
    texts = tuple(Text(one, loud) for one in sentences)
    return Section(study.too_little, (*texts, Text(study.caution, small=True)), "lead")


def _grade(study: Study) -> Section:
    grade = study.grade
    warnings = (*grade.reasons, *(one for one in study.warnings if one not in grade.reasons))
    listed = (Bullets(warnings),) if warnings else ()
    return Section(f"Evidence: {grade.colour}", (Text(_GRADES[grade.colour]), *listed), grade.colour)


def _share(study: Study) -> list[Section]:
    share = study.share
    if share is None:
        return []
    found = percent(share.percent)
    words = (
        f"Measured against product-only photos everywhere, at the same prices, {found} of "
        f"{_OUTCOMES[study.outcome]} (95 %: {percent_range(share.low, share.high)}) goes with the photos "
        "that are on a model or worn."
    )
    return [Section("Share of the total", (Text(words, (found,) if study.firm else ()),))]


def _outlook(study: Study, answer: Answer) -> list[Section]:
    wishes = outlook(answer)
    if not wishes or all(one.found.gain is None for one in wishes):
        return []
    rows = tuple(
        (one.text, amount(one.found.gain), amount_range(one.found.low, one.found.high),
         "" if one.found.percent is None else percent(one.found.percent))
        for one in wishes
    )  # fmt: skip
    header = ("if", f"{study.outcome} per {study.period}", "95 % interval", "of what they sell")
    grey = frozenset(place for place, one in enumerate(wishes) if not one.found.clear)
    text = (
        "At the same prices, and if the association holds for products that have not changed yet. Grey: the "
        "interval includes 0."
    )
    return [Section("What if", (Text(text), Table(header, rows, muted=grey)))]


def _models(study: Study, answer: Answer) -> Section:
    cells = tuple(
        (
            f"{one.effect.category.label} against {one.effect.reference.label}", number(one.effect.beta),
            number(one.effect.se), number(one.effect.df, 1), probability(one.effect.p),
            probability(one.p_holm), percent(one.effect.percent),
            percent_range(one.effect.low, one.effect.high),
        )
        for one in answer.contrasts
    )  # fmt: skip
    header = ("", "beta", "SE", "df", "p", "p (Holm)", "effect", "95 % interval")
    missing = tuple(f"{one.code}: {one.missing}" for one in answer.models if one.missing)
    blocks: list[Block] = [Formula(study.equation), Table(header, cells)]
    if answer.models:
        blocks += [Text("The same question to several models, in log points:"), model_rows(answer.models)]
    return Section("The numbers", (*blocks, *([Bullets(missing)] if missing else [])))


def _products(answer: Answer, picture: Picture) -> Section:
    rows = tuple(
        (one.product, one.category.label, percent(one.percent), percent_range(one.low, one.high),
         percent(one.raw_percent), probability(one.p_adjusted))
        for one in answer.per_product.effects
    )  # fmt: skip
    if not rows:
        return Section(picture.plot.title, (picture,))
    header = (
        "product",
        "photo",
        "effect",
        "95 % interval",
        f"own {answer.estimate.period}s alone",
        "p (adjusted)",
    )
    table = Table(header, rows, words=2, folded=counted(len(rows), "comparison"))
    return Section(picture.plot.title, (picture, table))


def _checks(answer: Answer, checks: Checks) -> Section:
    notes = (Bullets(checks.notes),) if checks.notes else ()
    return Section("Checks", (*notes, *(Picture(one) for one in check_plots(answer, checks))))


def _rows(study: Study) -> Section:
    words = (
        f"{counted(study.rows_read, 'row')} read = {study.rows_used:,} used + "
        f"{study.rows_read - study.rows_used:,} set aside. Products: {study.products:,}, of which changed "
        f"their photo: {study.switchers:,}. {study.period.capitalize()}s: {study.periods:,}. "
        f"Product-{study.period}s without a row: {study.weeks_missing:,}, of which counted as 0 units: "
        f"{study.weeks_filled:,}."
    )
    cells = tuple((one.code, one.reason, f"{one.count:,}") for one in study.set_aside)
    listed = Table(("code", "reason", "rows"), cells, words=2) if cells else Text("No row was set aside.")
    return Section("Rows used and set aside", (Text(words), listed))


def _footing(study: Study) -> Section:
    lines = (one.strip() for one in footing_lines(study) if not one.startswith("  "))
    return Section("What stands behind the numbers", (Bullets(tuple(lines)),))


def _method(study: Study) -> Section:
    return Section(
        "Method",
        (
            Text(f"{study.model}."), Formula(study.formula), Text(_METHOD.format(period=study.period)),
        ),
        "method",
    )  # fmt: skip
