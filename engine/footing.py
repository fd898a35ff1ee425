"""What must stand beside every number of a study, as lines for any output."""

from __future__ import annotations

from engine.stats.answer import Answer
from engine.stats.effects import Effect
from engine.stats.grade import whole_percent
from engine.stats.sentences import counted, interval, p_value, signed
from engine.study_record import Study

_NO_SEED = "none needed: nothing is drawn at random"


def footing_lines(study: Study) -> tuple[str, ...]:
    """Evidence, effects, rows, errors, price, reach, lead test, labels, model, version: one fact a line."""
    found = _of_the_answer(study, study.answer) if study.answer else (f"Refused: {study.refused}",)
    return (*found, *_of_the_data(study), *_of_the_run(study))


def _of_the_answer(study: Study, answer: Answer) -> tuple[str, ...]:
    held = "yes" if study.price_held else "no"
    effective = answer.effective_switchers
    carried = "" if effective is None else f"; as many as {effective:.1f} equally important ones"
    return (
        *(_effect(one.effect) for one in answer.contrasts),
        f"Products that changed their photo: {study.switchers:,} of {study.products:,}{carried}",
        f"Standard errors: {answer.estimate.errors.kind}, clustered by product",
        f"Price held fixed: {held}",
        _reach(study),
        _lead(study, answer),
    )


def _effect(effect: Effect) -> str:
    pair = f"{effect.category.label} against {effect.reference.label}"
    if effect.percent is None or effect.low is None or effect.high is None or effect.p is None:
        return f"{pair}: cannot be told: {effect.missing}"
    return (
        f"{pair}: {signed(effect.percent)} % (95 %: {interval(effect.low, effect.high)}; "
        f"beta {effect.beta:+.4f}, SE {effect.se:.4f}, df {effect.df:.1f}, p {p_value(effect.p)})"
    )


def _reach(study: Study) -> str:
    seen = [one.detectable for one in study.effects if one.detectable is not None]
    return f"Smallest effect that would have been seen (80 %): {max(seen):.0f} %"


def _lead(study: Study, answer: Answer) -> str:
    test = answer.lead_test
    if test.p is None:
        return f"Sales before the change of photo: not tested: {test.missing}"
    return f"Sales before the change of photo differ from earlier ones: p {p_value(test.p)}"


def _of_the_data(study: Study) -> tuple[str, ...]:
    aside = study.rows_read - study.rows_used
    zeros = "" if study.zero_share is None else f", of which sold nothing: {whole_percent(study.zero_share)}"
    reviewed = study.labels_reviewed
    return (
        f"Rows: {study.rows_read:,} read = {study.rows_used:,} used + {aside:,} set aside",
        *(f"  {one.code} {one.count:>8,}  {one.reason}" for one in study.set_aside),
        f"{counted(study.periods, study.period)}{zeros}; product-{study.period}s without a row: "
        f"{study.weeks_missing:,}, counted as 0 units: {study.weeks_filled:,}",
        "Photos whose category was set by hand: "
        + ("not known" if reviewed is None else whole_percent(reviewed)),
    )


def _of_the_run(study: Study) -> tuple[str, ...]:
    sheets = zip(study.sources, study.fingerprints, strict=False)
    return (
        f"Model: {study.model}",
        f"       {study.formula}",
        f"Stylelift {study.version}; seed: {_NO_SEED}",
        *(f"{name}: {fingerprint}" for name, fingerprint in sheets),
    )
