"""The window and the report say the same in English."""

import re

import pandas as pd
import pytest
from PySide6.QtCore import QLocale

from engine.demo_shop import simulate
from engine.study import run_study
from gui.results import words


def _few(shop) -> pd.Series:
    """The rows of two products that changed to worn, and of all that never changed."""
    kinds = shop.sales["image"].map(shop.categories).map(int)
    worn = kinds.groupby(shop.sales["product"]).agg(set).map(lambda seen: seen == {2, 3})
    still = shop.sales.groupby("product")["image"].nunique() == 1
    wanted = [*worn.index[worn][:2], *still.index[still]]
    return shop.sales["product"].isin(wanted)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    shop = simulate(seed=1)
    folder = tmp_path_factory.mktemp("shop")
    worn = [image for image, category in shop.categories.items() if category == 2]
    tables = {
        "plain": shop.sales,
        "one price": shop.sales.assign(price=19.99),
        "no worn": shop.sales[~shop.sales["image"].isin(worn)],
        "two changed": shop.sales[_few(shop)],
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return folder, shop.categories


def plain(text: str) -> str:
    """Without the marks that only a window needs."""
    sentences = " ".join(re.findall(r"<p[^>]*>(.*?)</p>", text)) or text
    return re.sub(r"</?b>", "", sentences).replace("\u00a0", " ").replace("−", "-")


@pytest.mark.parametrize("name", ["plain", "one price", "no worn", "two changed"])
@pytest.mark.parametrize("outcome", ["units", "revenue", "price"])
def test_headline_and_caution_are_those_of_the_report(qapp, sheets, name, outcome):
    folder, categories = sheets
    study = run_study([folder / f"{name}.csv"], photos=categories, outcome=outcome)
    assert plain(words.headline(study)) == ("" if study.refused else study.headline)
    if not study.refused:
        assert plain(words.caution(study)) == study.caution
        assert study.headline.startswith("Too little to tell") == (name == "two changed")


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (QLocale.c(), "3,120"),
        (QLocale(QLocale.Language.English, QLocale.Country.UnitedStates), "3,120"),
        (QLocale(QLocale.Language.German, QLocale.Country.Germany), "3.120"),
    ],
)
def test_thousands_are_set_apart(qapp, locale, text):
    before = QLocale()
    QLocale.setDefault(locale)
    try:
        assert words.count(3120) == text
    finally:
        QLocale.setDefault(before)
