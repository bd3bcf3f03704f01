"""Acronyms that spell a small word stand disguised while a text is parsed: "it fell to IS in 2014".

A parser takes "IS" for a form of "to be" wherever it may be one. Each such word is parsed as an acronym
of the same length that spells nothing else; ``[acronyms]`` in ``grammar.toml`` has both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.language.words import acronyms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def disguised(doc: Doc, language: str) -> tuple[Doc, dict[int, str]]:
    """The document to parse, and the words that it hides by their numbers; the same one where it hides none.

    Capitals among capitals are no acronym but shouted.
    """
    masks = acronyms(language)
    hidden = {
        token.i: token.text
        for token in doc
        if token.text in masks and any(not near.is_upper for near in _beside(doc, token.i))
    }
    if not hidden:
        return doc, {}
    from spacy.tokens import Doc as Made

    words = [masks[token.text] if token.i in hidden else token.text for token in doc]
    return Made(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc]), hidden


def _beside(doc: Doc, index: int) -> list[Token]:
    """The words, without signs, among two tokens before and after one."""
    near = (*doc[max(0, index - 2) : index], *doc[index + 1 : index + 3])
    return [token for token in near if token.is_alpha]
