"""What was read from each sentence of a document, why, and what was weighed and left.

The reading is ``kg.reading.Reader``'s own; nothing is stored. Probabilities and limits are those that
decided, taken down by a trace while it read.
"""

from __future__ import annotations

from bisect import bisect_right
from math import isfinite
from typing import TYPE_CHECKING

from kg.explanation import (
    Aim,
    Amount,
    Dating,
    Event,
    Explanation,
    Filling,
    LeftOut,
    Name,
    Sentence,
    Source,
    Step,
    Tie,
    Unread,
    Unused,
)
from kg.extract.syntax import grammatical_places, place_in
from kg.extract.trace import Trace
from kg.language import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.claim import Claim, Document, Filler
    from kg.extract.scene import Placed
    from kg.extract.tokens import Tokens
    from kg.extract.trace import Weighed, WeighedDate, Word
    from kg.extract.triggers import Trigger
    from kg.reading import Reader

FAINT = 0.1
"""The probability from which something is named that was weighed and left."""


def explain(document: Document, reader: Reader) -> Explanation:
    """Read a document and tell, sentence by sentence, what was read and why.

    >>> from kg.claim import Block, Document
    >>> from kg.ontology import THINGS, load_ontology
    >>> from kg.reading import Reader
    >>> text = "Iraqi forces recaptured Tikrit."
    >>> document = Document("note.txt", text, "en", (Block(0, len(text), "paragraph", "en"),))
    >>> told = explain(document, Reader(load_ontology(), base=str(THINGS)))
    >>> [(event.trigger, event.cls) for sentence in told.sentences for event in sentence.events]
    [('recaptured', 'Capture')]
    """
    trace = Trace()
    reader.read_parsed(document, parse(document), trace)
    return _Teller(document, reader, trace).tell()


class _Teller:
    """Sorts what a trace has into sentences."""

    def __init__(self, document: Document, reader: Reader, trace: Trace) -> None:
        assert trace.scene is not None
        assert trace.reading is not None
        self.document, self.trace = document, trace
        self.scene, self.reading = trace.scene, trace.reading
        self.roles = reader.ontology.roles
        self.listed = {entry.iri for entry in reader.ontology.gazetteer}
        self.names = {entry.iri: entry.name for entry in reader.ontology.gazetteer}
        self.names |= {entity.iri: entity.name for entity in self.scene.entities}
        self.sentences = [
            Sentence(
                tokens.first_sentence + number + 1, tokens.starts[begin], tokens.ends[end - 1],
                document.text[tokens.starts[begin] : tokens.ends[end - 1]],
                tokens.language, tokens.passage.block.kind,
            )
            for tokens in self.scene.tokens
            for number, (begin, end) in enumerate(tokens.sentences)
        ]  # fmt: skip
        self.starts = [sentence.start for sentence in self.sentences]
        self.alike: dict[tuple[int, str], list[Word]] = {}  # words by what they may tell of

    def tell(self) -> Explanation:
        """Everything, in the order of the text."""
        for mention in (mention for mentions in self.scene.mentions for mention in mentions):
            self._at(mention.start).names.append(self._name(mention))
        for mention, chance, limit in self.trace.left_out:
            missed = LeftOut(mention.text, self.scene.cls(mention), chance, limit)
            self._at(mention.start).left_out.append(missed)
        words = {(word.passage, word.token): word for word in self.trace.words}
        for word in self.trace.words:
            if word.alone >= FAINT:
                self.alike.setdefault(self._act(word), []).append(word)
        for number, trigger in enumerate(self.trace.triggers):
            word = words.pop((trigger.passage, trigger.token))
            claim = self.reading.claims[number]
            self._at(claim.trigger_start).events.append(self._event(number, trigger, claim, word))
        for word in words.values():
            self._add_unused(word)
        self._add_relations_and_aims()
        said = self.document
        return Explanation(
            said.name, said.language, said.title, said.publisher, said.published,
            list(_unread(said)), self.sentences,
        )  # fmt: skip

    def _at(self, offset: int) -> Sentence:
        return self.sentences[bisect_right(self.starts, offset) - 1]

    def _name(self, mention: Placed) -> Name:
        entity = self.scene.entities[mention.entity]
        known = "gazetteer" if entity.iri in self.listed else "geonames" if entity.known else "document"
        within = self.names.get(entity.within or entity.country or "", "")
        return Name(mention.text, mention.form, entity.name, entity.cls, entity.iri, known, within)

    def _add_unused(self, word: Word) -> None:
        """Name a word that a frame speaks for, however unlikely it is; others where they came near."""
        tokens = self.scene.tokens[word.passage]
        matches = self.scene.matches[word.passage].get(word.token, [])
        if matches or word.chance >= FAINT:
            frames = tuple(dict.fromkeys(_local(match.frame.iri) for match in matches))
            missed = Unused(
                tokens.texts[word.token], word.cls, word.chance, word.limit, frames, word.alone,
                self._beside(word),
            )  # fmt: skip
            self._at(tokens.starts[word.token]).unused.append(missed)

    def _act(self, word: Word) -> tuple[int, str]:
        """The sentence of a word and its class: words of both may tell of one act."""
        return self.scene.tokens[word.passage].sentence[word.token], word.cls

    def _beside(self, word: Word) -> tuple[str, ...]:
        """The other words that may tell of the same act."""
        others = (other for other in self.alike.get(self._act(word), ()) if other is not word)
        return tuple(self.scene.tokens[other.passage].texts[other.token] for other in others)

    def _add_relations_and_aims(self) -> None:
        for relation in self.reading.relations:
            told = relation.object if relation.literal else self._called(relation.object)
            tie = Tie(self._called(relation.subject), relation.predicate, told, relation.evidence.rule)
            self._at(relation.evidence.start).relations.append(tie)
        for aim in self.reading.objectives:
            holders = tuple(self._called(holder.entity) for holder in aim.holders)
            told_aim = Aim(aim.category, aim.evidence.quote, holders, aim.evidence.rule)
            self._at(aim.evidence.start).objectives.append(told_aim)

    def _called(self, iri: str) -> str:
        return self.names.get(iri, iri)

    # -- events

    def _event(self, number: int, trigger: Trigger, claim: Claim, word: Word) -> Event:
        kept, missed = self._weighed(number)
        date, missed_date = self._dates(number, claim.date)
        return Event(
            claim.cls,
            claim.trigger,
            _local(trigger.match.frame.iri) if trigger.match else "",
            trigger.score,
            word.limit,
            claim.status,
            tuple(self._filling(trigger, claim, item) for item in kept),
            tuple(self._filling(trigger, claim, item, why=why, other=other) for item, why, other in missed),
            date,
            missed_date,
            *self._sources(number),
            tuple(
                (status, chance)
                for status, chance in self.trace.statuses[number]
                if chance >= FAINT or status == claim.status
            ),
            self.trace.status_rules[number],
            tuple(
                Amount(q.kind, q.low, q.high if isfinite(q.high) else None, q.text, q.unit)
                for q in claim.quantities
            ),
            word.alone,
            self._beside(word),
        )

    def _weighed(self, number: int) -> tuple[list[Weighed], list[tuple[Weighed, str, str]]]:
        """What fills the roles of an event; and for each role what came nearest, with what keeps it out."""
        filled = {item.entity: item for item in self.trace.filled[number]}
        weighed = sorted(self.trace.fillers.get(number, ()), key=lambda item: -item.chance)
        kept, missed = [], []
        for role in self.roles:
            nearest = None
            for item in (item for item in weighed if item.role == role):
                taken = filled.get(item.candidate.entity)
                if taken and taken.role == role:
                    kept.append(item)
                elif item.chance >= item.limit:
                    likelier = taken and item.chance <= taken.score
                    why = "class" if not item.expected else "role" if likelier else "side"
                    missed.append((item, why, taken.role if taken else ""))
                elif item.expected and item.chance >= FAINT and nearest is None:
                    nearest = item
                    missed.append((item, "limit", ""))
        return kept, missed

    def _filling(
        self, trigger: Trigger, claim: Claim, weighed: Weighed, *, why: str = "", other: str = ""
    ) -> Filling:
        """How an entity stands to an event, be it chosen or not."""
        entity = self.scene.entities[weighed.candidate.entity]
        mention = weighed.candidate.mention
        values = weighed.role, entity.name, entity.cls, weighed.chance, weighed.limit
        if mention is None:
            told = next((f for f in claim.fillers(weighed.role) if f.entity == entity.iri), None)
            return Filling(*values, *self._where(told), why=why, other=other)
        tokens = self.scene.tokens[trigger.passage]
        places = grammatical_places(tokens, trigger.token)
        place = place_in(places, mention.first, mention.end)
        plain = place.removeprefix("up-")
        asked = dict.fromkeys((plain, plain.removeprefix("verb-")))
        slot = [role for p in asked for role in trigger.match.frame.roles_at(p)] if trigger.match else []
        return Filling(
            *values, mention.text, self._at(mention.start).number, place,
            tuple(dict.fromkeys(slot)), _path(tokens, trigger.token, mention.head), why, other,
        )  # fmt: skip

    def _where(self, told: Filler | None) -> tuple[str, int | None]:
        """The words of a filler and the sentence that they stand in."""
        if told is None or told.start < 0:
            return "", None
        return told.mention, self._at(told.start).number

    def _sources(self, number: int) -> tuple[Source | None, Source | None]:
        """Who says so, or who came nearest to it."""
        found = self.trace.sources[number] if number < len(self.trace.sources) else None
        if found is None:
            return None, None
        mention, chance, limit = found
        entity = self.scene.entities[mention.entity]
        source = Source(entity.name, mention.text, self._at(mention.start).number, chance, limit)
        if chance >= limit:
            return source, None
        return None, source if chance >= FAINT else None

    def _dates(self, number: int, edtf: str | None) -> tuple[Dating | None, Dating | None]:
        """The date of an event, and the likeliest other one."""
        options = self.trace.dates[number] if number < len(self.trace.dates) else []
        ranked = sorted(options, key=lambda option: -option.chance)
        kept = next((option for option in ranked if option.candidate.edtf == edtf), None)
        missed = next((o for o in ranked if o.candidate.edtf != edtf and o.chance >= FAINT), None)
        return (self._dating(kept) if kept else None), (self._dating(missed) if missed else None)

    def _dating(self, option: WeighedDate) -> Dating:
        time = option.candidate.time
        if time is None:
            return Dating(option.candidate.edtf, option.chance, option.limit)
        tokens = self.scene.tokens[time.passage]
        words = self.document.text[tokens.starts[time.first] : tokens.ends[time.end - 1]]
        return Dating(option.candidate.edtf, option.chance, option.limit, words, time.sentence + 1)


def _unread(document: Document) -> Iterator[Unread]:
    for stretch in document.skipped:
        line = document.text.count("\n", 0, stretch.start) + 1
        yield Unread(line, stretch.reason, document.text[stretch.start : stretch.end])


def _path(tokens: Tokens, trigger: int, head: int) -> tuple[Step, ...]:
    """The way through the tree of a sentence from a trigger to a mention; () where there is none."""
    rise, fall = tokens.nodes_between(trigger, head) or ((), ())
    return (*_steps(tokens, rise, up=True), *_steps(tokens, fall, up=False))


def _steps(tokens: Tokens, nodes: Sequence[int], *, up: bool) -> Iterator[Step]:
    for node in nodes:
        yield Step(up, tokens.deps[node], tokens.texts[tokens.heads[node] if up else node])


def _local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
