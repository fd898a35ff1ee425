"""The report needs nothing beside it; the JSON keeps to its contract, refused numbers included."""

import dataclasses
import html
import json
import re

import pytest

from engine.demo_shop import NOTE, simulate
from engine.errors import ExportFailed
from engine.footing import footing_lines
from engine.plots.gallery import answer_plots
from engine.reports.json_file import write_json
from engine.reports.write import write_report
from engine.study import run_study

KEYS = [
    "outcome",
    "model",
    "formula",
    "effects",
    "price",
    "per_product",
    "attributable_share",
    "rows_read",
    "rows_used",
    "set_aside",
    "products",
    "switchers",
    "periods",
    "grade",
    "warnings",
    "refused",
]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    shop = simulate(seed=2)
    path = tmp_path_factory.mktemp("shop") / "sales <b>.csv"
    shop.sales.to_csv(path, index=False)
    return path, shop


@pytest.fixture(scope="module")
def study(sheet):
    return run_study([sheet[0]], photos=sheet[1].categories, note=NOTE)


@pytest.fixture(scope="module")
def refused(sheet, tmp_path_factory):
    path = tmp_path_factory.mktemp("still") / "still.csv"
    sales = sheet[1].sales
    sales.assign(image=sales.groupby("product")["image"].transform("first")).to_csv(path, index=False)
    return run_study([path], photos=sheet[1].categories)


def test_json_keeps_to_the_contract(study, tmp_path):
    write_json(study, tmp_path / "study.json")
    told = json.loads((tmp_path / "study.json").read_text(encoding="utf-8"))
    assert list(told) == KEYS
    assert [effect["category"] for effect in told["effects"]] == [1, 2]
    assert {"reference", "beta", "se", "df", "p", "percent", "low", "high"} < set(told["effects"][0])
    assert set(told["per_product"][0]) == {"product", "category", "percent", "low", "high", "raw_percent"}
    assert told["effects"][0]["low"] < 9.0 < told["effects"][0]["high"]
    assert told["refused"] is None
    assert told["warnings"][0] == NOTE


def test_refused_numbers_are_null_or_absent_never_zero(refused, tmp_path):
    write_json(refused, tmp_path / "study.json")
    told = json.loads((tmp_path / "study.json").read_text(encoding="utf-8"))
    assert list(told) == KEYS
    assert (told["effects"], told["price"], told["attributable_share"]) == ([], None, None)
    assert "cannot be told" in told["refused"]


def test_report_is_one_file_and_says_it_all(study, tmp_path):
    write_report(study, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert "url(http" not in page
    assert "sales &lt;b&gt;.csv" in page
    assert "simulated" in page
    assert f"go with <strong>+{study.effects[0].percent:.1f}\u00a0%</strong> units" in page
    assert page.count("<svg") == len(answer_plots(study.answer))
    used = f"{study.rows_used:,} used"
    for words in ("association", used, "Poisson", "clustered by product", "E[units] = exp("):
        assert words in page
    for line in footing_lines(study):
        assert html.escape(line.strip()).split(" -")[0].replace(" %", "\u00a0%") in page
    assert "cause" not in page.casefold().replace("because", "")


def test_report_of_a_refusal_shows_no_number(refused, tmp_path):
    write_report(refused, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "No number can be given" in page
    assert "<svg" not in page
    assert "Three cases" not in page
    assert "What was sold with which photo" in page


def test_an_effect_that_cannot_be_told_is_drawn_without_a_number(study, tmp_path):
    from engine.stats.effects import Effect

    worn = Effect.untold(study.effects[1].category, products=0, missing="no sales with worn photos")
    first, second, third = study.contrasts
    untold = dataclasses.replace(second, effect=worn)
    answer = dataclasses.replace(study.answer, contrasts=(first, untold, third))
    half = dataclasses.replace(study, answer=answer)
    write_report(half, tmp_path / "report.html")
    assert "cannot be told" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_told(refused, tmp_path):
    with pytest.raises(ExportFailed, match="cannot be written"):
        write_report(refused, tmp_path / "absent" / "report.html")


def test_a_report_on_too_little_says_so_first_and_sets_no_number_in_bold(study, tmp_path):
    lead = "Too little to tell: only 2 products changed their type of photo."
    red = dataclasses.replace(study, too_little=lead, headline=f"{lead} {study.headline}")
    write_report(red, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f'<section class="lead"><h2>{lead}</h2>' in page
    assert page.count(lead) == 1
    assert "<strong>" not in page
