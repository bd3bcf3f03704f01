"""Which language a text is in: by its function words, and where they do not tell, py3langid."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.documents.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+['’]?")
SAMPLE = 4000  # characters that are looked at
SURE = 0.9  # probability from which a third language is believed
CLEAR = 0.12  # share of telling words from which no other language is asked for


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...

    def rank(self, text: str) -> list[tuple[str, float]]: ...


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier


@cache
def language_name(code: str) -> str:
    """The English name of a language, its code where it has none here."""
    names = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
    return str(names.get(code, code))


@lru_cache(maxsize=64)
def telling_words(text: str) -> tuple[int, Mapping[str, int]]:
    """How many words a text has, and how many of each language's function words."""
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text[:SAMPLE])]
    telling = phrases().telling
    return len(words), {name: sum(word in telling[name] for word in words) for name in telling}


def clear_language(text: str, *, least: int = 2) -> str | None:
    """The language whose function words, at least ``least``, leave no doubt, else None."""
    total, counts = telling_words(text)
    (best, most), *others = sorted(counts.items(), key=lambda item: -item[1])
    rest = max((count for _, count in others), default=0)
    return best if most >= least and most >= 3 * rest and most >= CLEAR * total else None


def identify(text: str) -> tuple[str, float]:
    """The language of a text of any length and how sure that is, of all that py3langid knows.

    >>> identify("The army was on the bridge and held it.")[0]
    'en'
    """
    clear = clear_language(text)
    if clear:
        return clear, 1.0
    return _identifier().classify(text[:SAMPLE])


def likelier(text: str) -> tuple[str, float]:
    """Which of the languages that are read is the likelier one, and its share of probability."""
    known = phrases().languages
    scores = {name: score for name, score in _identifier().rank(text[:SAMPLE]) if name in known}
    best = max(sorted(scores), key=lambda name: scores[name])
    total = sum(scores.values())
    return best, scores[best] / total if total else 0.0
