"""A small shop to try the program on: real and drawn photos, and simulated sales whose true effect is
known."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from engine.demo_formats import write_exports
from engine.demo_pictures import COLOURS, KINDS, Cut, cut, draw_product, portrait
from engine.errors import ExportFailed
from engine.records import Category

SEED = 1
WEEKS = 104
FIRST_WEEK = "2024-01-01"
NOTE = (
    "These sales are simulated, not real: by construction, photos on a model bring +9 % units and worn "
    "photos +4 %, "
    "and 1 % more price brings -1.5 % units."
)
_ELASTICITY = -1.5
_LIFT = {Category.ON_MODEL: 9.0, Category.WORN: 4.0, Category.PRODUCT_ONLY: 0.0}
_NOISE_SHAPE = 60.0

# First and last photo type of the 60 products: 25 change, 35 keep theirs.
_PLANS = (
    *[(3, 1)] * 9, *[(3, 2)] * 9, *[(1, 3)] * 4, *[(2, 3)] * 3,
    *[(3, 3)] * 24, *[(1, 1)] * 8, *[(2, 2)] * 3,
)  # fmt: skip
_PROMOTED, _PROMOTION = 0.03, 0.15
# Units of a usual week: 8 slow sellers make 8 % of all product-weeks weeks without a sale.
_USUAL_UNITS = (*[35.0] * 52, *[0.5] * 8)

# Cuts of the portrait that the networks read clearly: face 0.97 or more, or no face and person 0.47 or more.
_WHOLE = [
    ((left, top, right, 600), mirrored)
    for left in (0, 20, 40)
    for top in (0, 20)
    for right in (512, 490)
    for mirrored in (False, True)
]
_BELOW_FACE = [
    ((0, 332, 512, 600), False), ((0, 342, 512, 600), True), ((0, 352, 487, 600), False),
    ((0, 332, 487, 600), True), ((25, 342, 512, 600), False), ((0, 352, 512, 600), True),
    ((0, 342, 487, 600), False), ((0, 332, 512, 600), True), ((0, 342, 512, 600), False),
    ((25, 342, 512, 600), True), ((0, 352, 512, 600), False), ((0, 342, 487, 600), True),
    ((0, 332, 462, 600), True), ((0, 352, 487, 600), True), ((25, 332, 512, 600), True),
]  # fmt: skip
_CUTS: dict[Category, list[Cut]] = {Category.ON_MODEL: _WHOLE, Category.WORN: _BELOW_FACE}


@dataclass(frozen=True, slots=True)
class Truth:
    """What the simulation puts in: percent of units against product only, and the price elasticity."""

    percent: dict[Category, float] = field(default_factory=lambda: dict(_LIFT))
    elasticity: float = _ELASTICITY


@dataclass(frozen=True, slots=True)
class DemoShop:
    """Where the demo shop was made, and its truth."""

    folder: Path
    photos: Path
    sales: Path
    changes: Path
    truth: Truth
    categories: dict[str, Category]
    """The category of each photo, by its file name."""
    note: str = NOTE


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """`sales`: product, date, units, price, list_price, image; `changes`: product, image, from;
    `categories`: image -> category."""

    sales: pd.DataFrame
    changes: pd.DataFrame
    categories: dict[str, Category]


def make_demo_shop(folder: Path, *, seed: int = SEED) -> DemoShop:
    """Write photos/, exports/, sales-simulated.csv, changes.csv and README.txt into `folder`; the same bytes
    for one seed.

    Raises ExportFailed where the folder cannot be written.
    """
    made = simulate(seed=seed)
    shop = DemoShop(
        folder,
        folder / "photos",
        folder / "sales-simulated.csv",
        folder / "changes.csv",
        Truth(),
        made.categories,
    )
    try:
        shop.photos.mkdir(parents=True, exist_ok=True)
        _write_photos(made.categories, shop.photos)
        made.sales.to_csv(shop.sales, index=False)
        made.changes.to_csv(shop.changes, index=False)
        write_exports(made.sales, folder / "exports")
        (folder / "README.txt").write_text(_readme(seed), encoding="utf-8")
    except OSError as error:
        raise ExportFailed(
            f"The demo shop cannot be written to {folder}: {error.strerror or error}."
        ) from error
    return shop


def simulate(*, seed: int) -> Simulation:
    """Draw prices, photo changes and Poisson-gamma units of 60 products over 104 weeks.

    units ~ Poisson(gamma), mean = product level * season * (price / usual price)^-1.5 * (1 + lift of the
    photo).
    """
    rng = np.random.default_rng(seed)
    names = [f"{kind}-{colour}" for kind in KINDS for colour in COLOURS]
    plans = [_PLANS[place] for place in rng.permutation(len(names))]
    season = 1 + 0.15 * np.sin(2 * np.pi * np.arange(WEEKS) / 52)
    levels = rng.permutation(_USUAL_UNITS)
    parts = [
        _simulate_product(name, plan, level=level, season=season, rng=rng)
        for name, plan, level in zip(names, plans, levels, strict=True)
    ]
    sales = pd.concat(parts, ignore_index=True)
    categories = {
        image: Category(category)
        for image, category in sorted(zip(sales["image"], sales["category"], strict=True))
    }
    changed = sales.drop_duplicates(["product", "image"])
    changes = changed[["product", "image", "date"]].rename(columns={"date": "from"})
    return Simulation(sales.drop(columns="category"), changes, categories)


def _simulate_product(
    name: str, plan: tuple[int, int], *, level: float, season: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    week = np.arange(WEEKS)
    category = np.where(week < rng.integers(WEEKS // 4, 3 * WEEKS // 4), *plan)
    usual = float(np.exp(rng.normal(np.log(30), 0.4)))
    steps = rng.normal(0, 0.09, WEEKS // 6 + 1)[week // 6]
    listed = np.round(usual * np.exp(steps), 2)
    price = np.round(listed * (1 - _PROMOTION * (rng.random(WEEKS) < _PROMOTED)), 2)
    lift = np.array([_LIFT[Category(one)] for one in category]) / 100
    mean = np.exp(rng.normal(np.log(level), 0.6)) * season * (price / usual) ** _ELASTICITY * (1 + lift)
    units = rng.poisson(mean * rng.gamma(_NOISE_SHAPE, 1 / _NOISE_SHAPE, WEEKS))
    words = {1: "model", 2: "worn", 3: "product"}
    return pd.DataFrame(
        {
            "product": name,
            "date": pd.date_range(FIRST_WEEK, periods=WEEKS, freq="7D").strftime("%Y-%m-%d"),
            "units": units,
            "price": price,
            "list_price": listed,
            "image": [f"{name}-{words[int(one)]}.jpg" for one in category],
            "category": category,
        }
    )


def _write_photos(categories: dict[str, Category], folder: Path) -> None:
    whole = portrait()
    count = dict.fromkeys(Category, 0)
    for place, (image, category) in enumerate(categories.items()):
        if category is Category.PRODUCT_ONLY:
            kind, colour = image.split("-")[:2]
            picture = draw_product(kind, colour, backdrop=place)
        else:
            cuts = _CUTS[category]
            picture = cut(whole, cuts[count[category] % len(cuts)])
            count[category] += 1
        picture.save(folder / image, quality=92)


def _readme(seed: int) -> str:
    return (
        "Stylelift demo shop\n\n"
        f"{NOTE}\nThe sheet sales-simulated.csv was drawn with the seed {seed}; no shop and no buyer is "
        f"behind it.\n\n"
        "photos/              product pictures drawn by the program; the portrait of Grace Hopper (US "
        "Navy, public\n"
        "                     domain, from the matplotlib package), whole = on model, cut below the face "
        "= worn\n"
        "sales-simulated.csv  one row per product and week: units, price, list price, photo in force\n"
        "changes.csv          which photo a product had from which day\n"
        "exports/             the same sales as shop platforms and spreadsheets save them\n"
    )
