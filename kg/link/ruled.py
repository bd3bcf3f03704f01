"""Whose government or forces are meant where their capital or their ruler is named: "régime de Damas"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.fold import fold
from kg.language.words import descriptions, english_offices
from kg.link.things import bare_name, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.link.gazetteer import Gazetteer
    from kg.link.lookup import Known
    from kg.link.things import Spoken
    from kg.ontology import GazetteerEntry

_IN_NAMES = ("PROPN", "PUNCT", "X")


class Rulers:
    """The states of a document's persons, and who of them commands one's forces.

    ``inside`` gives the listed names within a mention.
    """

    def __init__(
        self, mentions: Iterable[Spoken], inside: Callable[[Spoken], list[Known]], gazetteer: Gazetteer
    ) -> None:
        self.gazetteer = gazetteer
        self.states: dict[str, str] = {}  # IRIs, by the last word of a name
        self.commanding: set[str] = set()
        for mention in mentions:
            for known in inside(mention):
                self._count_listed(known)
            if mention.cls != "Person":
                continue
            name = bare_name(mention).rpartition(" ")[2]
            for entry in (entry for known in inside(mention) for entry in known.entries):
                state = entry.iri if entry.cls == "State" else entry.state
                if state is not None and entry.cls in ("State", "Person"):
                    self.states.setdefault(name, state)
            if not descriptions(mention.language).rulers.isdisjoint(mention.words):
                self.commanding.add(name)

    def _count_listed(self, known: Known) -> None:
        """Whoever the list knows as the leader of a state commands its forces: "Assad's army"."""
        leading = english_offices().leading
        for entry in known.entries:
            if any(tenure.office in leading and tenure.whose == entry.state for tenure in entry.tenures):
                name = fold(known.text).rpartition(" ")[2]
                self.states.setdefault(name, entry.state or "")
                self.commanding.add(name)

    def state_of(self, mention: Spoken) -> tuple[GazetteerEntry, int, int] | None:
        """The state whose government or forces a mention means, and the tokens that name its seat or ruler.

        None where it is another body's, or the text does not tell.
        """
        words = descriptions(mention.language)
        head = mention.words[mention.head]
        governs = head in words.governments
        forces = mention.cls in words.classes.get(head, ()) or head in words.forces
        named = [i for i, pos in enumerate(mention.pos) if pos == "PROPN" and i != mention.head]
        if not (governs or (forces and mention.cls == "ArmedForce")) or not named:
            return None
        first, end = named[0], named[-1] + 1
        if any(pos not in _IN_NAMES for pos in mention.pos[first:end]):
            return None
        state = self._seated(mention, first, end, governs=governs)
        state = state or self._ruled(mention, end, governs=governs)
        leading = words.titles | words.rulers
        while first > 0 and mention.words[first - 1] in leading:
            first -= 1
        return None if state is None else (state, mention.first + first, mention.first + end)

    def _seated(self, mention: Spoken, first: int, end: int, *, governs: bool) -> GazetteerEntry | None:
        """The state whose capital stands at some words: "the Kiev regime", "the government in Tripoli"."""
        if first == 0:
            joined = end == mention.head
        else:
            owned = mention.words[first - 1] in descriptions(mention.language).belonging
            joined = owned or (governs and mention.pos[first - 1] == "ADP")
        name = " ".join(written(mention)[first:end])
        return self.gazetteer.state_of_capital(name) if joined else None

    def _ruled(self, mention: Spoken, end: int, *, governs: bool) -> GazetteerEntry | None:
        """The state of the person whose name ends at a word: of any a government's, of rulers the forces'."""
        name = fold(mention.words[end - 1])
        rules = name in self.commanding
        rules = rules or not descriptions(mention.language).rulers.isdisjoint(mention.words)
        return self.gazetteer.get(self.states.get(name, "")) if governs or rules else None
