"""Whatever a user starts in the Results tab can be stopped, left or taken back, with real clicks."""

import time

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from engine.demo_formats import CATALOGUES, FORMATS, write_export
from engine.demo_shop import simulate
from gui.results.results_tab import ResultsTab
from gui.shared.runner import Runner

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def shop():
    return simulate(seed=2)


@pytest.fixture
def runner(qapp):
    runner = Runner(threads=2)
    yield runner
    runner.stop()
    assert runner.join(deadline=time.monotonic() + 30)


@pytest.fixture
def tab(qtbot, runner, shop):
    tab = ResultsTab(runner=runner)
    qtbot.addWidget(tab)
    tab.resize(1280, 720)
    tab.show()
    tab.set_categories(shop.categories)
    return tab


@pytest.fixture
def plain(tmp_path, shop):
    return export("plain", shop, tmp_path)[0]


def export(name, shop, folder):
    form = next(form for form in (*FORMATS, *CATALOGUES) if form.name == name)
    return write_export(shop.sales, form, folder)


def answer(qtbot, tab, sheets):
    tab.load_sheets(sheets)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    return tab.study


def test_a_read_that_is_cancelled_is_forgotten_and_the_tab_goes_on(qtbot, tab, plain):
    tab.load_sheets([plain])
    assert tab.work.isVisible()
    qtbot.mouseClick(tab.work.cancel, LEFT)
    assert not tab.work.isVisible()
    assert tab.empty.button.text() == "Load sales…"
    assert tab.inputs.sales.text() == "No sales sheet yet"
    qtbot.waitUntil(lambda: not tab.reader._runner.busy(), timeout=30_000)
    assert tab.study is None, "what was cancelled is not heard"
    assert answer(qtbot, tab, [plain]).refused is None


def test_an_estimate_that_is_stopped_can_be_started_again(qtbot, tab, plain):
    before = answer(qtbot, tab, [plain])
    tab.inputs.outcome.setCurrentIndex(tab.inputs.outcome.findData("revenue"))
    qtbot.waitUntil(lambda: tab.work.isVisible(), timeout=5_000)
    qtbot.mouseClick(tab.work.cancel, LEFT)
    assert tab.answer.headline.text() == "Stopped."
    assert tab.study is None
    qtbot.mouseClick(tab.bar.action, LEFT)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    assert (before.outcome, tab.study.outcome) == ("units", "revenue")
    assert not tab.work.isVisible()


def test_from_the_columns_back_to_the_answer(qtbot, tab, plain):
    study = answer(qtbot, tab, [plain])
    qtbot.mouseClick(tab.inputs.columns_button, LEFT)
    qtbot.waitUntil(lambda: tab.pages.currentWidget() is tab.mapping, timeout=30_000)
    assert tab.mapping.back.text() == "Back to the answer"
    qtbot.mouseClick(tab.mapping.back, LEFT)
    assert tab.pages.currentWidget() is tab.answer
    assert tab.study is study


def test_of_several_sheets_the_columns_of_each_can_be_seen(qtbot, tab, tmp_path, shop):
    half = len(shop.sales) // 2
    sheets = [tmp_path / "first.csv", tmp_path / "second.csv"]
    shop.sales[:half].to_csv(sheets[0], index=False)
    shop.sales[half:].rename(columns={"units": "Quantity"}).to_csv(sheets[1], index=False)
    answer(qtbot, tab, sheets)
    qtbot.mouseClick(tab.inputs.columns_button, LEFT)
    qtbot.waitUntil(lambda: tab.pages.currentWidget() is tab.mapping, timeout=30_000)
    tab.mapping.sheet.setFocus()
    qtbot.keyClick(tab.mapping.sheet, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "second.csv" in tab.mapping.title.text(), timeout=30_000)
    assert tab.mapping.sheet.currentText() == "second.csv"
    assert tab.mapping.back.text() == "Back to the answer", "also after another sheet was looked at"


def test_a_catalogue_given_as_sales_is_offered_as_the_catalogue(qtbot, tab, tmp_path, shop):
    orders, products = (export(name, shop, tmp_path)[0] for name in ("shopify-orders", "shopify-products"))
    tab.load_sheets([products, orders])
    qtbot.waitUntil(lambda: tab.bar.isVisible(), timeout=30_000)
    assert tab.bar.action.text() == "Use it as the catalogue"
    qtbot.mouseClick(tab.bar.action, LEFT)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    assert tab.study.sources == (orders.name,)
    assert tab.inputs.catalogue.label.text() == "Catalogue shopify-products.csv"
    assert tab.answer.next_step.isVisible(), "no photo changed: the way on is to say when they did"


def test_history_and_catalogue_can_be_taken_back(qtbot, tab, tmp_path, shop):
    orders, products = (export(name, shop, tmp_path)[0] for name in ("shopify-orders", "shopify-products"))
    shop.changes.to_csv(tmp_path / "changes.csv", index=False)
    tab.inputs.catalogue_chosen.emit(products)
    tab.inputs.history_chosen.emit(tmp_path / "changes.csv")
    study = answer(qtbot, tab, [orders])
    assert study.refused is None
    assert tab.inputs.gaps.text() == (
        f"{study.weeks_filled} counted as 0, {study.weeks_missing - study.weeks_filled} left out as unknown"
    )
    qtbot.mouseClick(tab.inputs.history.leave, LEFT)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    assert tab.study.refused is not None
    assert tab.inputs.history.button.isVisible()
    assert tab.inputs.catalogue.leave.isVisible()
    qtbot.mouseClick(tab.inputs.catalogue.leave, LEFT)
    assert tab.inputs.catalogue.button.isVisible()


def test_a_folder_and_sheets_dropped_together_are_joined(qtbot, open_window, detectors, folder, tmp_path):
    window = open_window(detectors)
    sheets = [tmp_path / "january.csv", tmp_path / "february.csv"]
    for month, sheet in enumerate(sheets, start=1):
        lines = [f"p{day % 3},2026-{month:02}-{day:02},3,9.5" for day in range(1, 28)]
        sheet.write_text("\n".join(["product,date,units,price", *lines, ""]), encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (folder, *sheets)])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, LEFT, none)
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.photos.session.folder == folder, timeout=10_000)
    qtbot.waitUntil(lambda: window.results.isVisible(), timeout=10_000)
    assert window.results.inputs.sales.text() == "january.csv\nfebruary.csv"
    qtbot.waitUntil(lambda: "Photos tab" in window.results.inputs.photos.text(), timeout=10_000)
