"""Order exports: blanks below an order's first line, cancelled orders, discounts, line totals.

What an amount stands for is read from the numbers themselves where two columns can prove it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.sheets.platforms import Amount
from engine.sheets.roles import exact_header

Floats = NDArray[np.float64]
_PROOF = 0.9  # share of telling lines that must agree; the rest may be rounded or edited orders
_CENT = 0.011
_CANCELLED = frozenset({
    "cancelled", "canceled", "voided", "refunded", "returned", "expired", "storniert", "annulliert",
    "abgebrochen", "erstattet", "retourniert", "annule", "annulee", "rembourse", "remboursee", "cancelado",
    "cancelada", "reembolsado", "reembolsada", "anulado", "annullato", "annullata", "rimborsato",
    "rimborsata",
})  # fmt: skip
_PARTLY = frozenset({"partially refunded", "teilweise erstattet", "partiellement rembourse"})


@dataclass(frozen=True, slots=True)
class Earned:
    """What each line earned after its discounts, and what was assumed on the way."""

    revenue: Floats
    """(n,) in the sheet's currency; NaN where a number it needs is missing."""
    warnings: tuple[str, ...]


def order_codes(orders: pd.Series) -> NDArray[np.intp]:
    """(n,) the same number for the lines of one order; a blank belongs to the order above it."""
    return pd.factorize(orders.where(orders != "").ffill().fillna(""))[0]


def filled_from_order(texts: pd.Series, codes: NDArray[np.intp]) -> pd.Series:
    """The texts with blanks replaced by the first filled cell of the same order."""
    blank = texts == ""
    if not blank.any():
        return texts
    first = texts.where(~blank).groupby(codes).transform("first")
    return texts.where(~blank, first.fillna(""))


def cancelled(status: pd.Series) -> NDArray[np.bool_]:
    """(n,) whether the status says that the order came to nothing."""
    return _status_in(status, _CANCELLED)


def partly_refunded(status: pd.Series) -> NDArray[np.bool_]:
    """(n,) whether a part of the order was paid back."""
    return _status_in(status, _PARTLY)


def _status_in(status: pd.Series, words: frozenset[str]) -> NDArray[np.bool_]:
    known = [text for text in status.unique() if exact_header(text) in words]
    return status.isin(known).to_numpy()


def earned(
    *,
    units: Floats,
    price: Floats | None,
    amounts: Mapping[Amount, Floats],
    codes: NDArray[np.intp] | None,
    counted: NDArray[np.bool_],
) -> Earned:
    """Revenue of each line from its unit price or its amount, less its own and its share of the order's
    discount.

    `price`, `amounts`: (n,), NaN where blank. `codes`: (n,) the order of each line. `counted`: (n,)
    lines that are neither cancelled nor set aside, among which the discount of an order is spread.
    """
    warnings: list[str] = []
    gross = _gross(units, price, amounts, warnings)
    discount = np.abs(np.nan_to_num(amounts.get("line_discount", np.zeros(len(units)))))
    line = amounts.get("line_amount")
    if line is not None and price is not None and (discount > 0).any():
        if _holds(line, price * units - discount, discount > 0):
            discount = np.zeros(len(units))
        elif not _holds(line, price * units, discount > 0):
            warnings.append(
                "The totals of lines are units times price neither before nor after the discount; "
                "the discount was taken off them."
            )
    net = gross - discount
    if codes is not None and "order_discount" in amounts:
        net = net - _order_share(net, discount, amounts, codes, counted, warnings)
    return Earned(net, tuple(warnings))


def _gross(
    units: Floats, price: Floats | None, amounts: Mapping[Amount, Floats], warnings: list[str]
) -> Floats:
    """What each line cost before discounts."""
    line = amounts.get("line_amount")
    if line is not None:
        return line
    if price is None:
        return np.full(len(units), np.nan)
    total = amounts.get("paid_total")
    if total is not None:
        several = units > 1
        least = price * units + np.nan_to_num(amounts.get("shipping", np.zeros(len(units))))
        known = several & np.isfinite(total) & np.isfinite(least)
        if known.any() and np.mean(total[known] >= least[known] - _CENT) < 1 - _PROOF:
            warnings.append(
                "The price of lines with several units is that of the whole line: the total paid proves it."
            )
            return price
    return price * units


def _holds(amount: Floats, expected: Floats, where: NDArray[np.bool_]) -> bool:
    """Whether `amount` is `expected` on nearly all lines of `where` that can tell."""
    known = where & np.isfinite(amount) & np.isfinite(expected)
    return bool(known.any()) and float(np.mean(np.abs(amount - expected)[known] < _CENT)) >= _PROOF


def _order_share(
    net: Floats,
    discount: Floats,
    amounts: Mapping[Amount, Floats],
    codes: NDArray[np.intp],
    counted: NDArray[np.bool_],
    warnings: list[str],
) -> Floats:
    """The share of each line in its order's discount, by value.

    Some exports repeat the discounts of the lines in that of the order; the order's subtotal tells.
    """
    orders = int(codes.max()) + 1
    used = counted & np.isfinite(net)
    value = np.bincount(codes[used], weights=net[used], minlength=orders)
    own = np.bincount(codes[used], weights=discount[used], minlength=orders)
    given = np.abs(np.nan_to_num(_of_order(amounts["order_discount"], codes, orders)))
    if "order_subtotal" in amounts:
        subtotal = _of_order(amounts["order_subtotal"], codes, orders)
        twice = np.abs(value - (given - own) - subtotal) < _CENT
        plain = np.abs(value - given - subtotal) < _CENT
        given = np.where(twice & ~plain, given - own, given)
        odd = int((np.isfinite(subtotal) & (value != 0) & ~twice & ~plain).sum())
        if odd:
            warnings.append(
                f"Orders whose lines less discounts are not their subtotal: {odd:,}; counted by their lines."
            )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(value > 0, np.minimum(given, value) / value, 0.0)
    return np.asarray(net * share[codes])


def _of_order(values: Floats, codes: NDArray[np.intp], orders: int) -> Floats:
    """(orders,) the first filled value of each order, NaN where there is none."""
    known = np.flatnonzero(np.isfinite(values))[::-1]
    found = np.full(orders, np.nan)
    found[codes[known]] = values[known]
    return found
