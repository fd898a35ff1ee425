"""The Results tab in every state, fed with the simulated shop."""

import time
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from engine.demo_shop import NOTE, simulate
from gui.results.frame_model import FrameModel, FrameView
from gui.results.results_tab import ResultsTab
from gui.shared.runner import Runner


@pytest.fixture(scope="module")
def shop():
    return simulate(seed=2)


@pytest.fixture
def runner(qapp):
    runner = Runner()
    yield runner
    runner.stop()
    assert runner.join(deadline=time.monotonic() + 30)


@pytest.fixture
def tab(qtbot, runner):
    tab = ResultsTab(runner=runner)
    qtbot.addWidget(tab)
    tab.resize(1280, 720)
    tab.show()
    return tab


def sheet(folder: Path, sales: pd.DataFrame, name: str = "sales.csv") -> Path:
    sales.to_csv(folder / name, index=False)
    return folder / name


def answered(qtbot, tab, path: Path, shop, **wish):
    tab.set_categories(shop.categories)
    tab.load_sales(path, **wish)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    return tab.study


def tab_names(tab) -> list[str]:
    return tab.answer.tabs.titles()


def test_it_starts_empty_with_one_action(tab):
    assert tab.pages.currentWidget() is tab.empty
    assert tab.empty.button.text() == "Load sales…"
    assert not tab.evidence.isVisible()


def test_sales_without_photos_ask_for_photos(qtbot, tab, tmp_path, shop):
    tab.load_sales(sheet(tmp_path, shop.sales))
    qtbot.waitUntil(lambda: tab.empty.button.text() == "Use a photo table…")
    assert tab.study is None


def test_an_answer_shows_sentence_plot_tables_and_evidence(qtbot, tab, tmp_path, shop):
    study = answered(qtbot, tab, sheet(tmp_path, shop.sales), shop, note=NOTE)
    assert tab.pages.currentWidget() is tab.answer
    effect = study.effects[0]
    assert f"go with <b>+{effect.percent:.1f}\u00a0% units sold</b>" in tab.answer.headline.text()
    assert tab.answer.forest.isVisible()
    assert tab.answer.note.text() == NOTE
    assert tab_names(tab) == [
        "Products", "What if", "Totals", "Price", "Over time", "Checks", "Table", "Method", "Set aside (0)",
    ]  # fmt: skip
    model = tab.answer.table.frame_model
    headers = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    main = [place for place, header in enumerate(headers) if header.startswith("Main")]
    assert model.data(model.index(2, main[0])) == f"+{effect.percent:.1f}\u00a0%"
    cards = [card.accessibleName() for card in tab.answer.cards.cards]
    assert cards[1].startswith(f"Most likely: On model +{effect.percent:.1f}")
    assert cards[0].startswith(f"Worst case: On model +{effect.low:.1f}")
    assert tab.evidence.grade.text() == "Evidence: solid"
    assert f"{study.rows_used:,} used" in tab.evidence.rows.text()
    assert "E[units]" in tab.answer.method.text()


def test_another_question_is_another_estimate(qtbot, tab, tmp_path, shop):
    answered(qtbot, tab, sheet(tmp_path, shop.sales), shop)
    QGuiApplication.processEvents()
    before = tab.answer.forest.y(), tab.answer.headline.height()
    tab.inputs.outcome.setCurrentIndex(2)
    assert "Estimating" in tab.answer.headline.text()
    assert tab.answer.forest.isVisible()
    QGuiApplication.processEvents()
    assert (tab.answer.forest.y(), tab.answer.headline.height()) == before
    assert not tab.answer.isEnabled()
    assert not tab.evidence.report.isEnabled()
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    assert tab.study.outcome == "price"
    assert tab.evidence.report.isEnabled()
    assert "What if" not in tab_names(tab)
    assert "no clear difference in price" in tab.answer.headline.text()


def test_a_refusal_gives_its_reason_and_no_number(qtbot, tab, tmp_path, shop):
    still = shop.sales.assign(image=shop.sales.groupby("product")["image"].transform("first"))
    answered(qtbot, tab, sheet(tmp_path, still), shop)
    assert "cannot be told from the product" in tab.answer.headline.text()
    assert not tab.answer.forest.isVisible()
    assert tab_names(tab) == ["Method", f"Set aside ({len(shop.sales):,})"]
    assert "%" not in tab.answer.headline.text()
    assert tab.evidence.grade.text() == "No number"


def test_rows_set_aside_are_listed_with_line_and_reason(qtbot, tab, tmp_path, shop):
    sales = shop.sales.astype({"units": object})
    sales.loc[5, "units"] = "many"
    answered(qtbot, tab, sheet(tmp_path, sales), shop)
    model = tab.answer.aside.frame_model
    row = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert row == ["7", "the units cannot be read", "many", "tee-coral", "2024-02-05", "W10"]


def test_a_bad_sheet_is_told_in_the_bar_and_the_last_answer_goes(qtbot, tab, tmp_path, shop):
    answered(qtbot, tab, sheet(tmp_path, shop.sales), shop)
    (tmp_path / "bad.csv").write_bytes(b"\x00\x01\x02")
    tab.load_sales(tmp_path / "bad.csv")
    qtbot.waitUntil(tab.bar.isVisible, timeout=30_000)
    assert "bad.csv" in tab.bar.text.text()
    assert tab.study is None
    assert tab.pages.currentWidget() is tab.empty
    assert not tab.evidence.isVisible()
    tab.saver.save(tab.study, tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_report_and_plots_are_saved_light(qtbot, tab, tmp_path, shop):
    answered(qtbot, tab, sheet(tmp_path, shop.sales), shop)
    tab.saver.save(tab.study, tmp_path / "report.html")
    assert "<svg" in (tmp_path / "report.html").read_text(encoding="utf-8")
    tab.answer.forest.save(tmp_path / "forest.svg")
    assert "fill: #ffffff" in (tmp_path / "forest.svg").read_text(encoding="utf-8")
    assert (tmp_path / "forest.csv").is_file()
    assert "forest.svg, forest.csv" in tab.bar.text.text()
    tab.saver.save(tab.study, tmp_path / "absent" / "report.html")
    assert "cannot be written" in tab.bar.text.text()


def test_frame_model_keeps_the_rules_of_models(qtmodeltester):
    model = FrameModel()
    days = pd.to_datetime(["2026-01-05", None])
    model.set_frame(
        pd.DataFrame({"a": ["x", "NA"], "b": [1, 2], "c": [1.5, None], "d": days}),
        headers=["A", "B", "C", "D"],
    )
    qtmodeltester.check(model)
    assert [model.data(model.index(1, column)) for column in range(4)] == ["NA", "2", "", ""]
    assert model.data(model.index(0, 3)) == "2026-01-05"


def test_copied_rows_paste_into_a_spreadsheet(qtbot):
    view = FrameView()
    qtbot.addWidget(view)
    view.show_frame(pd.DataFrame({"a": ["x", "y"], "b": [1, 2]}), headers=["A", "B"])
    view.selectRow(1)
    view.copy_rows()
    assert QGuiApplication.clipboard().text() == "A\tB\ny\t2"


@pytest.mark.parametrize("size", [(1024, 540), (700, 400), (1280, 620)])
def test_plots_have_room_in_a_small_window(qtbot, tab, tmp_path, shop, size):
    """Matplotlib warns where axes have none, and a warning fails the test."""
    tab.resize(*size)
    answered(qtbot, tab, sheet(tmp_path, shop.sales), shop)
    for place in range(tab.answer.tabs.bar.count()):
        tab.answer.tabs.bar.setCurrentIndex(place)
        qtbot.wait(20)
        assert not tab.grab().isNull()
