"""Where sentences certainly end or go on, said before the rest is decided."""

from __future__ import annotations

from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from spacy.language import Language

from kg.language.words import table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NAME = "kg_boundaries"
_ELLIPSES = ("…", "...")
_ENDS = (".", "!", "?", *_ELLIPSES)
_ADJOINING = (("»", "«"), ("”", "“"))
_CLOSING = tuple(closing for closing, _ in _ADJOINING)
_STRAIGHT = ("'", '"')
_CLAUSAL = ("VERB", "AUX")


@cache
def _abbreviations(language: str, kind: str) -> frozenset[str]:
    """Abbreviations without full stop: "words" a name or number follows, "ending" may end a sentence."""
    return frozenset(table(language, "grammar")["abbreviations"][kind])


@Language.component(NAME)
def mark_boundaries(doc: Doc) -> Doc:
    """Mark where a text goes on ("Col.", a closing quotation mark), and where it begins anew ("…")."""
    abbreviations, ending = _abbreviations(doc.lang_, "words"), _abbreviations(doc.lang_, "ending")
    for token in doc[1:]:
        before = token.nbor(-1)
        word = before.lower_
        if word == "." and before.i and not before.nbor(-1).whitespace_:
            word = before.nbor(-1).lower_ + word
        if (
            _between_words(before, token)
            or _closes(token)
            or _lists(before, token)
            or (word.endswith(".") and word[:-1] in abbreviations)
        ):
            token.is_sent_start = False
        elif word.endswith(".") and word[:-1] in ending and token.is_title and token.pos_ != "PROPN":
            token.is_sent_start = True
        elif word == "." or not before.whitespace_:
            continue
        elif (word in _ELLIPSES and token.text[:1].isupper()) or _between_quotations(token):
            token.is_sent_start = True
    return doc


def _between_words(before: Token, token: Token) -> bool:
    """Whether a word follows a word, without a mark between them at which a sentence could end."""
    return before.text[-1].isalnum() and token.text[0].isalnum()


def _lists(before: Token, token: Token) -> bool:
    """Whether what a colon announces goes on from here to its end without a verb."""
    if before.text != ":":
        return False
    rest = takewhile(lambda other: other.text not in _ENDS, token.doc[token.i :])
    return all(other.pos_ not in _CLAUSAL for other in rest)


def _closes(token: Token) -> bool:
    """Whether a token is a quotation mark that closes."""
    straight = token.text in _STRAIGHT and not token.nbor(-1).whitespace_
    return token.text in _CLOSING or (straight and bool(token.whitespace_ or token.i + 1 == len(token.doc)))


def _between_quotations(token: Token) -> bool:
    """Whether a quotation opens here right after another that ended its sentence."""
    return token.i > 1 and ((token.nbor(-1).text, token.text) in _ADJOINING and token.nbor(-2).text in _ENDS)
