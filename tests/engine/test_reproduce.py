"""A script that knows statsmodels and nothing of this program prints the digits of the report."""

import json
import re
import subprocess
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest

from engine.demo_shop import simulate
from engine.errors import ExportFailed
from engine.reports.write import write_report
from engine.study import run_study

TOLERANCE = 1e-6


def sheet(folder, sales):
    path = folder / "sales.csv"
    sales.to_csv(path, index=False)
    return path


def many_products(copies):
    """The demo shop's products several times over, each copy with sales of its own."""
    rng = np.random.default_rng(5)
    sales = simulate(seed=1).sales
    sales = sales[sales["date"].between("2024-04-15", "2024-11-01")]
    parts = [
        sales.assign(
            product=sales["product"] + f" {copy}", units=rng.poisson(sales["units"].to_numpy(float) + 1)
        )
        for copy in range(copies)
    ]
    return pd.concat(parts, ignore_index=True)


def run_script(study, folder):
    write_report(study, folder / "reproduce.zip")
    with zipfile.ZipFile(folder / "reproduce.zip") as file:
        file.extractall(folder)
    script = folder / "reproduce" / "reproduce.py"
    done = subprocess.run(
        [sys.executable, "-I", str(script)], capture_output=True, text=True, check=True, cwd=folder
    )
    return done.stdout


def printed(text):
    """name -> beta, se, df, p."""
    found = re.findall(r"^(\S[\w ]*): beta (\S+) +se (\S+) +df (\S+) +p (\S+)", text, flags=re.MULTILINE)
    return {name: [float(one) for one in numbers] for name, *numbers in found}


def check(study, text):
    made, found = study.answer.estimate, printed(text)
    assert list(found) == list(made.design.names)
    for name, numbers in found.items():
        told = made.interval(name)
        assert numbers == pytest.approx([told.beta, told.se, told.df, told.p], abs=TOLERANCE, rel=TOLERANCE)
    assert float(re.search(r"difference from the report: (\S+)", text)[1]) < TOLERANCE


@pytest.mark.parametrize("outcome", ["units", "price"])
def test_few_products_with_all_dummies_and_cr2(tmp_path, outcome):
    shop = simulate(seed=1)
    sales = shop.sales[shop.sales["product"].isin(sorted(shop.sales["product"].unique())[:15])]
    study = run_study([sheet(tmp_path, sales)], photos=shop.categories, outcome=outcome)
    assert study.answer.estimate.errors.kind == "CR2"
    check(study, run_script(study, tmp_path))


def test_many_products_by_demeaning_and_cr1(tmp_path):
    sales = many_products(6)
    study = run_study([sheet(tmp_path, sales)], photos=simulate(seed=1).categories)
    assert study.answer.estimate.errors.kind == "CR1"
    check(study, run_script(study, tmp_path))
    model = json.loads((tmp_path / "reproduce" / "model.json").read_text(encoding="utf-8"))
    assert model["report"]["on model"]["beta"] == study.effects[0].beta


def test_a_refusal_has_nothing_to_reproduce(tmp_path):
    shop = simulate(seed=1)
    one = shop.sales[shop.sales["product"] == shop.sales["product"].iloc[0]]
    study = run_study([sheet(tmp_path, one)], photos=shop.categories)
    with pytest.raises(ExportFailed, match="refused"):
        write_report(study, tmp_path / "reproduce.zip")
