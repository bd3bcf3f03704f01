"""Whether the name of a capital stands for its state: "Baghdad said", not "in Baghdad".

A trained model decides by grammar: what the name is to its head, and whether the head's frame has
a place there for someone who acts or for where something happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.scene import head_of
from kg.extract.syntax import cases, grammatical_places
from kg.language.words import grammar

if TYPE_CHECKING:
    from kg.extract.frames import Match
    from kg.extract.linear import LinearModel
    from kg.extract.tokens import Tokens

LIMIT = 0.5
_DASHES = ("-", "--", "–", "—")
_LONGEST = 8  # tokens between a place and the dash: the state, a day, an agency


class Metonyms:
    """The trained judge; ``model`` has one label."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def acts(self, tokens: Tokens, first: int, end: int, matches: dict[int, list[Match]]) -> bool:
        """Whether the capital named from ``first`` up to ``end`` stands for those who govern there."""
        if opens_dispatch(tokens, first, end):
            return False
        return bool(self.model.probabilities([features(tokens, first, end, matches)])[0, 0] >= LIMIT)


def opens_dispatch(tokens: Tokens, first: int, end: int) -> bool:
    """Whether a name says where a dispatch was written: "(Nairobi) – …", "KYIV, Ukraine — …"."""
    if any(tokens.pos[i] != "PUNCT" for i in range(first)):
        return False
    between = range(end, min(end + _LONGEST, len(tokens)))
    dash = next((i for i in between if tokens.words[i] in _DASHES), None)
    if dash is None or tokens.starts[dash] == tokens.ends[dash - 1]:  # not "Kyiv-backed forces"
        return False
    return all(tokens.pos[i] in ("PUNCT", "PROPN", "NUM") for i in range(end, dash))


def features(tokens: Tokens, first: int, end: int, matches: dict[int, list[Match]]) -> list[str]:
    """Feature names of a capital's name from its grammar."""
    alone = head_of(tokens, first, end)
    joined = tokens.deps[alone].split(":")[0] == "conj"
    name = tokens.first_conjunct(alone)
    relation = tokens.deps[name].split(":")[0]
    head = tokens.heads[name]
    case = cases(tokens, name)
    cased = bool(case)
    before = tokens.words[first - 1] if first else ""
    speech = tokens.words[head] in grammar(tokens.language).cues["speech"].verbs
    place = grammatical_places(tokens, head).get(name, "")
    roles = sorted({role for match in matches.get(head, ()) for role in match.frame.roles_at(place)})
    return [
        f"r={relation}|{cased}",
        f"r={tokens.deps[name]}|{cased}|{tokens.pos[head]}",
        f"joined={joined}|{cased}",
        f"case={' '.join(case)}",
        f"before={before}",
        f"head={tokens.words[head]}",
        f"speech={speech}|{relation}",
        f"roles={'/'.join(roles)}|{cased}",
        *(f"role={role}|{cased}" for role in roles),
        *(
            f"under={tokens.deps[child].split(':')[0]}|{tokens.pos[child]}|{cased}"
            for child in tokens.children[alone]
        ),
        f"opens={first == tokens.bounds(first)[0]}|{cased}",
        f"after={tokens.words[end] if end < len(tokens) and not tokens.words[end].isalnum() else ''}|{cased}",
    ]
