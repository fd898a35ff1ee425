"""Names of photos as shops, cameras and people write them, and the products that photos are named after."""

import pandas as pd
import pytest

from engine.join.claims import photos_by_name
from engine.join.names import words
from engine.join.photos import PhotoIndex
from engine.records import Category

M, W, P = Category.ON_MODEL, Category.WORN, Category.PRODUCT_ONLY


@pytest.mark.parametrize(
    ("image", "photo"),
    [
        # Shopify: the address of a product's image, with size, crop, density and version.
        ("https://cdn.shopify.com/s/files/1/0533/2089/products/boot_600x600.jpg?v=1571611433", "boot.jpg"),
        ("//cdn.shopify.com/s/files/1/0533/products/boot_600x.jpg?v=1", "boot.jpg"),
        ("boot_x600.jpg", "boot.jpg"),
        ("boot_1024x1024@2x.jpg", "boot.jpg"),
        ("boot_300x300_crop_center.jpg", "boot.jpg"),
        ("boot_600x600.progressive.jpg", None),
        # WooCommerce: several addresses in a cell, sizes behind a hyphen.
        ("https://shop.example/a/boot-600x600.jpg, https://shop.example/a/other.jpg", "boot.jpg"),
        ("boot-scaled.jpg", "boot.jpg"),
        # Amazon: the size between two points.
        ("https://m.media-amazon.com/images/I/71abcDEF._AC_SL1500_.jpg", "71abcDEF.jpg"),
        # Other ways of writing.
        ("https://shop.example/files/blue%20boot.jpg#main", "blue boot.jpg"),
        ("blue%20boot.jpg", "blue boot.jpg"),
        ("boot.jpg?v=3", "boot.jpg"),
        ("BOOT.WEBP", "boot.jpg"),
        ("fotos\\boot.jpg", "boot.jpg"),
        ("stiefel f\u00fcr.jpg", "stiefel fu\u0308r.jpg"),
        # Names that only look like sizes belong to another photo, or to none.
        ("boot_2x4", None),
        ("board-2x4.jpg", "board-2x4.jpg"),
        ("100%.jpg", "100%.jpg"),
        ("dress_x.jpg", "dress_x.jpg"),
        ("boot.v2", None),
    ],
)
def test_a_name_finds_its_photo_or_none(image, photo):
    names = (
        *("boot.jpg", "71abcDEF.jpg", "blue boot.jpg", "stiefel fu\u0308r.jpg"),
        *("board-2x4.jpg", "100%.jpg", "dress_x.jpg", "dress.jpg", "board.jpg"),
    )
    found = PhotoIndex(dict.fromkeys(names, P)).named(image)
    assert found == ((photo,) if photo else ())


def test_the_exact_name_comes_before_the_name_without_its_size():
    index = PhotoIndex({"boot.jpg": P, "boot_600x600.jpg": M})
    assert index.find("boot_600x600.jpg") == (M, "")
    assert index.find("boot_300x300.jpg") == (P, "")


def test_words_are_those_of_a_shop_handle():
    """Letters and digits, joined by hyphens, without accents."""
    assert (
        words("Caf\u00e9 Cr\u00e8me, 2-pack") == ("cafe", "creme", "2", "pack") == words("cafe-creme_2_pack")
    )


def rows(*products, **columns):
    return pd.DataFrame({"product": list(products), **columns})


def test_a_photo_belongs_to_the_one_product_whose_name_it_has():
    photos = {"summer/blue-boot_2.jpg": W, "blue-boot-1.jpg": W, "Red Boot.jpg": M, "IMG_0001.jpg": P}
    assert photos_by_name(rows("Blue Boot", "Red boot", "0001"), photos) == {
        "Blue Boot": "blue-boot-1.jpg",
        "Red boot": "Red Boot.jpg",
    }


def test_a_photo_that_two_products_claim_is_nobodys():
    """The photo of a "Boot" in red, or of the "Boot red"? The name does not tell."""
    photos = {"boot-red.jpg": M, "boot.jpg": P}
    assert photos_by_name(rows("Boot", "Boot red"), photos) == {"Boot": "boot.jpg"}


def test_photos_of_several_types_do_not_say_which_was_shown():
    assert photos_by_name(rows("Boot"), {"boot-1.jpg": M, "boot-2.jpg": P}) == {}


def test_skus_titles_and_folders_name_a_product_as_well():
    shop = rows("p1", "p2", "p3", sku=["AB-100", "AB-10", ""], title=["", "", "Long dress"])
    photos = {"ab_100_front.jpg": M, "AB-10.jpg": W, "long-dress/1.jpg": P}
    assert photos_by_name(shop, photos) == {
        "p1": "ab_100_front.jpg",
        "p2": "AB-10.jpg",
        "p3": "long-dress/1.jpg",
    }


@pytest.mark.parametrize("product", ["S", "42", "2024", "12345", "..."])
def test_short_names_stand_in_photo_names_by_chance(product):
    assert photos_by_name(rows(product), {"IMG_2024_42_S_12345.jpg": M}) == {}
