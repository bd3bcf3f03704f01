"""Whether the name of a capital stands for its state: "Baghdad said", not "in Baghdad".

A trained model decides by grammar: what the name is to its head, and whether the head's frame has
a place there for someone who acts or for where something happens. Throughout a document a name mostly
means one thing (Gale, Church and Yarowsky 1992), so what all its mentions say counts more than one alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.scene import head_of
from kg.extract.syntax import cases, grammatical_places
from kg.language.words import grammar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.frames import Match
    from kg.extract.linear import LinearModel
    from kg.extract.tokens import Tokens

    Matches = Mapping[int, list[Match]]

PLACE, ACTS, DESK = "place", "acts", "desk"
"""What the name of a capital is: the town, those who govern there, or where a report was written."""
LIMIT = 0.5
_TOGETHER = 0.75  # how much all mentions of a name count beside the one
_DASHES = ("-", "--", "–", "—")
_LONGEST = 8  # tokens between a place and the dash: the state, a day, an agency


class Capital(NamedTuple):
    """A mention of a capital: its folded name, and the tokens of a passage that spell it."""

    name: str
    passage: int
    first: int
    end: int


class Metonyms:
    """The trained judge; ``model`` has one label."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def senses(
        self, capitals: Sequence[Capital], passages: Sequence[Tokens], matches: Sequence[Matches]
    ) -> list[str]:
        """What each mention of a capital in a document is: :data:`PLACE`, :data:`ACTS` or :data:`DESK`."""
        result = [
            DESK if opens_dispatch(passages[passage], first, end) else PLACE
            for _, passage, first, end in capitals
        ]
        told = [number for number, sense in enumerate(result) if sense != DESK]
        if told:
            some = [capitals[number] for number in told]
            rows = [features(passages[p], first, end, matches[p]) for _, p, first, end in some]
            alone = self.model.probabilities(rows)[:, 0].tolist()
            for number, chance in zip(told, together([c.name for c in some], alone), strict=True):
                if chance >= LIMIT:
                    result[number] = ACTS
        return result


def together(names: Sequence[str], chances: Sequence[float]) -> list[float]:
    """The chance of each mention, of these folded names, from its own and those of all of its name."""
    of_name = defaultdict(list)
    for name, chance in zip(names, chances, strict=True):
        of_name[name].append(chance)
    means = {name: sum(found) / len(found) for name, found in of_name.items()}
    return [
        _TOGETHER * means[name] + (1 - _TOGETHER) * chance
        for name, chance in zip(names, chances, strict=True)
    ]


def opens_dispatch(tokens: Tokens, first: int, end: int) -> bool:
    """Whether a name says where a dispatch was written: "(Nairobi) – …", "KYIV, Ukraine — …"."""
    if any(tokens.pos[i] != "PUNCT" for i in range(first)):
        return False
    between = range(end, min(end + _LONGEST, len(tokens)))
    dash = next((i for i in between if tokens.words[i] in _DASHES), None)
    if dash is None or tokens.starts[dash] == tokens.ends[dash - 1]:  # not "Kyiv-backed forces"
        return False
    return all(tokens.pos[i] in ("PUNCT", "PROPN", "NUM") for i in range(end, dash))


def features(tokens: Tokens, first: int, end: int, matches: Matches) -> list[str]:
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
