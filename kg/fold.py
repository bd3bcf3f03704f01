"""One way to compare names: without case, accents, hyphens or apostrophes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, and the marks that separate or break words.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e"}
)
_BREAKS = re.compile(r"[\s'’‘`´ʼʻʿʾ′‛\-‐‑‒–—_/]+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return ``text`` as it is compared: no case, accents, hyphens or apostrophes, single spaces.

    >>> fold("Hachd al-Chaâbi"), fold("L’État  islamique")
    ('hachd al chaabi', 'l etat islamique')
    """
    decomposed = unicodedata.normalize("NFKD", _BREAKS.sub(" ", text).casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _BREAKS.sub(" ", bare.translate(_LETTERS)).strip()


def words(text: str) -> tuple[str, ...]:
    """Split ``text`` where `fold` puts spaces, letters as they are.

    >>> words("l’État  islamique")
    ('l', 'État', 'islamique')
    """
    return tuple(word for word in _BREAKS.split(text) if word)


def slug(text: str) -> str:
    """Make the last part of an IRI for a thing of this name: ASCII words joined by hyphens.

    A name with letters that have no ASCII form gets a hash of the whole, so that two such names
    differ.

    >>> slug("Séléka"), slug("Donetsk People's Republic")
    ('seleka', 'donetsk-people-s-republic')
    """
    folded = fold(text)
    words = _NOT_WORD.sub("-", folded).strip("-")
    if any(letter.isalnum() and not letter.isascii() for letter in folded):
        mark = hashlib.sha256(folded.encode()).hexdigest()[:8]
        return f"{words}-{mark}" if words else mark
    return words or hashlib.sha256(text.encode()).hexdigest()[:8]
