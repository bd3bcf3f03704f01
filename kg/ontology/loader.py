"""The ontology as everything else asks it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.ontology import cache
from kg.ontology.frames import read_frames
from kg.ontology.gazetteer import read_gazetteer
from kg.ontology.labels import Grammar, fill_pattern
from kg.ontology.model import ENTITY, EVENT, Model, read_model
from kg.ontology.namespaces import CKG
from kg.ontology.rows import entry_rows, frame_rows, model_rows, rows_entries, rows_frames, rows_model
from kg.ontology.turtle import read_turtle
from kg.resources import resource_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rdflib import Graph

    from kg.ontology.records import EdgeRule, Frame, GazetteerEntry, QuantityKind, Term

CACHE_FORMAT = "6"
"""Goes up whenever a record, or how it is read from Turtle, changes."""

SHAPES = "shapes.ttl"
PARTS = ("campaign.ttl", "categories.ttl", SHAPES, "frames", "gazetteer")


def load_ontology(folder: Path | None = None) -> Ontology:
    """The ontology of a folder, by default the one that ships with campaign-kg.

    Nothing is parsed before it is asked for. OntologyError says what the folder lacks, KgError that
    none was installed.

    >>> load_ontology().label("Capture", "fr")
    'prise'
    """
    if folder is None:
        folder = resource_folder("ontology")
    if not folder.is_dir():
        raise OntologyError(f"{folder} is no folder with an ontology; give one that has {', '.join(PARTS)}")
    for part in PARTS:
        path = folder / part
        if part.endswith(".ttl") and not path.is_file():
            raise OntologyError(f"{folder} is no complete ontology: the file {part} is missing")
        if not part.endswith(".ttl") and not any(path.glob("*.ttl")):
            raise OntologyError(f"{folder} is no complete ontology: the folder {part} has no Turtle file")
    return Ontology(folder)


class Ontology:
    """Classes, roles, labels, frames and gazetteer of one folder.

    Names are local names of the ontology ("Capture", "agent"). Every property is read when it is
    first used, from a cache where the files have not changed, and raises OntologyError where the
    files do not hold together.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model_files = tuple(path for path in sorted(folder.glob("*.ttl")) if path.name != SHAPES)
        self.frame_files = tuple(sorted((folder / "frames").glob("*.ttl")))
        self.gazetteer_files = tuple(sorted((folder / "gazetteer").glob("*.ttl")))

    def model_graph(self) -> Graph:
        """The model and the categories as one graph."""
        return read_turtle(self.model_files)

    def gazetteer_graph(self) -> Graph:
        """The gazetteer as one graph."""
        return read_turtle(self.gazetteer_files)

    def shapes_graph(self) -> Graph:
        """The SHACL shapes of stored data."""
        return read_turtle((self.folder / SHAPES,))

    @cached_property
    def model(self) -> Model:
        """Everything that the files of the model say, as records."""
        key = _key(self.model_files)
        with cache.uncollected():
            if (kept := cache.fetch("model", key)) is not None:
                return rows_model(kept)
        model = read_model(self.model_graph())
        cache.keep("model", key, model_rows(model))
        return model

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """Every frame of every language, sorted by IRI."""
        key = _key((*self.model_files, *self.frame_files))
        with cache.uncollected():
            if (kept := cache.fetch("frames", key)) is not None:
                return rows_frames(kept)
        frames = read_frames(
            read_turtle(self.frame_files),
            events=self.event_classes,
            entities=tuple(name for name in self._parents if self.is_a(name, ENTITY)),
            roles=self.roles,
        )
        cache.keep("frames", key, frame_rows(frames))
        return frames

    @cached_property
    def gazetteer(self) -> tuple[GazetteerEntry, ...]:
        """Every thing that is known before documents are read, sorted by IRI."""
        key = _key((*self.model_files, *self.gazetteer_files))
        with cache.uncollected():
            if (kept := cache.fetch("gazetteer", key)) is not None:
                return rows_entries(kept)
        parents = {name: above for name, above in self._parents.items() if ENTITY in above}
        entries = read_gazetteer(self.gazetteer_graph(), parents=parents)
        cache.keep("gazetteer", key, entry_rows(entries))
        return entries

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Every term of the model by its local name."""
        return {term.name: term for term in self.model.terms}

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        return {name: term.parents for name, term in self.terms.items() if "Class" in term.kinds}

    @cached_property
    def event_classes(self) -> tuple[str, ...]:
        """The classes of events that documents are read for, sorted."""
        return self._below(EVENT)

    @cached_property
    def entity_classes(self) -> tuple[str, ...]:
        """The classes of entities that documents are read for (Actor and Place are not), sorted."""
        return self._below(ENTITY)

    def _below(self, root: str) -> tuple[str, ...]:
        return tuple(
            sorted(
                name
                for name, parents in self._parents.items()
                if root in parents and name != root and not self.terms[name].abstract
            )
        )

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """agent, target, place, supporter: in the order in which they are shown."""
        return self._of_kind("Role")

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """The lasting relations between things."""
        return self._of_kind("Relation")

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """How far a text vouches for an event, surest first."""
        return self._of_kind("Status")

    def _of_kind(self, kind: str) -> tuple[str, ...]:
        return tuple(term.name for term in self.model.terms if kind in term.kinds)

    def category(self, notation: str) -> str:
        """The local name of the category with a notation; KeyError where there is none.

        >>> load_ontology().category("military")
        'category-military'
        """
        return {notation: name for name, notation in self.model.categories}[notation]

    @cached_property
    def quantities(self) -> tuple[QuantityKind, ...]:
        """What numbers may count, in the order in which the kinds are tried."""
        return self.model.quantities

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that the ontology speaks, sorted."""
        return tuple(sorted(self._grammars))

    @cached_property
    def _grammars(self) -> dict[str, Grammar]:
        return {grammar.language: grammar for grammar in self.model.grammars}

    @cached_property
    def edge_rules(self) -> tuple[EdgeRule, ...]:
        """The rules by which events become edges of the network."""
        return self.model.edge_rules

    def edge_rules_for(self, cls: str) -> tuple[EdgeRule, ...]:
        """The rules that are for an event class or one above it."""
        return tuple(rule for rule in self.edge_rules if self.is_a(cls, rule.event_class))

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(members) for name, members in self.model.groups}

    def group(self, name: str) -> frozenset[str]:
        """The event classes of a group, as "hostile"; none where the ontology has no such group."""
        return self._groups.get(name, frozenset())

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether a class is another one or stands below it; False for unknown classes."""
        return ancestor in self._parents.get(cls, ())

    def label(self, local: str, language: str) -> str:
        """The label of a term, in English where the language has none, else its local name."""
        term = self.terms.get(local)
        labels = dict(term.labels) if term else {}
        return labels.get(language) or labels.get("en") or local

    @cached_property
    def _expected(self) -> dict[tuple[str, str], frozenset[str]]:
        return {(cls, role): frozenset(names) for cls, role, names in self.model.expected}

    def expected(self, cls: str, role: str) -> frozenset[str]:
        """The entity classes that may fill a role of an event class, those below them included."""
        try:
            return self._expected[cls, role]
        except KeyError:
            raise OntologyError(f"{cls} is no event class, or {role} is no role", str(CKG[cls])) from None

    @cached_property
    def _patterns(self) -> dict[tuple[str, str], str]:
        return {(cls, language): pattern for cls, language, pattern in self.model.patterns}

    def event_label(
        self, cls: str, language: str, fillers: Mapping[str, Sequence[str]], date: str | None = None
    ) -> str:
        """An event's name from the names that fill its roles.

        >>> load_ontology().event_label("Capture", "fr", {"place": ["Alep"], "agent": ["armée syrienne"]})
        "Prise d'Alep par armée syrienne"
        """
        grammar = self._grammars.get(language)
        if grammar is None:
            raise OntologyError(f"the ontology does not speak the language “{language}”")
        pattern = self._patterns.get((cls, language))
        label = fill_pattern(pattern, fillers, grammar) if pattern else self.label(cls, language)
        dated = dict(self.model.dated).get(language, "[{label}]")
        return fill_pattern(dated, {"label": [label], "date": [date] if date else []}, grammar)


def _key(paths: Sequence[Path]) -> str:
    try:
        return cache.content_key(paths, CACHE_FORMAT)
    except OSError as error:
        raise OntologyError(f"{error.filename} cannot be read: {error.strerror}") from error
