"""What the sheets leave open is asked, and answered with real keys and clicks."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QRadioButton

from engine.demo_shop import simulate
from engine.sheets.questions import Choice, Question
from gui.results.questions_page import QuestionsPage
from gui.results.results_tab import ResultsTab
from gui.shared.runner import Runner


@pytest.fixture(scope="module")
def shop():
    return simulate(seed=1)


@pytest.fixture
def runner(qapp):
    runner = Runner()
    yield runner
    runner.stop()
    assert runner.join(deadline=time.monotonic() + 30)


@pytest.fixture
def tab(qtbot, runner, tmp_path, shop):
    tab = ResultsTab(runner=runner, columns=tmp_path / "columns.json")
    qtbot.addWidget(tab)
    tab.resize(1280, 720)
    tab.show()
    tab.set_categories(shop.categories)
    return tab


def ambiguous(shop, folder):
    """The demo's sales with days of which nobody can say whether the month comes first."""
    sales = shop.sales[shop.sales["date"].str[8:].astype(int) <= 12]
    parts = sales["date"].str.split("-")
    sales.assign(date=parts.str[1] + "/" + parts.str[2] + "/" + parts.str[0]).to_csv(
        folder / "us.csv", index=False
    )
    return folder / "us.csv"


def test_an_open_question_is_asked_and_answered_by_mouse(qtbot, tab, tmp_path, shop):
    tab.load_sales(ambiguous(shop, tmp_path))
    qtbot.waitUntil(lambda: tab.pages.currentWidget() is tab.questions, timeout=30_000)
    assert not tab.questions.go_on.isEnabled(), "nothing is chosen beforehand"
    month_first = [one for one in tab.questions.findChildren(QRadioButton) if "month" in one.text().lower()]
    assert month_first, [one.text() for one in tab.questions.findChildren(QRadioButton)]
    for group in tab.questions.groups.values():
        button = group.buttons()[0]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, button.height() // 2))
    assert tab.questions.go_on.isEnabled()
    qtbot.mouseClick(tab.questions.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.pages.currentWidget() is not tab.questions, timeout=30_000)
    assert tab.reader.answers


def test_a_question_without_choices_asks_for_a_day(qtbot):
    page = QuestionsPage()
    qtbot.addWidget(page)
    page.show()
    asked = Question("week:a.csv", "a.csv", "", "Which week is this file of?", ())
    other = Question(
        "order:a.csv:date", "a.csv", "date", "Day first?", (Choice("d", "yes"), Choice("m", "no"))
    )
    page.show_questions([asked, other], answers={"order:a.csv:date": "m"})
    field = page.findChild(QLineEdit)
    qtbot.keyClicks(field, "2026-13-01")
    assert not page.go_on.isEnabled()
    field.clear()
    qtbot.keyClicks(field, "2026-03-30")
    with qtbot.waitSignal(page.answered) as told:
        qtbot.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert told.args == [{"order:a.csv:date": "m", "week:a.csv": "2026-03-30"}]


def test_unknown_headers_open_the_columns_and_are_remembered(qtbot, tab, tmp_path, shop, runner):
    odd = {"product": "Ding", "date": "Wann", "units": "Wieviel", "price": "Kostet", "image": "Ansicht"}
    shop.sales.rename(columns=odd).to_csv(tmp_path / "odd.csv", index=False)
    tab.load_sales(tmp_path / "odd.csv")
    qtbot.waitUntil(lambda: tab.pages.currentWidget() in (tab.mapping, tab.questions), timeout=30_000)
    if tab.pages.currentWidget() is tab.questions:
        qtbot.mouseClick(tab.questions.columns, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: tab.pages.currentWidget() is tab.mapping, timeout=30_000)
    roles = dict(zip(odd.values(), odd, strict=True)) | {"list_price": "list_price"}
    for card, place in zip(tab.mapping.cards, tab.mapping.places, strict=True):
        header = shop.sales.rename(columns=odd).columns[place]
        role = roles.get(header, header)
        card.role.setCurrentIndex(card.role.findData(role))
        card.role.activated.emit(card.role.currentIndex())
    assert tab.mapping.use.isEnabled()
    qtbot.mouseClick(tab.mapping.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    assert tab.study.refused is None
    again = ResultsTab(runner=runner, columns=tmp_path / "columns.json")
    qtbot.addWidget(again)
    again.set_categories(shop.categories)
    again.load_sales(tmp_path / "odd.csv")
    qtbot.waitUntil(lambda: again.study is not None, timeout=30_000)
    assert again.study.effects == tab.study.effects


def test_a_role_belongs_to_one_column(qtbot, tab, tmp_path, shop):
    shop.sales.to_csv(tmp_path / "sales.csv", index=False)
    tab.load_sales(tmp_path / "sales.csv")
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    qtbot.mouseClick(tab.inputs.columns_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.pages.currentWidget() is tab.mapping, timeout=30_000)
    units, price = (
        next(card for card in tab.mapping.cards if card.chosen() == role) for role in ("units", "price")
    )
    price.role.setCurrentIndex(price.role.findData("units"))
    price.role.activated.emit(price.role.currentIndex())
    assert (units.chosen(), price.chosen()) == (None, "units")
    assert not tab.mapping.use.isEnabled()
    assert "price" in tab.mapping.trouble.text()


def test_what_if_answers_as_products_are_checked(qtbot, tab, tmp_path, shop):
    shop.sales.to_csv(tmp_path / "sales.csv", index=False)
    tab.load_sales(tmp_path / "sales.csv")
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    panel = tab.answer.what_if
    tab.answer.tabs.open_page(panel)
    assert panel.answer is None
    spot = panel.list.visualRect(panel.list.model().index(0, 0))
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert spot.isValid()
    assert len(panel.products.picked()) == 1
    panel._pick_product_only()
    assert panel.answer.gain > 0
    weeks = 365.25 / 12 / 7
    assert f"{panel.answer.gain * weeks:,.0f} units a month" in panel.number.text()
    qtbot.keyClicks(panel.search, "no such product")
    assert panel.list.model().rowCount() == 0
    assert panel.answer is not None, "what is checked stays checked"
