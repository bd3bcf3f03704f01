"""Where numbers stand among tokens, with the words that bound them and join them to what they count."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.number_grammar import number_grammar
from kg.extract.numerals import find_numerals
from kg.extract.scene import head_of
from kg.language.words import grammar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.numerals import Numeral
    from kg.extract.tokens import Tokens


def numerals_of(tokens: Tokens) -> list[Numeral]:
    """The numbers of a passage; their offsets are those of its spaCy document."""
    if tokens.numerals is None:
        tokens.numerals = find_numerals(tokens.passage.doc.text, tokens.language)
    return tokens.numerals


def offsets_of(tokens: Tokens) -> list[int]:
    """Where each token begins in the passage's spaCy document."""
    return [token.idx for token in tokens.passage.doc]


def is_of(tokens: Tokens, index: int) -> bool:
    """Whether a word joins a number to what it counts, as "of" does."""
    of: list[str] = number_grammar(tokens.language).data["joining"]["of"]
    word = tokens.words[index]
    return word in of or grammar(tokens.language).preposition(word) in of


def counting(tokens: Tokens) -> list[tuple[int, int]]:
    """First token and end of whatever counts: "at least 21", "des dizaines de", "beaucoup de".

    A mere year does not, nor a number that begins a name ("of Mille Collines").
    """
    if tokens.counting is None:
        index = offsets_of(tokens) if numerals_of(tokens) else []
        tokens.counting = []
        for numeral in numerals_of(tokens):
            first, end = bisect_left(index, numeral.start), bisect_left(index, numeral.end)
            other = numeral.measure or numeral.year
            own = bisect_left(index, numeral.first)
            if first < end < len(tokens) and not other and not _names(tokens, own, end):
                tokens.counting.append((first, end + is_of(tokens, end)))
        tokens.counting += _vague(tokens)
    return tokens.counting


def _vague(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """First token and end of what says that there are many of what follows, without a number."""
    many = _many(tokens.language)
    for first, word in enumerate(tokens.words):
        ends = (first + len(phrase) for phrase in many.get(word, ()) if _stands(tokens, first, phrase))
        if (end := max(ends, default=first)) > first:
            yield first, end


def _stands(tokens: Tokens, first: int, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase and something behind it stand at a token."""
    end = first + len(phrase)
    return end < len(tokens) and tuple(tokens.words[first:end]) == phrase


@cache
def _many(language: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases that count vaguely, by their first words."""
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for phrase in number_grammar(language).data["joining"]["many"]:
        words = tuple(phrase.split())
        phrases.setdefault(words[0], []).append(words)
    return phrases


def count_start(tokens: Tokens, first: int, end: int) -> int:
    """Where a stretch begins if the number is left whole in which it begins."""
    return next((start for start, stop in counting(tokens) if start <= first < stop < end), first)


def count_end(tokens: Tokens, first: int, end: int) -> int:
    """Where the number ends with which a stretch begins, ``first`` where it begins with none."""
    return next((stop for start, stop in counting(tokens) if start <= first < stop < end), first)


def noun_of(tokens: Tokens, first: int, end: int) -> int:
    """The head of a stretch, of what is counted where a number stands first ("dozens of soldiers")."""
    head, counted = head_of(tokens, first, end), count_end(tokens, first, end)
    return head if counted <= head else head_of(tokens, counted, end)


def _names(tokens: Tokens, first: int, end: int) -> bool:
    begin, _ = tokens.bounds(first)
    capitals = tokens.texts[first][:1].isupper() and tokens.texts[end][:1].isupper()
    return capitals and first > begin and not tokens.texts[first].isupper()
