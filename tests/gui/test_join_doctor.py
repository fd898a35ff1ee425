"""The join doctor and the way to both dialogs from the Results tab."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from engine.join.doctor import Doubtful, JoinReport, Unmatched, Unsure, Weight
from engine.join.links import Links, read_links
from engine.join.suggest import Suggestion
from engine.records import Category
from gui.results.history_editor import HistoryEditor
from gui.results.join_doctor import DoctorInput, JoinDoctor
from gui.results.results_tab import ResultsTab
from gui.results.suggestion_model import NAME, SuggestionModel
from gui.shared.runner import Runner

PHOTOS = {"dress.jpg": Category.ON_MODEL, "boot.jpg": Category.WORN, "hat.jpg": None}
SUGGESTIONS = (
    Suggestion("dres.jpg", "dress.jpg", 0.99, 1, 52, 390.0),
    Suggestion("bot.jpg", "boot.jpg", 0.94, 2, 104, 1310.0),
)
REPORT = JoinReport(
    sales=Weight(5, 300, 2000.0),
    matched=Weight(2, 150, 1500.0),
    without_photo=tuple(Unmatched(f"p{n}", "", "no photo is named for it", 10, 5.0) for n in range(1200)),
    unused_photos=("boot.jpg", "dress.jpg"),
    doubtful=(Doubtful("x.jpg", ("a/x.jpg", "b/x.jpg"), Weight(1, 5, 9.0)),),
    unsure=(Unsure("hat.jpg", False, Weight(1, 2, 3.0)), Unsure("dress.jpg", True, Weight(1, 1, 1.0))),
    suggestions=SUGGESTIONS,
)


@pytest.fixture
def doctor(qtbot):
    doctor = JoinDoctor(DoctorInput(REPORT, PHOTOS, Links({"old": "hat.jpg"})))
    qtbot.addWidget(doctor)
    with qtbot.waitExposed(doctor):
        doctor.show()
    return doctor


def test_the_lists_and_their_counts(doctor):
    titles = [doctor.lists.tabText(place) for place in range(doctor.lists.count())]
    assert titles == ["Without a photo 1,200", "Photos not used 2", "To look at 3"]
    assert doctor.summary.text().startswith("150 of 300 rows and 2 of 5 products found their photo: 75")
    model = doctor.lists.widget(2).frame_model
    why = [model.index(row, 1).data() for row in range(3)]
    assert why == ["several photos: a/x.jpg, b/x.jpg", "no category", "needs you"]


def test_a_tick_by_mouse_accepts_one(qtbot, doctor):
    view = doctor.suggestions
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    option.rect = view.visualRect(doctor.model.index(1, NAME))
    box = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, view)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert doctor.model.accepted() == [SUGGESTIONS[1]]
    assert doctor.use.text() == "Use the accepted (1)"


def test_keys_alone_accept_and_use(qtbot, doctor):
    assert doctor.suggestions.hasFocus()
    assert not doctor.use.isEnabled()
    qtbot.keyClick(doctor.suggestions, Qt.Key.Key_Down)
    qtbot.keyClick(doctor.suggestions, Qt.Key.Key_Space)
    qtbot.keyClick(doctor.suggestions, Qt.Key.Key_Up)
    qtbot.keyClick(doctor.suggestions, Qt.Key.Key_Space)
    qtbot.keyClick(doctor.suggestions, Qt.Key.Key_Space)
    assert doctor.model.accepted() == [SUGGESTIONS[1]]
    for _ in range(8):
        if doctor.use.hasFocus():
            break
        qtbot.keyClick(doctor.focusWidget(), Qt.Key.Key_Tab)
    assert doctor.use.hasFocus()
    with qtbot.waitSignal(doctor.links_accepted) as told:
        qtbot.keyClick(doctor.use, Qt.Key.Key_Space)
    assert told.args == [Links({"old": "hat.jpg", "bot.jpg": "boot.jpg"})]
    assert not doctor.isVisible()


def test_the_sure_ones_are_accepted_together(qtbot, doctor):
    qtbot.mouseClick(doctor.sure, Qt.MouseButton.LeftButton)
    assert doctor.model.accepted() == [SUGGESTIONS[0]]


def test_accepted_links_are_saved(qtbot, doctor, tmp_path):
    doctor.sure.click()
    doctor.save(tmp_path / "links.csv")
    assert read_links(tmp_path / "links.csv") == Links({"old": "hat.jpg", "dres.jpg": "dress.jpg"})
    doctor.save(tmp_path / "gone" / "links.csv")
    assert "links.csv cannot be written" in doctor.bar.text.text()


def test_nothing_to_suggest(qtbot):
    empty = JoinReport(Weight(), Weight(), (), (), (), (), ())
    doctor = JoinDoctor(DoctorInput(empty, {}, Links()))
    qtbot.addWidget(doctor)
    assert not doctor.sure.isEnabled()
    assert not doctor.use.isEnabled()
    assert doctor.summary.text().startswith("0 of 0 rows")


def test_qt_finds_no_fault_with_the_suggestions(qapp, qtmodeltester):
    model = SuggestionModel(SUGGESTIONS, PHOTOS)
    qtmodeltester.check(model)
    assert model.index(0, 2).data() == "99\u00a0%"


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
def sales(tmp_path):
    path = tmp_path / "sales.csv"
    days = [f"2026-{month:02d}-{day:02d}" for month in (1, 2, 3, 4) for day in (5, 12, 19)]
    lines = [
        f"p{product},{day},{9 + (7 * place + product) % 5},{10 + place % 3}.5,{'ab'[place < 6]}-photo.jpg"
        for product in range(12)
        for place, day in enumerate(days)
    ]
    path.write_text("product,date,units,price,image\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_both_dialogs_open_from_the_results_tab(qtbot, tab, sales, tmp_path):
    tab.inputs.edit_button.click()
    assert "Load a sales sheet first" in tab.bar.text.text()
    tab.set_categories({"a-photos.jpg": Category.ON_MODEL, "b-photo.jpg": Category.PRODUCT_ONLY})
    tab.load_sales(sales)
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    tab.inputs.edit_button.click()
    qtbot.waitUntil(lambda: bool(tab.findChildren(HistoryEditor)), timeout=10_000)
    (editor,) = tab.findChildren(HistoryEditor)
    assert [one.image for one in editor.history.product_showings("p0")] == ["b-photo.jpg", "a-photo.jpg"]
    editor.save(tmp_path / "history.csv")
    assert tab.inputs.history.label.text() == "History history.csv"
    editor.close()
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    tab.inputs.doctor_button.click()
    qtbot.waitUntil(lambda: bool(tab.findChildren(JoinDoctor)), timeout=10_000)
    (doctor,) = tab.findChildren(JoinDoctor)
    assert "72 of 144 rows" in doctor.summary.text()
    qtbot.keyClick(doctor.suggestions, Qt.Key.Key_Space)
    doctor.use.click()
    assert tab.study is None  # estimated anew
    qtbot.waitUntil(lambda: tab.study is not None, timeout=30_000)
    assert "W13" not in {one.code for one in tab.study.set_aside}
