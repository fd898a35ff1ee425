"""A report as a page, as PDF and as XLSX says the same numbers; each is drawn light and can be read back."""

import dataclasses
import itertools
import re
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from engine.commands import influence
from engine.commands.arguments import parse
from engine.demo_shop import simulate
from engine.errors import ExportFailed
from engine.paths import DataPaths
from engine.plots.gallery import answer_plots
from engine.reports.blocks import Cards, Table
from engine.reports.content import document
from engine.reports.html_page import html_page
from engine.reports.model_rows import model_rows
from engine.reports.numbers import amount, number, percent
from engine.reports.outlook import outlook
from engine.reports.pdf_blocks import set_document
from engine.reports.typesetting import Style, broken, width
from engine.reports.write import write_report
from engine.stats.attributable import attribution
from engine.study import run_study

BODY = Style(9.5, "#000000")


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """outcome -> study on 15 products; "refused" has one product only."""
    shop = simulate(seed=1)
    names = sorted(shop.sales["product"].unique())
    folder = tmp_path_factory.mktemp("shop")
    made = {}
    for outcome, products in (("units", 15), ("price", 15), ("refused", 1)):
        path = folder / f"{outcome}.csv"
        shop.sales[shop.sales["product"].isin(names[:products])].to_csv(path, index=False)
        wanted = "units" if outcome == "refused" else outcome
        made[outcome] = run_study([path], photos=shop.categories, outcome=wanted)
    return made


@pytest.fixture(scope="module")
def firm(studies):
    """The answered study as it is where nothing weakens it."""
    return dataclasses.replace(studies["units"], unusual="", too_little="")


def blocks(report, kind):
    return [one for section in report.sections for one in section.blocks if isinstance(one, kind)]


def test_the_cards_are_the_interval_and_the_estimate(firm):
    (cards,) = blocks(document(firm), Cards)
    assert [card.title for card in cards.cards] == ["Worst case", "Likely", "Best case"]
    wanted = [[percent(getattr(one, end)) for one in firm.effects] for end in ("low", "percent", "high")]
    assert [[value for _, value in card.lines] for card in cards.cards] == wanted


def test_numbers_that_are_not_firm_are_on_no_card(studies):
    weak = dataclasses.replace(studies["units"], too_little="Too little to tell: only 2 products changed.")
    assert blocks(document(weak), Cards) == []


def test_the_table_of_models_holds_every_coefficient(firm):
    table = model_rows(firm.answer.models)
    assert [one.split("\n")[0] for one in table.header[1:]] == [one.code for one in firm.answer.models]
    rows = {row[0]: row[1:] for row in table.rows}
    for place, model in enumerate(firm.answer.models):
        for one in model.coefficients:
            lines = rows[one.name][place].split("\n")
            assert lines[0] == number(one.beta)
            assert lines[1] == f"({number(one.se)})"
        assert rows["numbers used"][place] == f"{model.rows:,}"


def test_what_if_all_products_change_is_the_sum_of_its_parts(firm):
    """All product-only products shown on model: expected units times exp(beta) - 1, by hand."""
    wish = [one for one in outlook(firm.answer) if one.category == 1][-1]
    cells = firm.answer.estimate.cells.assign(mean=firm.answer.estimate.fit.mean)
    last = cells.groupby("product")["category"].last()
    plain = cells[cells["product"].isin(last.index[last == 3])]
    shown = {1: firm.effects[0].percent / 100, 2: firm.effects[1].percent / 100, 3: 0.0}
    base = plain["mean"] / (1 + plain["category"].map(shown))
    wanted = base.groupby(plain["product"]).mean().sum() * firm.effects[0].percent / 100
    assert wish.found.gain == pytest.approx(wanted, rel=1e-9)
    assert f"{amount(wish.found.gain)}" in html_page(document(firm))


def test_the_page_is_whole_and_its_drawings_share_no_ids(firm):
    page = html_page(document(firm))
    assert page.count("<svg") == len(answer_plots(firm.answer))
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r"url\(#([^)]+)\)", page):
        assert target in ids
    for drawing in re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL):
        ElementTree.fromstring(drawing)
    for model in firm.answer.models:
        assert model.title in page


@pytest.mark.parametrize("outcome", ["units", "refused"])
def test_the_pdf_says_in_text_what_the_study_says(studies, tmp_path, outcome):
    study = studies[outcome]
    write_report(study, tmp_path / "report.pdf")
    file = pypdf.PdfReader(tmp_path / "report.pdf")
    pages = [" ".join(page.extract_text().split()) for page in file.pages]
    text = " ".join(pages).replace("\u00a0", " ").replace("−", "-")
    assert study.headline.replace("−", "-") in text
    for words in ("Method", "Rows used and set aside", "What stands behind the numbers", study.formula[:20]):
        assert words in text
    for number_, page in enumerate(pages, start=1):
        assert f"{number_} of {len(pages)}" in page
        box = file.pages[number_ - 1].mediabox
        assert (float(box.width), float(box.height)) == pytest.approx((595.4, 841.7), abs=0.5)
    for effect in study.effects:
        assert percent(effect.percent).replace("−", "-") in text


def test_every_text_of_the_pdf_is_inside_its_page_and_over_no_other(firm):
    long = dataclasses.replace(firm, sources=("a very long name of a sheet " * 8,))
    for page in set_document(document(long)).pages:
        spans = []
        for words in page.words:
            wide = width(words.text, words.style, bold=words.bold)
            left = words.x - wide if words.right else words.x
            assert left >= 0.7
            assert left + wide <= 7.6
            spans.append((round(words.y, 3), left, left + wide))
        spans.sort()
        for (y, _, end), (below, start, _) in itertools.pairwise(spans):
            assert below > y or start >= end - 0.01
        for slot in page.slots:
            crossed = [one for one in page.words if slot.y + 0.03 < one.y < slot.y + slot.height - 0.03]
            assert crossed == []


def test_lines_break_between_words_and_inside_those_that_are_too_wide():
    lines = broken("one two " + "x" * 200 + " end", BODY, within=2.0)
    assert "".join(lines).replace(" ", "") == "onetwo" + "x" * 200 + "end"
    assert max(width(one, BODY) for one in lines) <= 2.0
    assert broken("+9 %", BODY, within=0.2)[-1].endswith("%")


def test_a_long_table_says_how_much_of_it_is_left_out(firm):
    report = document(firm)
    rows = tuple((f"product {place}", "+1.0 %") for place in range(500))
    long = dataclasses.replace(report.sections[0], title="Long", blocks=(Table(("a", "b"), rows),), kind="")
    flow = set_document(dataclasses.replace(report, sections=(long,)))
    said = [one.text for page in flow.pages for one in page.words]
    assert any("440 more" in one for one in said)
    headers = [sum(one.text == "b" for one in page.words) for page in flow.pages]
    assert all(headers)
    assert len(flow.pages) > 1


def test_the_workbook_holds_numbers_as_numbers(studies, tmp_path):
    study = studies["units"]
    write_report(study, tmp_path / "report.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "report.xlsx")
    assert book.sheet_names[:6] == [
        "headline", "effects", "models", "per product", "what if", "rows set aside",
    ]  # fmt: skip
    header, *rows = book.get_sheet_by_name("effects").to_python()
    found = [dict(zip(header, row, strict=True)) for row in rows]
    for row, contrast in zip(found, study.contrasts, strict=True):
        assert row["effect percent"] == pytest.approx(contrast.effect.percent, rel=1e-14)
        assert row["p (Holm)"] == pytest.approx(contrast.p_holm, rel=1e-14)
    header, *rows = book.get_sheet_by_name("plot attributable").to_python()
    total = sum(row[header.index("attributed")] for row in rows)
    assert total == pytest.approx(attribution(study.answer.estimate).attributed)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as file:
        sheets = [file.read(one).decode() for one in file.namelist() if "worksheets/sheet" in one]
        assert sum('state="frozen"' in one for one in sheets) == len(book.sheet_names) - 1
        pictures = [one for one in file.namelist() if one.startswith("xl/media")]
    assert len(pictures) == len(answer_plots(study.answer))


def test_text_that_looks_like_a_formula_stays_text(studies, tmp_path):
    study = dataclasses.replace(studies["refused"], sources=("=1+1",))
    write_report(study, tmp_path / "report.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "report.xlsx").get_sheet_by_name("headline").to_python()
    assert dict(map(tuple, rows))["sales sheets"] == "'=1+1"


@pytest.mark.parametrize("outcome", ["price", "refused"])
def test_every_kind_of_report_can_be_written_for_every_kind_of_answer(studies, tmp_path, outcome):
    for suffix in (".html", ".xlsx"):
        write_report(studies[outcome], tmp_path / f"report{suffix}")
        assert (tmp_path / f"report{suffix}").stat().st_size > 5000


def test_the_same_study_gives_the_same_bytes(studies, tmp_path):
    for suffix in (".html", ".pdf", ".zip"):
        files = [tmp_path / f"{name}{suffix}" for name in ("one", "two")]
        for file in files:
            study = studies["refused"] if suffix != ".zip" else studies["units"]
            write_report(study, file)
        assert files[0].read_bytes() == files[1].read_bytes()


def test_the_command_writes_what_the_ending_says(tmp_path, capsys):
    shop = simulate(seed=1)
    changed = shop.sales.groupby("product")["image"].nunique().loc[lambda count: count > 1].index
    few = shop.sales[shop.sales["product"].isin([*changed[:8], shop.sales["product"].iloc[0]])]
    few.to_csv(tmp_path / "sales.csv", index=False)
    kinds = [int(one) for one in shop.categories.values()]
    photos = pd.DataFrame({"path": list(shop.categories), "category": kinds})
    photos.to_csv(tmp_path / "photos.csv", index=False)
    for name in ("report.html", "report.zip"):
        words = ["influence", str(tmp_path / "sales.csv"), "--photos", str(tmp_path / "photos.csv")]
        asked = parse([*words, "--out", str(tmp_path / name)])
        influence.run(asked, paths=DataPaths.choose(tmp_path / "data"))
        assert f"Report: {tmp_path / name}" in capsys.readouterr().out
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<h2>Checks</h2>" in page
    assert page.count("<svg") > 10
    assert zipfile.is_zipfile(tmp_path / "report.zip")


def test_an_ending_that_means_nothing_is_told(studies, tmp_path):
    with pytest.raises(ExportFailed, match="must end in"):
        write_report(studies["units"], tmp_path / "report.docx")


def test_amounts_keep_three_digits_that_count():
    told = [amount(one) for one in (7.0199, -56.44, 1234.5, 0.01234, 0.0, None)]
    assert told == ["+7.02", "−56.4", "+1,234", "+0.012", "+0", "cannot be told"]
