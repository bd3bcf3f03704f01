"""What someone wants to reach: clauses that words of purpose lead, looked at twice by trained models.

The first look is at a clause alone, the second at what stands around it; the mean of the two counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.claim import Evidence, Filler, Objective
from kg.extract.objective_context import ObjectiveContext
from kg.extract.roles import Filled, dependency_path
from kg.extract.second import mean_of
from kg.extract.syntax import grammatical_places, place_in
from kg.extract.triggers import Trigger, events_at, frame_classes
from kg.language.words import category_words, grammar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.extract.linear import LinearModel
    from kg.extract.nets import NetModel
    from kg.extract.scene import Placed, Scene
    from kg.extract.tokens import Tokens

_VERBAL = ("VERB", "AUX", "ADJ")  # the parser takes some finite verbs for adjectives
_REACH = 4  # words from a cue to the verb or noun of the aim


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens ``first`` to ``end`` of a passage may state an aim; ``cue`` is the word that leads it."""

    passage: int
    first: int
    end: int
    cue: int
    verb: int
    kind: str  # "marker", "verb" or "noun"


def clauses(scene: Scene, passage: int) -> list[Clause]:
    """Every stretch of a passage that a word of purpose leads."""
    tokens = scene.tokens[passage]
    purpose, markers = grammar(tokens.language).cues["purpose"], _markers(tokens.language)
    found: list[Clause] = []
    taken: set[int] = set()
    for i in range(len(tokens)):
        if i in taken:
            continue
        marker = next((m for m in markers.get(tokens.words[i], ()) if _stands(tokens, i, m)), None)
        if marker is not None:
            taken.update(range(i, i + len(marker)))
            clause = _after(tokens, passage, i, i + len(marker), "marker")
        elif tokens.words[i] in purpose.verbs and tokens.pos[i] in _VERBAL:
            clause = _after(tokens, passage, i, i + 1, "verb")
        elif tokens.words[i] in purpose.nouns and tokens.pos[i] == "NOUN":
            begin, end = tokens.bounds(i)
            clause = Clause(passage, begin, _trim(tokens, begin, end), i, i, "noun")
        else:
            continue
        if clause is not None:
            found.append(clause)
    return found


@cache
def _markers(language: str) -> dict[str, list[tuple[str, ...]]]:
    """The expressions of purpose by their first word, the longest first."""
    markers: dict[str, list[tuple[str, ...]]] = {}
    for marker in grammar(language).cues["purpose"].markers:
        markers.setdefault(marker[0], []).append(marker)
    return markers


def _stands(tokens: Tokens, first: int, marker: tuple[str, ...]) -> bool:
    return tuple(tokens.words[first : first + len(marker)]) == marker


def _after(tokens: Tokens, passage: int, first: int, after: int, kind: str) -> Clause | None:
    """The clause behind a cue: up to the end of what its verb governs."""
    _, end = tokens.bounds(first)
    near = [j for j in range(after, end) if tokens.pos[j] not in ("PUNCT", "ADV", "PRON")][:_REACH]
    verb = next((j for j in near if tokens.pos[j] in ("VERB", "AUX", "NOUN")), None)
    if verb is None:
        return None
    _, stop = tokens.subtree(verb)
    return Clause(passage, first, _trim(tokens, first, max(stop, verb + 1)), first, verb, kind)


def _trim(tokens: Tokens, first: int, end: int) -> int:
    while end - 1 > first and tokens.pos[end - 1] in ("PUNCT", "CCONJ"):
        end -= 1
    return end


def features(scene: Scene, clause: Clause) -> list[str]:
    """Feature names of a clause as the statement of an aim."""
    tokens = scene.tokens[clause.passage]
    cue, verb = tokens.words[clause.cue], tokens.words[clause.verb]
    governor = tokens.heads[clause.verb]
    classes = scene.matches[clause.passage]
    verb_class = next(iter(frame_classes(classes.get(clause.verb, []))), "-")
    governor_class = next(iter(frame_classes(classes.get(governor, []))), "-")
    pos, before = tokens.pos[clause.verb], tokens.words[clause.first - 1] if clause.first else ""
    row = [f"cue={cue}", f"kind={clause.kind}", f"cuep={cue}|{pos}", f"v={verb}", f"cv={cue}|{verb[:6]}"]
    row += [
        f"vc={verb_class}",
        f"cvc={cue}|{verb_class}",
        f"g={tokens.words[governor][:7]}",
        f"gc={governor_class}",
    ]
    row += [f"gd={tokens.deps[clause.verb]}|{cue}", f"gp={tokens.pos[governor]}|{cue}"]
    row.append(f"len={min((clause.end - clause.first) // 3, 6)}|{clause.kind}")
    row += [f"cvcg={cue}|{verb_class}|{tokens.pos[governor]}", f"n-1={before}|{cue}"]
    row += [f"w={w}" for w in tokens.words[clause.first : clause.end] if len(w) > 3]
    row += [f"gw={tokens.words[c]}" for c in tokens.children[governor] if tokens.pos[c] in ("AUX", "PART")]
    row.append(f"block={tokens.passage.block.kind}|{clause.kind}")
    return row


def apart(options: Sequence[Clause], chances: Sequence[float]) -> list[int]:
    """Which clauses to weigh, in the order of the text: of those that overlap, the surest."""
    chosen: list[int] = []
    for number in sorted(range(len(options)), key=lambda n: -chances[n]):
        clause = options[number]
        if not any(
            other.passage == clause.passage and other.first < clause.end and clause.first < other.end
            for other in (options[n] for n in chosen)
        ):
            chosen.append(number)
    return sorted(chosen, key=lambda n: (options[n].passage, options[n].first))


def category_features(scene: Scene, clause: Clause) -> list[str]:
    """Feature names of an aim's category: its words, and the classes of what it names."""
    tokens = scene.tokens[clause.passage]
    row = [f"w={word}" for word in tokens.words[clause.first : clause.end] if len(word) > 3]
    row += [f"p={word[:5]}" for word in tokens.words[clause.first : clause.end] if len(word) > 3]
    row += [
        f"e={scene.cls(m)}" for m in scene.mentions[clause.passage] if clause.first <= m.first < clause.end
    ]
    for i in range(clause.first, clause.end):
        row += [f"c={cls}" for cls in frame_classes(scene.matches[clause.passage].get(i, []))]
    return row


@dataclass(frozen=True, slots=True)
class Holder:
    """An entity that may have an aim, with its mention in the sentence, if any.

    ``inside`` is its role in the event that is aimed at, ``above`` in the one told by a word that governs
    the aim: "" for none.
    """

    entity: int
    mention: Placed | None
    inside: str
    above: str


class Doings:
    """What the events of a document say of who does what."""

    def __init__(self, scene: Scene, triggers: Sequence[Trigger], filled: Sequence[Sequence[Filled]]) -> None:
        self.scene = scene
        self.filled = filled
        self.event_at = events_at(triggers)

    def aimed_at(self, clause: Clause) -> int | None:
        """The first event within a clause."""
        return self._first_event(clause.passage, range(clause.first, clause.end))

    def holders(self, clause: Clause, classes: frozenset[str]) -> list[Holder]:
        """Who may have an aim: things of the sentence, and what fills a role of an event around it."""
        tokens = self.scene.tokens[clause.passage]
        inside, above = self._roles(self.aimed_at(clause)), self._roles(self._above(clause))
        here = tokens.sentence[clause.cue]
        found = [
            Holder(m.entity, m, inside.get(m.entity, ""), above.get(m.entity, ""))
            for m in self.scene.mentions[clause.passage]
            if tokens.sentence[m.first] == here
        ]
        told = {holder.entity for holder in found}
        found += [
            Holder(entity, None, inside.get(entity, ""), above.get(entity, ""))
            for entity in sorted({*inside, *above} - told)
        ]
        return [holder for holder in found if self.scene.entities[holder.entity].cls in classes]

    def _above(self, clause: Clause) -> int | None:
        """The event of the nearest word outside a clause that governs it."""
        path = self.scene.tokens[clause.passage].path_up(clause.verb)
        return self._first_event(clause.passage, [i for i in path if not clause.first <= i < clause.end])

    def _first_event(self, passage: int, tokens: Iterable[int]) -> int | None:
        return next((self.event_at[passage, i] for i in tokens if (passage, i) in self.event_at), None)

    def _roles(self, event: int | None) -> dict[int, str]:
        return {} if event is None else {item.entity: item.role for item in self.filled[event]}


def holder_features(scene: Scene, clause: Clause, holder: Holder) -> list[str]:
    """Feature names of an entity as the one who has an aim."""
    tokens = scene.tokens[clause.passage]
    what, mention = scene.entities[holder.entity].cls, holder.mention
    row = [f"in={holder.inside}|{what}", f"up={holder.above}|{what}", f"inup={holder.inside}|{holder.above}"]
    if mention is None:
        return [*row, f"away|{what}", f"away|{clause.kind}"]
    side = "before" if mention.end <= clause.cue else "inside" if mention.first < clause.end else "after"
    governor = tokens.heads[clause.verb]
    places = grammatical_places(tokens, governor)
    own = grammatical_places(tokens, clause.verb)
    place = place_in(places, mention.first, mention.end)
    row += [f"e={what}|{side}", f"side={side}|{clause.kind}", f"g={place}|{what}", f"g={place}|{side}"]
    row.append(f"own={place_in(own, mention.first, mention.end)}|{what}|{side}")
    row.append(f"dep={tokens.deps[mention.head]}|{side}")
    row += [f"in={holder.inside}|{side}", f"up={holder.above}|{side}", f"up={holder.above}|{place}"]
    row += dependency_path(tokens, clause.cue, mention.head, clause.kind, what)
    return row


def deadline(scene: Scene, clause: Clause) -> str | None:
    """When an aim is to be reached, as EDTF: the end of a time that "by" leads or that lies ahead."""
    published = scene.document.published
    for placed in scene.times[clause.passage]:
        if clause.first <= placed.first and placed.end <= clause.end:
            end = placed.time.edtf.split("/")[-1]
            ahead = published is not None and end >= published[: len(end)]
            if end != ".." and not placed.time.since and (placed.time.by or ahead):
                return end
    return None


class ObjectiveModel:
    """Aims, their categories and holders by trained models.

    ``holders`` are the classes of things that may have an aim, ``sure`` the probability from which one has.
    """

    def __init__(
        self,
        clause: LinearModel,
        second: NetModel,
        category: LinearModel,
        holder: LinearModel,
        limit: float,
        sure: float,
        holders: frozenset[str],
    ) -> None:
        self.clause = clause
        self.second = second
        self.category = category
        self.holder = holder
        self.limit = limit
        self.sure = sure
        self.holders = holders

    def find(
        self, scene: Scene, triggers: Sequence[Trigger], filled: Sequence[Sequence[Filled]]
    ) -> tuple[Objective, ...]:
        """The aims of a document in order; of overlapping clauses the surest counts."""
        wanted = [clause for number in range(len(scene.tokens)) for clause in clauses(scene, number)]
        if not wanted:
            return ()
        first = self.clause.probabilities([features(scene, clause) for clause in wanted])
        context = ObjectiveContext(scene, triggers, wanted, first[:, 0].tolist(), self.holders)
        chances = mean_of(first, self.second.probabilities(context.view()))[:, 0].tolist()
        doings = Doings(scene, triggers, filled)
        return tuple(
            self._objective(scene, wanted[number], chances[number], doings)
            for number in apart(wanted, chances)
            if chances[number] >= self.limit
        )

    def _objective(self, scene: Scene, clause: Clause, chance: float, doings: Doings) -> Objective:
        tokens = scene.tokens[clause.passage]
        start, end = tokens.starts[clause.first], tokens.ends[clause.end - 1]
        told = category_words(tokens.language)
        category = next((told[w] for w in tokens.words[clause.first : clause.end] if w in told), None)
        if category is None:
            scores = self.category.scores([category_features(scene, clause)])[0]
            category = self.category.labels[int(scores.argmax())]
        evidence = Evidence(start, end, scene.document.text[start:end], f"{clause.kind} {chance:.2f}")
        return Objective(
            category,
            evidence,
            self._holders(scene, clause, doings),
            deadline(scene, clause),
            doings.aimed_at(clause),
        )

    def _holders(self, scene: Scene, clause: Clause, doings: Doings) -> tuple[Filler, ...]:
        """Who has the aim: the likeliest, if it is likely enough."""
        options = doings.holders(clause, self.holders)
        if not options:
            return ()
        rows = [holder_features(scene, clause, holder) for holder in options]
        chances = self.holder.probabilities(rows)[:, 0].tolist()
        best = max(range(len(options)), key=lambda i: chances[i])
        if chances[best] < self.sure:
            return ()
        entity, mention = options[best].entity, options[best].mention
        iri = scene.entities[entity].iri
        return (Filler(iri, mention.text, mention.start) if mention else Filler(iri),)
