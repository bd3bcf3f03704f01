"""What the sentences around a mention tell of its class: grammar, frames, apposition, other places.

"Qalaat" may be a person or a town; "Qalaat, a town" and "stormed Qalaat" are not both in doubt, and what
one sentence tells counts wherever the document has the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.linear import NONE
from kg.extract.scene import head_of
from kg.extract.syntax import cases, grammatical_places
from kg.language.words import descriptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.extract.frames import Match
    from kg.extract.tokens import Tokens

_KINDS = 4  # kinds of events of which a word may tell that are looked at
_OTHERS = 8  # other places of the same words that are looked at


class SpanContext:
    """The surroundings of stretches of one document; ``matches`` are the frames of each passage."""

    def __init__(self, passages: Sequence[Tokens], matches: Sequence[Mapping[int, Sequence[Match]]]) -> None:
        self.passages = passages
        self.matches = matches
        self._told: dict[tuple[int, int, int], tuple[list[str], list[str]]] = {}
        self._places: dict[str, list[tuple[int, int]]] = {}
        for number, tokens in enumerate(passages):
            for i, word in enumerate(tokens.words):
                self._places.setdefault(word, []).append((number, i))

    def row(self, passage: int, first: int, end: int, tag: str) -> list[str]:
        """Feature names of a stretch that the tagger takes for ``tag``."""
        words, kinds = self._tell(passage, first, end)
        tagged = [f"{kind}|{tag}" for kind in kinds if kind.startswith(("role=", "next="))]
        return [*words, *kinds, *tagged, *self._elsewhere(passage, first, end)]

    def _elsewhere(self, passage: int, first: int, end: int) -> list[str]:
        """The same of other places of a name."""
        tokens = self.passages[passage]
        if not (tokens.texts[first][:1].isupper() or tokens.texts[end - 1][:1].isupper()):
            return []
        name, size = tokens.words[first:end], end - first
        others = [
            (number, i)
            for number, i in self._places[name[0]]
            if self.passages[number].words[i : i + size] == name and (number, i) != (passage, first)
        ][:_OTHERS]
        row = {f"others={min(len(others), 3)}": None}
        for number, i in others:
            before = self.passages[number].words[i - 1] if i else "^"
            row[f"o-b={before}"] = None
            row.update((f"o-{kind}", None) for kind in self._tell(number, i, i + size)[1])
        return list(row)

    def _tell(self, passage: int, first: int, end: int) -> tuple[list[str], list[str]]:
        """Feature names of a stretch by itself: with words, and with kinds alone."""
        key = passage, first, end
        if key not in self._told:
            tokens = self.passages[passage]
            head = head_of(tokens, first, end)
            node = tokens.first_conjunct(head)
            words, kinds = self._governed(passage, node)
            case = f"case={'_'.join(cases(tokens, node))}|{tokens.deps[node].split(':')[0]}"
            self._told[key] = words, [*kinds, *_explained(tokens, head, end), case]
        return self._told[key]

    def _governed(self, passage: int, node: int) -> tuple[list[str], list[str]]:
        """By which word a noun is governed, and which roles the frames of that word give it."""
        tokens = self.passages[passage]
        governor, dep = tokens.heads[node], tokens.deps[node].split(":")[0]
        if governor == node:
            return [], []
        described = descriptions(tokens.language).kinds(tokens.words[governor]) or NONE
        words, kinds = [f"gov={tokens.words[governor]}|{dep}"], [f"govk={described}|{dep}"]
        frames = [match for match in self.matches[passage].get(governor, ()) if match.fits]
        place = grammatical_places(tokens, governor).get(node, "") if frames else ""
        if place:
            roles = sorted({role for match in frames for role in match.roles_at(place)})
            kinds.append(f"role={'/'.join(roles)}")
            events = sorted({match.frame.evokes for match in frames})
            kinds += [f"event={event}|{place}" for event in events[:_KINDS]]
        return words, kinds


def _explained(tokens: Tokens, head: int, end: int) -> list[str]:
    """What stands in apposition: "X, a town", "the town, X"."""
    words = descriptions(tokens.language)
    stop = tokens.bounds(head)[1]
    found = []
    after = end
    if after < stop and tokens.words[after] == ",":
        after += 1
        while after < stop and tokens.pos[after] in ("DET", "ADJ", "NUM"):
            after += 1
        if after < stop and (kinds := words.kinds(tokens.words[after])):
            found.append(f"next={kinds}")
    for child in tokens.children[head]:
        if tokens.deps[child] == "appos" and (kinds := words.kinds(tokens.words[child])):
            found.append(f"appos={kinds}")
    if tokens.deps[head] == "appos":
        explained = tokens.heads[head]
        found.append(f"of={words.kinds(tokens.words[explained]) or NONE}|{tokens.pos[explained]}")
    return found
