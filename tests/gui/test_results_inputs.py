"""Which photos are in force in the Results tab, and who decides it."""

import time

import pytest

from engine.records import Category
from gui.results.results_tab import ResultsTab
from gui.shared.runner import Runner


@pytest.fixture
def tab(qtbot):
    runner = Runner()
    tab = ResultsTab(runner=runner)
    qtbot.addWidget(tab)
    tab.show()
    yield tab
    runner.stop()
    assert runner.join(deadline=time.monotonic() + 30)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "photos.csv"
    path.write_text("path,category\na.jpg,1\nb.jpg,3\n", encoding="utf-8")
    return path


@pytest.fixture
def sales(tmp_path):
    """Sales that name the photos of the table only."""
    path = tmp_path / "sales.csv"
    days = [f"2026-{month:02d}-{day:02d}" for month in (1, 2, 3, 4) for day in (5, 12, 19)]
    lines = [
        f"p{product},{day},{9 + (7 * place + product) % 5},{10 + place % 3}.5,{'ab'[place < 6]}.jpg"
        for product in range(12)
        for place, day in enumerate(days)
    ]
    path.write_text("product,date,units,price,image\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_chosen_photo_table_outlives_a_scan(qtbot, tab, table, sales):
    tab.inputs.photo_table_chosen.emit(table)
    tab.set_categories({"other.jpg": Category.WORN})
    assert tab.inputs.photos.text() == "Photo table photos.csv; the Photos tab (1) is not used"
    tab.load_sales(sales)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    assert {one.code for one in tab.study.set_aside} == {"E20"}  # every row found its photo


def test_leaving_the_photo_table_takes_the_photos_tab(qtbot, tab, table, sales):
    tab.set_categories({"other.jpg": Category.WORN})
    assert tab.inputs.photos.text() == "1 from the Photos tab"
    assert not tab.inputs.tab_button.isVisible()
    tab.inputs.photo_table_chosen.emit(table)
    assert tab.inputs.tab_button.isVisible()
    tab.inputs.tab_button.click()
    assert tab.inputs.photos.text() == "1 from the Photos tab"
    assert not tab.inputs.tab_button.isVisible()
    tab.load_sales(sales)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    assert {one.code for one in tab.study.set_aside} == {"W13"}


def test_leaving_the_photo_table_without_a_scan_asks_for_photos(qtbot, tab, table, sales):
    tab.inputs.photo_table_chosen.emit(table)
    tab.load_sales(sales)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    tab.inputs.tab_button.click()
    qtbot.waitUntil(lambda: tab.pages.currentWidget() is tab.empty)
    assert tab.inputs.photos.text() == "No scanned photos yet"
    assert tab.study is None
