"""Which events of its sentence a number may belong to, and as what.

A number is attached through grammar: the noun it counts is the word that tells of the event, fills a
role of it, or stands with a word that says what happened to those counted. What may be counted in which
event stands in ``ontology/quantities.ttl``, the words in ``kg/language/<language>/numbers.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.counted import OTHER
from kg.extract.counting import is_of
from kg.extract.syntax import grammatical_places
from kg.language.words import grammar, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.extract.counted import Counted
    from kg.extract.scene import Scene
    from kg.extract.tokens import Tokens
    from kg.extract.triggers import Trigger
    from kg.ontology import QuantityKind

EVENT = "event"  # what a kind counts that counts the events themselves
MEASURED = frozenset({"money", "mass", "area", "percent"})
_STEPS = 4  # up the dependency tree to a word that says what happened
NOMINAL = ("ADP", "DET", "NOUN", "PROPN", "ADJ")
SAID = 0.5  # the cost below which an event's own word says what is counted
NEAR = 4.0  # the cost of what only nearness joins
_FAR = 8  # tokens between a number and an event that only nearness joins
_WITHIN = ("nummod", "conj", "appos", "flat", "compound", "obj", "iobj", "nsubj", "acl", "amod", "dep")


@dataclass(frozen=True, slots=True)
class Attached:
    """A number's event and kind; the less ``cost``, the surer."""

    event: int
    kind: QuantityKind
    cost: float


class Options:
    """Finds the events of one sentence that a number may belong to; ``events`` are known by index."""

    def __init__(
        self,
        kinds: Mapping[str, QuantityKind],
        scene: Scene,
        tokens: Tokens,
        events: Mapping[int, Trigger],
        counted: Sequence[Counted],
    ) -> None:
        self.kinds = kinds
        self.scene = scene
        self.tokens = tokens
        self.events = events
        self.counted = counted
        self.words = number_words(tokens.language)

    def best(self, one: Counted) -> Attached | None:
        """The likeliest event of a number by itself, None where nothing speaks for one."""
        options = self._said(one)
        if not one.numeral.single:
            options += self._filling(one)
        elif not self._meant(one):
            return None
        if not options and one.thing not in (OTHER, ""):
            options = self._nearest(one)
        return min(options, key=lambda o: (o.cost, abs(self.events[o.event].token - one.place)), default=None)

    def _meant(self, one: Counted) -> bool:
        """Whether a word for one is a number: tagged so, or beside other numbers and words of kinds."""
        if one.noun is None:
            negation = grammar(self.tokens.language).cues["negation"].words
            around = (one.first - 1, one.end)
            near = [i for i in around if 0 <= i < len(self.tokens)]
            return self.tokens.pos[one.first] == "NUM" and not any(
                self.tokens.words[i] in negation or is_of(self.tokens, i) for i in near
            )
        word = self.tokens.words[one.noun]
        if self.tokens.pos[one.first] == "NUM" or (word in self.words.named and word in self.words.things):
            return True
        return any(
            other.noun is not None
            and not other.numeral.single
            and (self._joins(one.noun, other.noun) or self._joins(other.noun, one.noun))
            for other in self.counted
        )

    def _joins(self, noun: int, other: int) -> bool:
        """Whether "and" or the like joins a noun to another before it."""
        return self.tokens.heads[noun] == other and self.tokens.deps[noun].startswith("conj")

    # -- words that say what happened to those counted

    def _said(self, one: Counted) -> list[Attached]:
        """Events that a word near the number tells a kind for."""
        options: list[Attached] = []
        for token, cost in self._tellers(one):
            for notation in self.words.kinds.get(self.tokens.words[token], ()):
                kind = self.kinds.get(notation)
                if kind is None or not self._counts(kind, one, token):
                    continue
                kind = self._joined(kind, token)
                for event, trigger in self.events.items():
                    if trigger.token == token and trigger.cls in (*kind.classes, *kind.told):
                        options.append(Attached(event, kind, cost))
                    elif trigger.cls in kind.classes:
                        options.append(Attached(event, kind, cost + 1))
                    elif trigger.cls in kind.told:
                        options.append(Attached(event, kind, cost + 1.5))
            if options and (self._leads(one, token) or (token == one.noun and not self._known_by(token))):
                break  # "15 wounded" are wounded, whatever else the sentence tells
        return options

    def _counts(self, kind: QuantityKind, one: Counted, token: int) -> bool:
        """Whether a word may say that what is counted is of a kind."""
        if token == one.noun:
            return self.tokens.pos[token] == "VERB" or self.tokens.words[token] in self.words.named
        if one.thing and one.thing not in kind.counts:
            return False
        return self._fits(kind, one, token) is not False or self._suffers(one, token)

    def _suffers(self, one: Counted, token: int) -> bool:
        """Whether a verb right behind a noun has it as object, no other: "four people killed"."""
        if one.noun is None or token != one.noun + 1 or self.tokens.pos[token] != "VERB":
            return False
        return not self._governs(token)

    def _governs(self, verb: int) -> bool:
        """Whether a verb has an object."""
        return any(self.tokens.deps[child] in ("obj", "ccomp") for child in self.tokens.children[verb])

    def _tellers(self, one: Counted) -> list[tuple[int, float]]:
        """Words that may say a kind, the surest first: the noun, what governs it, what modifies it."""
        tokens = self.tokens
        taken = {
            other.noun
            for other in self.counted
            if other is not one and (not other.numeral.single or self._meant(other))
        }
        found: list[tuple[int, float]] = []
        if one.noun is not None:
            found.append((one.noun, self._known_by(one.noun)))
        found += [(token, 0.05) for token in self._beside(one)]
        found += self._governors(one, taken)
        modified = dict.fromkeys(token for token in (one.noun, one.place) if token is not None)
        found += [
            (child, 0.4)
            for token in modified
            for child in tokens.children[token]
            if tokens.deps[child].split(":")[0] in ("acl", "amod", "xcomp")
        ]
        return sorted(((token, cost) for token, cost in found if token not in taken), key=lambda f: f[1])

    def _known_by(self, noun: int) -> float:
        """What it costs that a noun says a kind of people whatever happens to them: "prisoners"."""
        return 0.45 if self.tokens.words[noun] in self.words.people else 0.0

    def _governors(self, one: Counted, taken: set[int | None]) -> Iterator[tuple[int, float]]:
        """Words up the dependency tree as far as a verb, and what that verb says of its object."""
        tokens, node = self.tokens, one.place
        for step in range(1, _STEPS + 1):
            head, dep = tokens.heads[node], tokens.deps[node].split(":")[0]
            if dep == "obl" and node == one.place and one.noun is None:
                yield from ((token, 0.5) for token in self._subject(head))
            if head == node or head in taken or not (dep in _WITHIN or self._partitive(node)):
                return
            yield head, step / 10
            if tokens.pos[head] in ("VERB", "AUX") and dep != "conj":
                if one.noun is None and dep != "nsubj":
                    yield from ((token, step / 10 + 0.4) for token in self._subject(head))
                yield from ((c, step / 10 + 0.5) for c in tokens.children[head] if tokens.deps[c] == "xcomp")
                return
            node = head

    def _subject(self, verb: int) -> list[int]:
        """Nouns that may say a kind for the number that their verb gives: "the toll reached 12"."""
        return [
            child
            for child in self.tokens.children[verb]
            if self.tokens.deps[child].startswith("nsubj") and self.tokens.words[child] in self.words.named
        ]

    def _beside(self, one: Counted) -> list[int]:
        """Verbs right before a number or, behind what it counts, adjectives and verbs in the passive.

        What the order of words tells where the parser errs: "killed 12", "12 were wounded", "12 men dead".
        """
        tokens, kinds = self.tokens, self.words.kinds
        begin, stop = tokens.bounds(one.first)
        start = tokens.passage.starts[one.numeral.start]
        found = []
        before = next((i for i in range(one.first - 1, begin - 1, -1) if tokens.ends[i] <= start), None)
        verbal = before is not None and (tokens.pos[before] == "VERB" or self._leads(one, before))
        if before is not None and verbal and tokens.words[before] in kinds:
            found.append(before)
        last = one.end if one.noun is None else one.noun + 1
        while one.noun is not None and last < stop and one.noun in tokens.path_up(last):
            if tokens.pos[last] not in NOMINAL:
                break
            last += 1
        after = last
        while after < stop and tokens.pos[after] in ("AUX", "ADV"):
            after += 1
        if after < stop and tokens.words[after] in kinds:
            passive = last < after or (one.noun is not None and not self._governs(after))
            if tokens.pos[after] == "ADJ" or (passive and tokens.pos[after] == "VERB"):
                found.append(after)
        return found

    def _leads(self, one: Counted, token: int) -> bool:
        """Whether a verb that is taken for a noun stands before a number: "kills two, wounds five"."""
        tokens = self.tokens
        begin, _ = tokens.bounds(one.first)
        start = tokens.passage.starts[one.numeral.start]
        return (
            begin < token < one.first
            and tokens.pos[token] == "NOUN"
            and (tokens.texts[token - 1] == "," or tokens.pos[token - 1] == "CCONJ")
            and tokens.ends[token] <= start <= tokens.starts[token + 1]
        )

    def _partitive(self, node: int) -> bool:
        """Whether a noun hangs on another by "of": "the death of 12 people"."""
        tokens = self.tokens
        case = [c for c in tokens.children[node] if tokens.deps[c] == "case"]
        return (
            tokens.deps[node].startswith(("nmod", "obl:arg"))
            and bool(case)
            and all(is_of(tokens, c) for c in case)
        )

    def _joined(self, kind: QuantityKind, token: int) -> QuantityKind:
        """The kind that takes two together where one number is for both: "killed or wounded 12"."""
        tokens = self.tokens
        broader = self.kinds.get(kind.broader or "")
        if broader is None:
            return kind
        for step in (-2, 2):
            other = token + step
            if not 0 <= other < len(tokens) or tokens.pos[token + step // 2] != "CCONJ":
                continue
            kinds = (self.kinds.get(k) for k in self.words.kinds.get(tokens.words[other], ()))
            if any(k is not None and k != kind and k.broader == kind.broader for k in kinds):
                return broader
        return kind

    # -- grammar alone

    def _filling(self, one: Counted) -> list[Attached]:
        """Events that what is counted is, or takes part in."""
        options: list[Attached] = []
        tokens, path = self.tokens, self.tokens.path_up(one.place)[: _STEPS + 1]
        for event, trigger in self.events.items():
            itself = one.noun == trigger.token
            for rank, kind in enumerate(self._kinds_of(trigger)):
                if itself and one.thing in kind.counts:
                    options.append(Attached(event, kind, 0.2 + self._known_by(trigger.token)))
                elif itself and one.thing == OTHER and EVENT in kind.counts:
                    options.append(Attached(event, kind, 0.3))
                elif one.thing in MEASURED and one.thing in kind.counts and self._about(one, trigger.token):
                    options.append(Attached(event, kind, 1.9 + rank / 100))
                elif one.thing in kind.counts or (not one.thing and OTHER in kind.counts):
                    fits = self._fits(kind, one, trigger.token)
                    if fits:
                        own = tokens.heads[one.place] == trigger.token
                        kind = self._joined(kind, trigger.token)
                        options.append(Attached(event, kind, 2 + rank / 100 + (0 if own else 0.5)))
                    elif fits is None and one.thing in MEASURED and trigger.token in path:
                        options.append(Attached(event, kind, 2.6 + rank / 100))
        return options

    def _kinds_of(self, trigger: Trigger) -> list[QuantityKind]:
        """What is counted in an event where only its own word may say so."""
        told = [
            kind
            for notation in self.words.kinds.get(self.tokens.words[trigger.token], ())
            if (kind := self.kinds.get(notation)) and trigger.cls in (*kind.classes, *kind.told)
        ]
        usual = [kind for kind in self.kinds.values() if trigger.cls in kind.classes]
        if not told:
            return usual
        counted = {thing for kind in told for thing in kind.counts}
        return [*told, *(k for k in usual if k not in told and counted.isdisjoint(k.counts))]

    def _fits(self, kind: QuantityKind, one: Counted, token: int) -> bool | None:
        """Whether what is counted fills a role that the kind counts; None where grammar does not say."""
        places = grammatical_places(self.tokens, token)
        place = places.get(one.place) or (places.get(one.noun) if one.noun is not None else None)
        if place is None:
            return None
        if not kind.roles:
            return True
        matches = self.scene.matches[one.passage].get(token, [])
        place = place.removeprefix("verb-")
        for match in matches:
            roles = match.frame.roles_at(place)
            if roles:
                return any(role in kind.roles for role in roles)
        return None

    def _about(self, one: Counted, token: int) -> bool:
        """Whether a word says what a sum or measure is of: "$9 million of aid"."""
        return self.tokens.heads[token] in (one.place, *range(one.first, one.end))

    def _reaches(self, one: Counted, token: int) -> bool:
        """Whether a number hangs on a word, through no phrase that says when or where."""
        path = self.tokens.path_up(one.place)[: _STEPS + 1]
        return token in path and all(self._close(node) for node in path[: path.index(token)])

    def _close(self, node: int) -> bool:
        """Whether a word is no phrase of its own beside what it hangs on."""
        dep, head = self.tokens.deps[node], self.tokens.heads[node]
        if dep.split(":")[0] in ("nmod", "obl"):
            return self._partitive(node) or self.tokens.pos[head] == "ADV"
        return dep.split(":")[0] not in ("ccomp", "advcl", "parataxis")

    # -- nearness

    def _nearest(self, one: Counted) -> list[Attached]:
        """The nearest event of the clause that counts such things, where grammar does not say."""
        options: list[Attached] = []
        for event, trigger in self.events.items():
            far = abs(trigger.token - one.place)
            if far > _FAR or not self._reaches(one, trigger.token):
                continue
            options += [
                Attached(event, kind, NEAR + far / 10)
                for kind in self._kinds_of(trigger)
                if one.thing in kind.counts and self._fits(kind, one, trigger.token) is not False
            ]
        return options
