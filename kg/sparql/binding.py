"""Values into a query, as terms.

A parameter ``place`` stands in a query as the variable ``?_place``. A value takes the place of that
token of the grammar, written as an RDF term; no character of it can become anything else. The same
text then goes to every engine, which no engine's own way of pre-binding would allow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.errors import QueryError
from kg.sparql.results import Term
from kg.sparql.tokens import tokens, without_lines

MARK = "_"
_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
# The second rule keeps "\u" out of the text: SPARQL 19.2 lets engines read it before the grammar
# does, and some then do so behind a backslash too.
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LETTER_U = {"u": "\\U00000075", "U": "\\U00000055"}


Value = Term | Sequence[Term]
"""One term, or several for the braces of a VALUES clause."""


def bind(text: str, values: Mapping[str, Value]) -> str:
    r"""``text`` with every ``?_name`` replaced by the term of that name.

    Optional lines (``#? name``) whose parameter has no value are left out. Raises QueryError if a
    variable of this kind remains, or a value cannot be written in SPARQL.

    >>> bind("ASK { ?s ?p ?_x }", {"x": Term("literal", 'a" } #')})
    'ASK { ?s ?p "a\\" } #" }'
    """
    text = without_lines(text, frozenset(values))
    written: dict[str, str] = {}
    parts: list[str] = []
    for token in tokens(text):
        if token.kind == "variable" and token.text[1:].startswith(MARK):
            name = token.text[2:]
            if name not in values:
                raise QueryError(f"the query needs a value for its parameter {name}")
            if name not in written:
                value = values[name]
                terms = (value,) if isinstance(value, Term) else value
                written[name] = " ".join(serialise(term) for term in terms)
            parts.append(written[name])
        else:
            parts.append(token.text)
    return "".join(parts)


def serialise(term: Term) -> str:
    """A term in the syntax that SPARQL, Turtle and N-Triples share.

    Raises QueryError for what none of them can write: an IRI with a forbidden character, a
    malformed language tag, a surrogate, a blank node (which would be a variable).
    """
    if term.kind == "uri":
        return _iri(term.value)
    if term.kind != "literal":
        raise QueryError(f"a blank node ({term.value}) cannot be the value of a parameter")
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in term.value):
        raise QueryError(f"{term.value!r} holds half a character and cannot be the value of a parameter")
    text = f'"{_escaped(term.value)}"'
    if term.language:
        if not _LANGUAGE.fullmatch(term.language):
            raise QueryError(f"{term.language!r} is not a language tag such as en or fr")
        return f"{text}@{term.language}"
    return f"{text}^^{_iri(term.datatype)}" if term.datatype else text


def _escaped(value: str) -> str:
    out: list[str] = []
    before = ""
    for letter in value:
        if before == "\\" and letter in _LETTER_U:
            out.append(_LETTER_U[letter])
        elif letter in _ESCAPES:
            out.append(_ESCAPES[letter])
        elif letter < " " or letter == "\x7f":
            out.append(f"\\u{ord(letter):04X}")
        else:
            out.append(letter)
        before = letter
    return "".join(out)


def _iri(value: str) -> str:
    if not value or _IN_IRI.search(value) or ":" not in value:
        raise QueryError(f"{value!r} is not an IRI such as https://example.org/thing")
    return f"<{value}>"
