"""The way from one document to what was read from it, through language, extract and link."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.claim import Claim, Document, Entity, Evidence, Filler, Mention, Quantity, Reading, Relation
from kg.extract.counted import People
from kg.extract.counting import count_end, noun_of
from kg.extract.frames import FrameIndex
from kg.extract.numbers import Counter
from kg.extract.pairs import mentions_of
from kg.extract.positions import find_positions
from kg.extract.pronouns import place_pronouns
from kg.extract.role_choice import choose_roles
from kg.extract.scene import Placed, PlacedTime, Scene, find_matches, head_of, nested_names, place_times
from kg.extract.spans import agree, mend
from kg.extract.stored import Trained, load_models
from kg.extract.tokens import Tokens, all_tokens
from kg.extract.worth import worthy
from kg.fold import fold
from kg.language import LANGUAGES, Passage, parse
from kg.language.words import grammar
from kg.link.acronyms import without_other_owners
from kg.link.entities import Linker
from kg.link.gazetteer import Gazetteer
from kg.link.lookup import Known, Lookup, is_part
from kg.link.metonyms import ACTS, DESK, Capital
from kg.link.places import PlaceIndex
from kg.link.things import Spoken
from kg.models import make_models

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.extract.frames import Match
    from kg.extract.linear import LinearModel
    from kg.extract.names import Span, Tagger
    from kg.extract.pronouns import PronounResolver
    from kg.extract.roles import Filled
    from kg.extract.trace import Trace
    from kg.extract.triggers import Trigger
    from kg.link.metonyms import Metonyms
    from kg.link.resolve import Resolver
    from kg.models import Models
    from kg.ontology import Ontology

MODELS = Path(__file__).parent / "extract" / "models.npz"


class Reader:
    """Reads documents; holds what is the same for all of them (ontology, lists, trained models)."""

    def __init__(self, ontology: Ontology, *, base: str, trained: Trained | None = None) -> None:
        self.ontology = ontology
        self.base = base
        self.lookup = Lookup(Gazetteer(ontology.gazetteer), PlaceIndex.open())
        self.linker = Linker(ontology, self.lookup, base=base)
        self.frames = {language: FrameIndex(ontology.frames, language) for language in LANGUAGES}
        self.expected = {
            (cls, role): ontology.expected(cls, role)
            for cls in ontology.event_classes
            for role in ontology.roles
        }
        self.actors = frozenset(cls for cls in ontology.entity_classes if ontology.is_a(cls, "Actor"))
        places = frozenset(cls for cls in ontology.entity_classes if ontology.is_a(cls, "Place"))
        self.general = (self.actors, places)
        self.states = {entry.iri: entry for entry in ontology.gazetteer if entry.cls == "State"}
        self.office = next(r for r in ontology.relations if "DatatypeProperty" in ontology.terms[r].kinds)
        persons = frozenset(cls for cls in ontology.entity_classes if ontology.is_a(cls, "Person"))
        self.counter = Counter(ontology.quantities, People(persons, self.actors))
        self._models: dict[str, Models] = {}
        if trained is not None:
            self.trained = trained

    def models(self, language: str) -> Models:
        """The trained models for documents of a language."""
        if language not in self._models:
            self._models[language] = make_models(self.trained, language, self.ontology.roles, self.general)
        return self._models[language]

    @cached_property
    def trained(self) -> Trained:
        """What training made."""
        return load_models(MODELS)

    def read(self, document: Document) -> Reading:
        """Everything that a document says, with its sentences."""
        return self.read_parsed(document, parse(document))

    def read_parsed(
        self, document: Document, passages: Sequence[Passage], trace: Trace | None = None
    ) -> Reading:
        """The same for a document that is already parsed; a trace takes in what is weighed on the way."""
        scene = self.scene(document, all_tokens(passages), trace=trace)
        models = self.models(document.language)
        triggers = models.triggers.find(scene, trace)
        likely = models.roles.likely(scene, triggers, self.expected, trace)
        filled = choose_roles(self.ontology, [trigger.cls for trigger in triggers], likely)
        dates = models.dates.dates(scene, triggers, trace)
        statuses = models.statuses.statuses(scene, triggers, trace)
        sources = models.sources.find(scene, triggers, self.expected, trace)
        quantities = self.counter.count(scene, triggers)
        told = mentions_of(scene)
        claims = tuple(
            _claim(scene, told, *parts)
            for parts in zip(triggers, filled, dates, statuses, sources, quantities, strict=True)
        )
        relations = _once((*models.relations.find(scene), *find_positions(scene, self.office, self.states)))
        objectives = models.objectives.find(scene, triggers, filled)
        reading = Reading(document, _named_in(scene), claims, relations, objectives)
        if trace is not None:
            trace.scene, trace.reading = scene, reading
            trace.triggers, trace.filled = triggers, filled
        return reading

    def _senses(
        self,
        tokens: Sequence[Tokens],
        spans: Sequence[Span],
        texts: Sequence[str],
        known: Sequence[Sequence[Known]],
        matches: Sequence[dict[int, list[Match]]],
        metonyms: Metonyms,
    ) -> list[str]:
        """What each span is that names a capital, "" for any other and for a part of another listed name."""
        capitals = {
            number: Capital(fold(text), span.passage, span.first, span.end)
            for number, (span, text) in enumerate(zip(spans, texts, strict=True))
            if self.names_capital(span, text, known)
        }
        senses = metonyms.senses(list(capitals.values()), tokens, matches)
        of_span = dict(zip(capitals, senses, strict=True))
        return [of_span.get(number, "") for number in range(len(spans))]

    def names_capital(self, span: Span, text: str, known: Sequence[Sequence[Known]]) -> bool:
        """Whether a span, with its text, names a capital and is no part of another listed name."""
        return self.lookup.gazetteer.state_of_capital(text) is not None and not is_part(
            known[span.passage], span.first, span.end
        )

    def known(self, tokens: Sequence[Tokens]) -> list[list[Known]]:
        """The listed names of every passage."""
        found = [self.lookup.find(passage.texts, passage.pos, passage.language) for passage in tokens]
        return without_other_owners(tokens, found)

    def spans(
        self,
        tagger: Tagger,
        tokens: Sequence[Tokens],
        known: Sequence[Sequence[Known]],
        times: Sequence[Sequence[PlacedTime]],
    ) -> list[Span]:
        """The mentions of every passage as a tagger sees them, what belongs to a date left out."""
        tagged = tagger.find(tokens, known)
        found = [
            span
            for number, passage in enumerate(tokens)
            for span in mend(number, tagged[number], passage, known[number])
        ]
        return outside_times(agree(found, tokens), times)

    def scene(
        self,
        document: Document,
        tokens: list[Tokens],
        spans: Sequence[Span] | None = None,
        *,
        keep: bool = False,
        worth: tuple[LinearModel, float] | None = None,
        resolver: Resolver | None = None,
        metonyms: Metonyms | None = None,
        pronouns: PronounResolver | None = None,
        trace: Trace | None = None,
    ) -> Scene:
        """Names linked, times and frames found: the document ready for reading events.

        In training ``spans`` stand for those that the tagger would find, ``worth`` for the filter and
        its limit, ``resolver``, ``metonyms`` and ``pronouns`` for the trained ones; with ``keep`` nothing is
        filtered out.
        """
        known = self.known(tokens)
        times = outside_names(place_times(document, tokens), known)
        matches = find_matches(tokens, self.frames)
        if spans is None:
            models = self.models(document.language)
            tagged = self.spans(models.tagger, tokens, known, times)
            spans = outside_times(models.spans.refine(tokens, tagged, known, matches), times)
        if metonyms is None:
            metonyms = self.models(document.language).metonyms
        texts = [tokens[span.passage].said(document.text, span.first, span.end) for span in spans]
        senses = self._senses(tokens, spans, texts, known, matches, metonyms)
        spoken = [
            spoken_of(tokens[span.passage], span, text, sense)
            for span, text, sense in zip(spans, texts, senses, strict=True)
        ]
        linked = self.linker.link(
            spoken, known, resolver or self.models(document.language).resolver, document.published
        )
        placed: list[list[Placed]] = [[] for _ in tokens]
        forms = {
            (entity, m.start, m.end): m.form
            for entity, linked_to in enumerate(linked.entities)
            for m in linked_to.mentions
        }
        for mention, entity in zip(spoken, linked.of_mention, strict=True):
            form = forms[entity, mention.start, mention.stop]
            placed[mention.passage].append(
                Placed(
                    mention.passage, mention.first, mention.end,
                    head_of(tokens[mention.passage], mention.first, mention.end), entity, form,
                    mention.text, mention.start,
                )
            )  # fmt: skip
        if not keep:
            if worth is None:
                models = self.models(document.language)
                worth = models.worth, models.worth_limit
            placed = worthy(tokens, placed, linked.entities, spans, *worth, trace)
        if pronouns is None:
            pronouns = self.models(document.language).pronouns
        place_pronouns(tokens, times, placed, linked.entities, self.ontology, pronouns)
        return Scene(
            document, tokens, linked.entities, placed, times,
            matches, known, nested_names(placed, linked.entities, known),
        )  # fmt: skip


def outside_names(
    times: Sequence[Sequence[PlacedTime]], known: Sequence[Sequence[Known]]
) -> list[list[PlacedTime]]:
    """The times of every passage without those within a listed name, as "March 23" in "March 23 Movement"."""
    return [
        [time for time in placed if not is_part(names, time.first, time.end)]
        for placed, names in zip(times, known, strict=True)
    ]


def outside_times(spans: Sequence[Span], times: Sequence[Sequence[PlacedTime]]) -> list[Span]:
    """The spans without what belongs to a date: "March" is no place in "since March"."""
    dated = {(time.passage, i) for placed in times for time in placed for i in range(time.first, time.end)}
    kept = []
    for span in spans:
        inside = [i for i in range(span.first, span.end) if (span.passage, i) not in dated]
        if inside:
            kept.append(replace(span, first=inside[0], end=inside[-1] + 1))
    return kept


def sentence_span(scene: Scene, passage: int, token: int) -> tuple[int, int]:
    """Offsets of the sentence that holds a token."""
    tokens = scene.tokens[passage]
    begin, end = tokens.bounds(token)
    return tokens.starts[begin], tokens.ends[end - 1]


def spoken_of(tokens: Tokens, span: Span, text: str, sense: str) -> Spoken:
    """A span as the linker takes it; ``sense`` is what the name of a capital is, "" for any other."""
    start, stop = tokens.starts[span.first], tokens.ends[span.end - 1]
    definite = tokens.pos[span.first] == "DET" or (
        span.first > 0 and tokens.pos[span.first - 1] in ("DET", "ADP")
    )
    head = head_of(tokens, span.first, span.end)
    return Spoken(
        span.passage, span.first, span.end, start, stop, text, span.cls,
        tuple(tokens.words[span.first : span.end]), tuple(tokens.pos[span.first : span.end]),
        noun_of(tokens, span.first, span.end) - span.first, definite, tokens.language, sense == ACTS,
        lead_of(tokens, span.first), sense == DESK, explained_by(tokens, head),
        count_end(tokens, span.first, span.end) - span.first,
        tokens.deps[head].split(":")[0], determiner_of(tokens, span.first),
    )  # fmt: skip


def lead_of(tokens: Tokens, first: int) -> str:
    """What stands before a mention and its article: a sign as it is, a word by its part of speech."""
    before = first - 1
    while before >= 0 and tokens.pos[before] == "DET":
        before -= 1
    if before < 0:
        return ""
    return tokens.words[before] if tokens.pos[before] == "PUNCT" else tokens.pos[before]


def determiner_of(tokens: Tokens, first: int) -> str:
    """The article or the like with which a mention begins, or which stands before it, "" for none.

    A preposition with which an article is contracted is one, too.
    """
    contracted = grammar(tokens.language).contracted
    places = (i for i in (first, first - 1) if i >= 0)
    return next((w for i in places if (w := tokens.words[i]) in contracted or tokens.pos[i] == "DET"), "")


def explained_by(tokens: Tokens, head: int) -> int | None:
    """The token to which another stands in apposition, if it does."""
    return tokens.heads[head] if tokens.deps[head].split(":")[0] == "appos" else None


def _once(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Each relation as it was read first."""
    found: dict[tuple[str, str, str], Relation] = {}
    for relation in relations:
        found.setdefault((relation.subject, relation.predicate, relation.object), relation)
    return tuple(found.values())


def _claim(
    scene: Scene,
    told: Mapping[int, Sequence[Placed]],
    trigger: Trigger,
    filled: Sequence[Filled],
    date: str | None,
    status: str,
    source: Placed | None,
    quantities: tuple[Quantity, ...],
) -> Claim:
    tokens = scene.tokens[trigger.passage]
    start, end = sentence_span(scene, trigger.passage, trigger.token)
    roles: dict[str, list[Filler]] = {}
    for item in sorted(filled, key=lambda f: (f.mention.start if f.mention else 1 << 30, f.entity)):
        mention = item.mention or _last_told(told.get(item.entity, ()), tokens.starts[trigger.token])
        roles.setdefault(item.role, []).append(_filler(scene, item.entity, mention))
    frame = trigger.match.frame.iri.rsplit("/", 1)[-1] if trigger.match else "learned word"
    evidence = Evidence(start, end, scene.document.text[start:end], f"{frame} {trigger.score:.2f}")
    return Claim(
        trigger.cls,
        scene.document.text[tokens.starts[trigger.token] : tokens.ends[trigger.token]],
        tokens.starts[trigger.token],
        evidence,
        tuple((role, tuple(fillers)) for role, fillers in sorted(roles.items())),
        date,
        status,
        _filler(scene, source.entity, source) if source else None,
        quantities,
    )


def _last_told(mentions: Sequence[Placed], offset: int) -> Placed | None:
    """The last of an entity's mentions before an offset, else the first."""
    before = bisect_left(mentions, offset, key=lambda mention: mention.start)
    return mentions[max(before - 1, 0)] if mentions else None


def _filler(scene: Scene, entity: int, mention: Placed | None) -> Filler:
    iri = scene.entities[entity].iri
    return Filler(iri, mention.text, mention.start) if mention else Filler(iri)


def _named_in(scene: Scene) -> tuple[Entity, ...]:
    """The scene's entities with their pronouns, one for each IRI."""
    merged: dict[str, Entity] = {}
    pronouns: dict[int, list[Mention]] = {}
    for placed in (m for ms in scene.mentions for m in ms if m.form == "pronoun"):
        pronouns.setdefault(placed.entity, []).append(
            Mention(placed.start, placed.start + len(placed.text), placed.text, "pronoun")
        )
    spoken_of = {m.entity for ms in scene.mentions for m in ms}
    for number, entity in enumerate(scene.entities):
        if number not in spoken_of:
            continue
        mentions = (*entity.mentions, *pronouns.get(number, ()))
        if entity.iri in merged:
            mentions = (*merged[entity.iri].mentions, *mentions)
        kept = merged.get(entity.iri, entity)
        merged[entity.iri] = replace(kept, mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end))))
    return tuple(merged.values())
