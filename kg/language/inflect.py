"""The inflected forms of a word, whatever its language."""

from __future__ import annotations

from functools import cache
from importlib import import_module


@cache
def forms(word: str, pos: str, language: str) -> frozenset[str]:
    """All lower-case forms of a lemma; ``pos`` is "verb", "noun" or "adjective"."""
    module = import_module(f"kg.language.{language}.inflect")
    inflected: frozenset[str] = getattr(module, f"{pos}_forms")(word)
    return inflected | {word}
