"""The events that the numbers of a text belong to.

Which event a number may belong to by itself, ``number_events`` tells; here numbers of one sentence are
decided together, for lists and parts follow the number before them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.claim import Quantity
from kg.extract.counted import find_counted
from kg.extract.number_events import EVENT, NEAR, NOMINAL, SAID, Options
from kg.language.words import number_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.counted import Counted, People
    from kg.extract.number_events import Attached
    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens
    from kg.extract.triggers import Trigger
    from kg.ontology import QuantityKind

    Found = list[tuple[Counted, Attached]]

_LISTED = 6  # tokens between two numbers of a list


class Counter:
    """Attaches the numbers of documents; holds what is the same for all of them."""

    def __init__(self, kinds: Sequence[QuantityKind], people: People) -> None:
        self.kinds = {kind.notation: kind for kind in kinds}
        self.people = people

    def count(self, scene: Scene, triggers: Sequence[Trigger]) -> list[tuple[Quantity, ...]]:
        """The quantities of every event, in the order of the text."""
        result: list[list[Quantity]] = [[] for _ in triggers]
        events: dict[int, list[int]] = {}
        for number, trigger in enumerate(triggers):
            events.setdefault(scene.tokens[trigger.passage].sentence[trigger.token], []).append(number)
        for passage in dict.fromkeys(trigger.passage for trigger in triggers):
            tokens = scene.tokens[passage]
            counted = find_counted(scene, passage, self.people)
            for sentence in dict.fromkeys(tokens.sentence[one.first] for one in counted):
                here = [one for one in counted if tokens.sentence[one.first] == sentence]
                attacher = _Sentence(self.kinds, scene, tokens, triggers, events.get(sentence, ()), here)
                for one, attached in attacher.attach():
                    result[attached.event].append(_quantity(scene, tokens, one, attached.kind))
        return [tuple(quantities) for quantities in result]


def _quantity(scene: Scene, tokens: Tokens, one: Counted, kind: QuantityKind) -> Quantity:
    numeral, starts = one.numeral, tokens.passage.starts
    text = scene.document.text[starts[numeral.start] : starts[numeral.end - 1] + 1]
    unit = numeral.unit or (tokens.texts[one.noun] if one.noun is not None else "")
    return Quantity(kind.notation, numeral.low, numeral.high, text, unit, numeral.bound, numeral.part)


class _Sentence:
    """Attaches the numbers of one sentence to its events, which are given by their index."""

    def __init__(
        self,
        kinds: dict[str, QuantityKind],
        scene: Scene,
        tokens: Tokens,
        triggers: Sequence[Trigger],
        events: Sequence[int],
        counted: Sequence[Counted],
    ) -> None:
        self.tokens = tokens
        self.events = {event: triggers[event] for event in events}
        self.counted = counted
        self.words = number_words(tokens.language)
        self.joining = (*self.words.data["joining"]["and"], ",")
        self.options = Options(kinds, scene, tokens, self.events, counted)

    def attach(self) -> Found:
        """Each number that belongs to an event, with that event."""
        found: Found = []
        waiting: list[Counted] = []  # the numbers before, as far as nothing sure is known of them
        for one in self.counted if self.events else ():
            if one.numeral.whole:
                continue
            attached = self._decide(one, found)
            after = one
            while attached and waiting and self._listed(waiting[-1], after):
                after = waiting.pop()
                if not self._shares(after, attached):
                    break
                found = [*((o, f) for o, f in found if o is not after), (after, attached)]
            if attached is None or attached.cost >= NEAR:
                waiting.append(one)
            else:
                waiting.clear()
            if attached is not None:
                found.append((one, attached))
        found.sort(key=lambda f: f[0].first)
        return self._parts(found)

    def _decide(self, one: Counted, before: Found) -> Attached | None:
        """The event of one number, where those of the numbers before it are known."""
        if before and one.numeral.part and self._shares(one, before[-1][1]):
            return before[-1][1]
        best = self.options.best(one)
        if best is not None and best.cost < SAID:
            return best
        for other, attached in before:
            if self._coordinated(one, other) and self._shares(one, attached):
                return attached
        if (best is None or best.cost >= NEAR) and before and self._listed(before[-1][0], one):
            return before[-1][1] if self._shares(one, before[-1][1]) else best
        return best

    def _parts(self, found: Found) -> Found:
        """The same, what is coordinated with a part marked as one: "including 6 men and 4 women"."""
        result: Found = []
        for one, attached in found:
            if not one.numeral.part and any(o.numeral.part and self._coordinated(one, o) for o, _ in result):
                one = replace(one, numeral=replace(one.numeral, part=True))
            result.append((one, attached))
        return result

    def _shares(self, one: Counted, attached: Attached) -> bool:
        """Whether a number may count the same as another: its noun says nothing else."""
        if one.noun is None:
            return one.numeral.part
        if self.tokens.words[one.noun] in self.words.kinds or one.numeral.single:
            return False
        return EVENT not in attached.kind.counts and one.thing in attached.kind.counts

    def _listed(self, one: Counted, other: Counted) -> bool:
        """Whether one number follows another in a list: "6 soldiers of the army and 4 civilians"."""
        if one.noun is None:
            return False
        stop = self.tokens.passage.starts[other.numeral.start]
        between = [i for i in range(one.noun + 1, other.first) if self.tokens.ends[i] <= stop]
        if not 0 < len(between) <= _LISTED or self.tokens.words[between[-1]] not in self.joining:
            return False
        return all(self.tokens.pos[i] in NOMINAL for i in between[:-1])

    def _coordinated(self, one: Counted, other: Counted) -> bool:
        joined = self.tokens.deps[one.place].startswith("conj")
        return joined and self.tokens.heads[one.place] in (other.place, other.noun)
