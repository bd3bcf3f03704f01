"""Headlines in capitals, or with a capital to every word, are parsed as a sentence writes them.

"Rebels Seize Key Town" has no names. A word of such a line takes small letters where the document's
sentences mostly write it so, or, where they do not have it, where the language does.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from kg.language.words import HERE, small_in_headlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc

SENTENCE, TITLE, SHOUTED = "sentence", "title", "shouted"
WORD = re.compile(r"[^\W\d_]+")
_BEGINS = re.compile(r"(?:^|[.!?…:;«»“”\"(]|--|[–—-])\W*$")  # what stands before a capital that tells nothing
_FEWEST = 3  # words from which on a line shows how it is written
_SHARE = 0.85  # of them with a capital
_STOP = (".", "…")
_LONGEST = 40  # words of a headline


def style(text: str, language: str) -> str:
    """How a line is written: as a sentence, with a capital to every word, or all in capitals.

    A line that ends with a full stop is a sentence, however many names it has, unless it is shouted.
    """
    words = WORD.findall(text)
    small = small_in_headlines(language)
    told = [word for word in words[1:] if len(word) > 1 and word not in small]
    if len(told) < _FEWEST or len(words) > _LONGEST:
        return SENTENCE
    if sum(word.isupper() for word in told) >= _SHARE * len(told):
        return SHOUTED
    capitals = sum(word[0].isupper() for word in told) >= _SHARE * len(told)
    return TITLE if small and capitals and not text.rstrip().endswith(_STOP) else SENTENCE


def recased(docs: Sequence[Doc], language: str) -> list[Doc]:
    """The lines of a document to parse: those in capitals as its sentences would write them."""
    styles = [style(doc.text, language) for doc in docs]
    if all(found == SENTENCE for found in styles):
        return list(docs)
    from spacy.tokens import Doc as Made

    casing = Casing((doc.text for doc in docs), language)
    return [
        doc
        if found == SENTENCE
        else Made(
            doc.vocab,
            words=casing.words([token.text for token in doc], found),
            spaces=[bool(token.whitespace_) for token in doc],
        )
        for doc, found in zip(docs, styles, strict=True)
    ]


class Casing:
    """How the sentences of a document write their words, and its language those that they lack."""

    def __init__(self, lines: Iterable[str], language: str) -> None:
        self._small: Counter[str] = Counter()
        self._large: Counter[str] = Counter()
        self._acronyms: set[str] = set()
        self._language = language
        for line in lines:
            if style(line, language) == SENTENCE:
                self._learn(line)

    def _learn(self, line: str) -> None:
        for match in WORD.finditer(line):
            word = match[0]
            if word.islower():
                self._small[word] += 1
            elif len(word) > 1 and word.isupper():
                self._acronyms.add(word)
            elif not _BEGINS.search(line[: match.start()]):
                self._large[word.lower()] += 1

    def words(self, words: list[str], how: str) -> list[str]:
        """The words of a line in this :func:`style` as a sentence writes them, none of another length."""
        written = [self._word(word, how) for word in words]
        first = next((i for i, word in enumerate(written) if word[0].isalpha()), None)
        if first is not None:
            written[first] = written[first][0].upper() + written[first][1:]
        return [new if len(new) == len(old) else old for new, old in zip(written, words, strict=True)]

    def _word(self, word: str, how: str) -> str:
        small = word.lower()
        if word in self._acronyms or (how == TITLE and len(word) > 1 and word.isupper()):
            return word
        kept = word.capitalize() if how == SHOUTED else word
        as_small, as_large = self._small[small], self._large[small]
        if as_small or as_large:
            return small if as_small > as_large else kept
        return small if small in small_words(self._language) else kept


@cache
def small_words(language: str) -> frozenset[str]:
    """Words that a language writes with small letters within a sentence."""
    return frozenset((HERE / language / "small_words.txt").read_text(encoding="utf-8").split())
