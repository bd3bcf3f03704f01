"""Word lists of a language: what stands in ``kg/language/<language>/*.toml``, ready to look up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.language.inflect import forms

HERE = Path(__file__).parent


@cache
def table(language: str, name: str) -> dict[str, Any]:
    """One TOML file of a language, parsed."""
    return tomllib.loads((HERE / language / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Common nouns that describe things, and the words that stand around names."""

    classes: dict[str, tuple[str, ...]]
    titles: frozenset[str]
    generic: frozenset[str]
    directions: frozenset[str]
    pronouns: dict[str, frozenset[str]]
    possessives: dict[str, frozenset[str]]
    leads: frozenset[str]


@cache
def descriptions(language: str) -> Descriptions:
    """The descriptions of a language; ``classes`` leads a form to the classes it may describe."""
    data = table(language, "descriptions")
    classes: dict[str, tuple[str, ...]] = {}
    for cls, words in data["classes"].items():
        for word in words:
            classes[word.lower()] = (*classes.get(word.lower(), ()), cls)
    return Descriptions(
        classes,
        frozenset(data["titles"]["words"]),
        frozenset(data["generic"]["words"]),
        frozenset(data["directions"]["words"]),
        {kind: frozenset(words) for kind, words in data["pronouns"].items()},
        {kind: frozenset(words) for kind, words in data["possessives"].items()},
        frozenset(data["leads"]["words"]),
    )


@cache
def category_words(language: str) -> dict[str, str]:
    """The category of an aim that a word tells by itself."""
    return {
        word: category
        for category, words in table(language, "categories")["categories"].items()
        for word in words
    }


@dataclass(frozen=True, slots=True)
class Cues:
    """The words and all forms of the verbs and nouns that mark something ("alleged", "planned", …)."""

    words: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    markers: tuple[tuple[str, ...], ...]  # longest first


@dataclass(frozen=True, slots=True)
class GrammarWords:
    """Function words and cues of a language."""

    contracted: dict[str, str]
    active: tuple[str, ...]  # endings of active participles
    cues: dict[str, Cues]


@cache
def grammar(language: str) -> GrammarWords:
    """The grammar words of a language, verbs and nouns with all their forms."""
    data = table(language, "grammar")
    cues = {}
    for kind, lists in data.items():
        if kind in ("prepositions", "participles", "abbreviations"):
            continue
        inflected = {
            key: frozenset().union(*(forms(word, key[:-1], language) for word in lists.get(key, ())))
            for key in ("verbs", "nouns")
        }
        markers = sorted((tuple(m.split()) for m in lists.get("markers", ())), key=len, reverse=True)
        cues[kind] = Cues(
            frozenset(lists.get("words", ())), inflected["verbs"], inflected["nouns"], tuple(markers)
        )
    return GrammarWords(data["prepositions"]["contracted"], tuple(data["participles"]["active"]), cues)
