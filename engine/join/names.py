"""Names of photos in one spelling, however a sheet, a shop platform or a file system writes them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_NEXT_ADDRESS = re.compile(r"[,;|]\s*(?=(?:https?:)?//)", re.IGNORECASE)
_QUERY = re.compile(r"[?#].*$")
_QUERY_BEHIND_SUFFIX = re.compile(r"(?<=\.)([a-z]{3,4})[?#].*$")
_SUFFIX = re.compile(r"\.[a-z]{3,4}$")
_SIZES = re.compile(
    r"(?:_(?:\d{2,4}x\d{0,4}|x\d{2,4})(?:_crop_[a-z]+)?"  # Shopify: _600x600, _600x, _x600, _crop_center
    r"|-\d{2,4}x\d{2,4}|-scaled"  # WordPress: -600x600, -scaled
    r"|\._[a-z0-9_,]+_"  # Amazon: ._AC_SL1500_
    r"|@\dx)(?=\.|@|$)"  # @2x
)
_BETWEEN_WORDS = re.compile(r"[\W_]+")


# A look-up asks for several spellings of one name, one after the other: the last few are kept.
_for_one_name = lru_cache(maxsize=8)


@_for_one_name
def whole(image: str) -> str:
    """Path in one spelling: no address query, percent signs decoded, composed letters, no case.

    Of several addresses in one cell, as product exports write them, the first is the main photo.
    """
    plain = image.strip()
    if _ADDRESS.match(plain):
        plain = unquote(_QUERY.sub("", _NEXT_ADDRESS.split(plain, maxsplit=1)[0]))
    return unicodedata.normalize("NFC", plain.replace("\\", "/")).casefold().strip()


def file_name(image: str) -> str:
    """The last part of `whole`."""
    return whole(image).rstrip("/").rpartition("/")[2]


@_for_one_name
def original_name(image: str) -> str:
    """File name of the photo that a shop platform made a smaller copy of: without the size in its name."""
    name = _QUERY_BEHIND_SUFFIX.sub(r"\1", file_name(image))
    return _SIZES.sub("", unquote(name))


def stem(image: str) -> str:
    """`original_name` without a suffix of letters; any other point belongs to the name ("boot.v2")."""
    return _SUFFIX.sub("", original_name(image))


def words(text: str) -> tuple[str, ...]:
    """The letters and digits of a text, cut where others stand, without case and accents: ("blue", "boot").

    This is how shop platforms make the handle of a product from its title.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(word for word in _BETWEEN_WORDS.split(plain) if word)
