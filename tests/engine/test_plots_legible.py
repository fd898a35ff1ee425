"""Every plot at every size: no text is cut, no two labels of an axis overlap, a click finds its row."""

import itertools
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import plot_cases
import pytest
from matplotlib.backend_bases import MouseEvent
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from engine.errors import ExportFailed
from engine.plots.palette import DARK, LIGHT
from engine.plots.picking import keys_in, picked
from engine.plots.plot import Plot, save_plot, save_plots

SMALL, LARGE = (6.4, 4.0), (16.0, 9.0)
NAMES = sorted(plot_cases.plots(1))
TOLERANCE = 1.5


def drawn(draw, *, size, palette=LIGHT):
    figure = draw(palette=palette, size=size)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return figure, canvas


def texts(figure):
    return [one for one in figure.findobj(Text) if one.get_visible() and one.get_text().strip()]


def check_legible(figure):
    box = figure.bbox
    for text in texts(figure):
        found = text.get_window_extent()
        if text in [label for axes in figure.axes for label in _hidden_ticks(axes)]:
            continue
        assert found.x0 >= box.x0 - TOLERANCE, text
        assert found.y0 >= box.y0 - TOLERANCE, text
        assert found.x1 <= box.x1 + TOLERANCE, text
        assert found.y1 <= box.y1 + TOLERANCE, text
    for axes in figure.axes:
        check_apart([one for one in axes.get_xticklabels() if one not in _hidden_ticks(axes)], "x")
        check_apart([one for one in axes.get_yticklabels() if one not in _hidden_ticks(axes)], "y")


def _hidden_ticks(axes):
    """Labels of ticks beyond the axis, which matplotlib keeps but does not draw."""
    hidden = []
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        hidden += [tick.label1 for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high]
    return hidden


def check_apart(labels, along):
    ends = sorted(
        tuple(getattr(one.get_window_extent(), f"interval{along}")) for one in labels if one.get_text()
    )
    for (_, end), (start, _) in itertools.pairwise(ends):
        assert start >= end - TOLERANCE, [one.get_text() for one in labels]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("products", [1, 60])
def test_no_text_is_cut_or_overlaps(name, products):
    figure, _ = drawn(plot_cases.plots(products)[name], size=SMALL)
    check_legible(figure)


@pytest.mark.parametrize("name", ["fit", "price", "residuals", "robustness"])
def test_plots_that_lie_otherwise_where_there_is_room_are_legible_there(name):
    figure, _ = drawn(plot_cases.plots(60)[name], size=LARGE)
    check_legible(figure)


@pytest.mark.parametrize("name", ["per_product", "attributable", "switch_map", "leave_one_out"])
def test_five_hundred_products_are_drawn_as_far_as_they_fit_and_it_is_said(name):
    figure, _ = drawn(plot_cases.plots(500)[name], size=SMALL)
    check_legible(figure)
    assert "500" in " ".join(one.get_text() for one in texts(figure))


@pytest.mark.parametrize("name", NAMES)
def test_where_nothing_can_be_told_there_is_a_sentence_and_nothing_else(name):
    figure, _ = drawn(plot_cases.empty_plots()[name], size=SMALL, palette=DARK)
    (sentence,) = texts(figure)
    assert sentence.get_text().endswith(".")
    assert figure.axes == []
    check_legible(figure)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("name", NAMES)
def test_texts_stand_out_from_the_ground(name, palette):
    figure = plot_cases.plots(5)[name](palette=palette, size=SMALL)
    grounds = [to_rgb(palette.surface), *(to_rgb(one) for one in palette.categories.values())]
    for text in texts(figure):
        letters = to_rgb(text.get_color())
        inside = letters == to_rgb(palette.surface)  # the letters of the map lie on a category's colour
        against = grounds[1:] if inside else grounds[:1]
        assert min(contrast(letters, one) for one in against) >= 4.5, text


def contrast(one, other):
    """WCAG 2 contrast ratio."""

    def luminance(colour):
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["per_product", "attributable", "leave_one_out", "switch_map"])
def test_a_click_anywhere_in_a_row_gives_its_product(name):
    figure, canvas = drawn(plot_cases.plots(5)[name], size=LARGE)
    (axes,) = figure.axes
    assert keys_in(figure) == set(plot_cases.names(5))
    labels = [one.get_text() for one in axes.get_yticklabels()]
    for height, label in zip(axes.get_yticks(), labels, strict=True):
        x, y = axes.transData.transform((np.mean(axes.get_xlim()), height))
        found = picked(figure, MouseEvent("button_press_event", canvas, x, y))
        start = label.removeprefix("without ")[:8]
        assert found is not None
        assert found.startswith(start)
    outside = MouseEvent("button_press_event", canvas, 1, 1)
    assert picked(figure, outside) is None


def test_a_click_on_a_point_gives_the_product_of_the_nearest():
    data = plot_cases.cells(5)
    figure, canvas = drawn(plot_cases.plots(5)["fit"], size=LARGE)
    axes = figure.axes[0]
    row = data.loc[data["actual"].idxmax()]
    spot = axes.transData.transform(np.log1p([row["predicted"], row["actual"]]))
    assert picked(figure, MouseEvent("button_press_event", canvas, *spot)) == row["product"]


def test_a_saved_plot_is_light_has_its_data_beside_it_and_text_that_is_text(tmp_path):
    data = pd.DataFrame({"product": ["=boot", "cap"], "percent": [9.25, -1.0]})
    draw = plot_cases.plots(5)["forest"]
    plot = Plot("effects", "Effects", "What to look for.", data, draw)
    picture, beside = save_plot(plot, tmp_path / "effects.svg")
    words = "".join(ElementTree.parse(picture).getroot().itertext())
    assert "On model" in words
    assert LIGHT.surface.casefold() in picture.read_text(encoding="utf-8").casefold()
    assert beside.read_text(encoding="utf-8") == "product,percent\n'=boot,9.25\ncap,-1.0\n"
    files = save_plots([plot], tmp_path, suffix=".png")
    assert [one.name for one in files] == ["effects.png", "effects.csv"]
    assert files[0].read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ExportFailed, match="must end in"):
        save_plot(plot, tmp_path / "effects.bmp")
    with pytest.raises(ExportFailed, match="cannot be written"):
        save_plot(plot, tmp_path / "absent" / "effects.pdf")
