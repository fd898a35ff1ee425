"""The history editor under real mouse and key events."""

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QMessageBox

from engine.join.history import History, Showing, read_history
from engine.records import Category
from gui.results.history_editor import HistoryEditor, HistoryInput
from gui.results.photo_list import PhotoNames
from gui.results.timeline_layout import GRIP, TimeScale, bars, span

PHOTOS = {
    "flat.jpg": Category.PRODUCT_ONLY,
    "model.jpg": Category.ON_MODEL,
    "worn.jpg": Category.WORN,
    "unread.jpg": None,
    "Coats/Red Coat.jpg": Category.WORN,
}
LEFT, RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PLAIN, BUTTON = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


FLAT = Showing("boot", day("01-05"), "flat.jpg")
MODEL = Showing("boot", day("03-02"), "model.jpg")
HAT = Showing("hat", day("01-05"), "lost.jpg", day("02-01"))
HISTORY = History.of([FLAT, MODEL, HAT])


@pytest.fixture
def editor(qtbot, monkeypatch):
    given = HistoryInput(HISTORY, ("hat", "boot", "scarf"), PHOTOS, day("01-05"), day("06-28"))
    editor = HistoryEditor(given)
    qtbot.addWidget(editor)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    editor.resize(1200, 640)
    with qtbot.waitExposed(editor):
        editor.show()
    editor.timeline.setFocus()
    return editor


def place(editor, product, date):
    """The point in the viewport where a day of a product begins."""
    view = editor.timeline
    rect = view.row_rect(view.rows.index(product))
    return QPoint(round(view.scale().x(date)), round(rect.center().y()))


def drag(qtbot, editor, product, *, start, end):
    port = editor.timeline.viewport()
    qtbot.mousePress(port, BUTTON, PLAIN, place(editor, product, start))
    middle = start + (end - start) // 2
    for date in (middle, end):
        qtbot.mouseMove(port, place(editor, product, date))
    qtbot.mouseRelease(port, BUTTON, PLAIN, place(editor, product, end))


def starts(editor, product="boot"):
    return [one.start for one in editor.history.product_showings(product)]


def test_a_dragged_boundary_snaps_to_a_day_and_can_be_undone(qtbot, editor):
    drag(qtbot, editor, "boot", start=MODEL.start, end=day("04-13"))
    assert starts(editor) == [FLAT.start, day("04-13")]
    assert editor.stack.count() == 1
    qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.history == HISTORY
    qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert starts(editor) == [FLAT.start, day("04-13")]


def test_the_end_of_a_bar_is_dragged_too(qtbot, editor):
    drag(qtbot, editor, "hat", start=day("02-02"), end=day("03-10"))
    assert editor.history.product_showings("hat") == (Showing("hat", HAT.start, "lost.jpg", day("03-09")),)


def test_escape_lets_go_of_a_boundary(qtbot, editor):
    port = editor.timeline.viewport()
    qtbot.mousePress(port, BUTTON, PLAIN, place(editor, "boot", MODEL.start))
    qtbot.mouseMove(port, place(editor, "boot", day("04-13")))
    assert starts(editor)[1] == day("04-13")
    qtbot.keyClick(editor.timeline, Qt.Key.Key_Escape)
    qtbot.mouseRelease(port, BUTTON, PLAIN, place(editor, "boot", day("04-13")))
    assert editor.history == HISTORY
    assert editor.isVisible()
    assert editor.stack.count() == 0


def test_the_mouse_tells_where_a_boundary_can_be_taken(qtbot, editor):
    port = editor.timeline.viewport()
    qtbot.mouseMove(port, place(editor, "boot", MODEL.start) + QPoint(GRIP - 1, 0))
    assert port.cursor().shape() == Qt.CursorShape.SplitHCursor
    qtbot.mouseMove(port, place(editor, "boot", day("02-01")))
    assert port.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_everything_is_reached_by_keys(qtbot, editor):
    view = editor.timeline
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, RIGHT)
    assert view.showing == MODEL
    assert "boot: model.jpg (On model)" in view.accessibleDescription()
    qtbot.keyClick(view, RIGHT, SHIFT)
    assert starts(editor)[1] == day("03-03")
    qtbot.keyClick(view, LEFT, SHIFT | CONTROL)
    assert starts(editor)[1] == day("02-24")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert editor.panel.start.hasFocus()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert editor.history.product_showings("boot") == (FLAT,)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.showing is None
    assert view.current_product() == "scarf"


def test_a_double_click_asks_for_exact_dates(qtbot, editor):
    port = editor.timeline.viewport()
    where = place(editor, "boot", day("02-01"))
    qtbot.mouseClick(port, BUTTON, PLAIN, where)
    assert editor.timeline.showing == FLAT
    qtbot.mouseDClick(port, BUTTON, PLAIN, where)
    assert editor.panel.start.hasFocus()
    qtbot.keyClick(editor.panel.start, Qt.Key.Key_Up)  # the day before the keyboard, one more
    assert starts(editor)[0] == day("01-06")
    assert editor.panel.open.isChecked()
    editor.panel.open.click()
    assert editor.history.product_showings("boot")[0].end is None  # the next photo ends it all the same


def test_an_end_is_written_and_taken_back(qtbot, editor):
    qtbot.mouseClick(editor.timeline.viewport(), BUTTON, PLAIN, place(editor, "boot", day("05-01")))
    assert editor.timeline.showing == MODEL
    editor.panel.open.click()
    assert editor.history.product_showings("boot")[1].end == day("06-28")
    editor.panel.open.click()
    assert editor.history == HISTORY


def test_a_photo_of_the_list_becomes_a_change(qtbot, editor):
    qtbot.mouseClick(editor.timeline.viewport(), BUTTON, PLAIN, place(editor, "scarf", day("02-01")))
    assert editor.timeline.current_product() == "scarf"
    assert not editor.panel.add.isEnabled()
    qtbot.keyClicks(editor.panel.photos.filter, "WOR")
    view = editor.panel.photos.view
    assert view.model().rowCount() == 1
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    editor.panel.propose_day(day("02-16"))
    qtbot.mouseClick(editor.panel.add, BUTTON)
    added = Showing("scarf", day("02-16"), "worn.jpg")
    assert editor.history.product_showings("scarf") == (added,)
    assert editor.timeline.showing == added
    editor.panel.photos.filter.clear()
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.mouseClick(editor.panel.replace, BUTTON)
    assert editor.history.product_showings("scarf")[0].image == "flat.jpg"
    qtbot.mouseClick(editor.panel.remove, BUTTON)
    assert editor.history == HISTORY


def test_products_are_narrowed_down(qtbot, editor):
    assert editor.timeline.rows == ["hat", "boot", "scarf"]
    qtbot.keyClicks(editor.filter, "ca")
    assert editor.timeline.rows == ["scarf"]
    assert editor.told.text() == "1 of 3 products"
    editor.filter.clear()
    editor.changing.click()
    assert editor.timeline.rows == ["boot"]


def test_what_is_saved_is_what_is_shown(qtbot, editor, tmp_path):
    drag(qtbot, editor, "boot", start=MODEL.start, end=day("04-13"))
    path = tmp_path / "history.csv"
    with qtbot.waitSignal(editor.saved) as told:
        assert editor.save(path)
    assert told.args == [path]
    assert read_history(path) == editor.history
    assert editor.stack.isClean()
    assert not editor.save(tmp_path / "gone" / "history.csv")
    assert "cannot be written" in editor.bar.text.text()


@pytest.mark.parametrize(
    ("answer", "closed"),
    [(QMessageBox.StandardButton.Cancel, False), (QMessageBox.StandardButton.Discard, True)],
)
def test_unsaved_changes_are_asked_about(qtbot, editor, monkeypatch, answer, closed):
    editor.timeline.set_rows(["boot"])
    qtbot.keyClick(editor.timeline, RIGHT)
    qtbot.keyClick(editor.timeline, RIGHT, SHIFT)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answer)
    qtbot.mouseClick(editor.close_button, BUTTON)
    assert editor.isVisible() is not closed
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)


def test_zoom_keeps_all_days_within_reach(editor):
    view = editor.timeline
    assert view.horizontalScrollBar().maximum() == 0
    editor.closer.click()
    editor.closer.click()
    assert view.horizontalScrollBar().maximum() > 0
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    scale = view.scale()
    assert scale.x(scale.last) < view.viewport().width()
    for _ in range(5):
        editor.farther.click()
    assert view.horizontalScrollBar().maximum() == 0


def test_bars_carry_colour_picture_and_a_mark_for_what_is_missing(qtbot, editor):
    """The bar of a photo on a model holds the colour of its badge; that of a lost one that of a problem."""
    from gui.shared.theme import current_tokens

    image = editor.timeline.viewport().grab().toImage()
    for product, date, colour in (
        ("boot", MODEL.start, current_tokens().on_model),
        ("hat", HAT.start, current_tokens().problem),
    ):
        point = place(editor, product, date) + QPoint(3, 0)
        assert image.pixelColor(point * image.devicePixelRatio()).name() == QColor(colour).name()


def test_pictures_are_drawn_where_there_is_room(qtbot):
    red = QPixmap(60, 90)
    red.fill(QColor("#ff0000"))
    given = HistoryInput(HISTORY, ("boot",), PHOTOS, day("01-05"), day("06-28"))
    editor = HistoryEditor(given, thumbnail=lambda name: red if name == "model.jpg" else None)
    qtbot.addWidget(editor)
    editor.resize(1200, 640)
    with qtbot.waitExposed(editor):
        editor.show()
    image = editor.timeline.viewport().grab().toImage()
    point = (place(editor, "boot", MODEL.start) + QPoint(48, 0)) * image.devicePixelRatio()
    assert image.pixelColor(point).name() == "#ff0000"


def test_names_are_looked_up_as_the_join_does(qtbot):
    """A sheet names the address of a photo in a sub-folder: its category and its picture are found."""
    asked = []
    history = History.of([Showing("coat", day("01-05"), "https://shop.example/Red%20Coat_600x600.jpg?v=1")])
    given = HistoryInput(history, ("coat",), PHOTOS, day("01-05"), day("06-28"))
    editor = HistoryEditor(given, thumbnail=asked.append)
    qtbot.addWidget(editor)
    with qtbot.waitExposed(editor):
        editor.show()
    qtbot.keyClick(editor.timeline, RIGHT)
    assert editor.panel.kind.text() == "Worn"
    assert set(asked) == {"Coats/Red Coat.jpg"}


def test_days_and_pixels_agree():
    scale = TimeScale(*span(HISTORY, day("01-01"), day("06-30")), left=208, per_day=3.3)
    for offset in range(0, 190, 7):
        date = scale.first + dt.timedelta(days=offset)
        assert scale.day(scale.x(date)) == date
        assert scale.day(scale.x(date) + 1.6) == date
    (flat, model) = bars(HISTORY, "boot", scale)
    assert (flat.x1, flat.joined, flat.open) == (model.x0, True, False)
    assert (model.x1, model.open) == (scale.left + scale.width, True)
    assert all(tick.day == 1 for tick in scale.ticks())


def test_qt_finds_no_fault_with_the_photo_list(qapp, qtmodeltester):
    model = PhotoNames(PHOTOS)
    qtmodeltester.check(model)
    assert [model.index(row).data() for row in range(model.rowCount())] == sorted(PHOTOS)


def test_ten_thousand_products_are_only_drawn_where_seen(qtbot):
    """Each picture asked for belongs to a row that is in sight."""
    history = History.of(Showing(f"p{place:05d}", day("01-05"), f"{place}.jpg") for place in range(10_000))
    asked = set()
    photos = {one.image: Category.WORN for one in history.showings}
    given = HistoryInput(history, tuple(history.products), photos, day("01-05"), day("06-28"))
    editor = HistoryEditor(given, thumbnail=lambda name: asked.add(name))
    qtbot.addWidget(editor)
    with qtbot.waitExposed(editor):
        editor.show()
    bar = editor.timeline.verticalScrollBar()
    bar.setValue(bar.maximum())
    editor.timeline.viewport().grab()
    assert "9999.jpg" in asked
    assert len(asked) < 60
