"""Titles of the plots in the user's language; the engine's own, in English, stand in reports."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.plots.plot import Plot

translate = QCoreApplication.translate


def title(plot: Plot) -> str:
    """What a plot is called."""
    return _words().get(plot.name, (plot.title, ""))[0]


def explanation(plot: Plot) -> str:
    """What to look for in a plot."""
    return _words().get(plot.name, ("", plot.explanation))[1]


def _words() -> dict[str, tuple[str, str]]:
    return {
        "per-product": (
            translate("PlotWords", "Products that changed their photo"),
            translate(
                "PlotWords",
                "Filled: each product's effect, drawn in towards the mean of all, the more so the less its "
                "own weeks can say. Hollow: what its own weeks say alone. Click a product to see it.",
            ),
        ),
        "attributable": (
            translate("PlotWords", "What goes with the photos"),
            translate(
                "PlotWords",
                "Each product's total, split into what product-only photos would go with and the rest.",
            ),
        ),
        "adjusted-means": (
            translate("PlotWords", "Mean with each type of photo"),
            translate(
                "PlotWords",
                "Filled: the mean if every product had shown this type in every week, at its prices. Hollow: "
                "the plain mean of those that did, which mixes the photo with the product.",
            ),
        ),
        "price": (
            translate("PlotWords", "What goes with the price"),
            translate(
                "PlotWords",
                "Left: weeks with a higher or lower price than the product usually has, and what was sold "
                "then. Right: the same as a curve, only over prices that were really asked.",
            ),
        ),
        "fit": (
            translate("PlotWords", "Actual against predicted"),
            translate(
                "PlotWords",
                "Each point is a product in a week; on the line, the model says exactly what was sold.",
            ),
        ),
        "photo-changes": (
            translate("PlotWords", "Who changed the photo when"),
            translate(
                "PlotWords",
                "Each row is a product, each column a week. Only products whose colour changes tell the "
                "effect. Click a product to see it.",
            ),
        ),
        "event-study": (
            translate("PlotWords", "Before and after the photo changed"),
            translate(
                "PlotWords",
                "If the weeks before the change already differ, what comes after cannot be put down to "
                "photos.",
            ),
        ),
        "robustness": (
            translate("PlotWords", "The same question asked in other ways"),
            translate(
                "PlotWords",
                "Answers inside the band agree with the main one. The placebo, dated before the change, "
                "should lie around 0.",
            ),
        ),
        "residuals": (
            translate("PlotWords", "What the model leaves over"),
            translate(
                "PlotWords",
                "The black line should lie on 0. Correlation with the weeks before is why errors are "
                "clustered by product.",
            ),
        ),
        "influential": (
            translate("PlotWords", "Product-weeks that pull most"),
            translate("PlotWords", "Look these rows up in your sheet: a typing error would be here."),
        ),
        "leave-one-out-on-model": (
            translate("PlotWords", "Without single products: on model"), _without_one(),
        ),
        "leave-one-out-worn": (translate("PlotWords", "Without single products: worn"), _without_one()),
    }  # fmt: skip


def _without_one() -> str:
    return translate(
        "PlotWords",
        "How the effect would read without each product. A far jump: the answer hangs on that product.",
    )
