"""Frames: how the words of a language express an event class.

A frame is data in ``ontology/frames/*.ttl``::

    frame:en-retake a ckg:Frame ; dcterms:language "en" ; ckg:evokes ckg:Capture ; ckg:pos "verb" ;
        ckg:word "retake", "take *control" ; ckg:slots "subject:agent object:place from:target" .

``ckg:word`` gives lemmas; among several, the asterisk marks the one that expresses the event
(otherwise the first). ``ckg:slots`` lists ``place:role``: the place is one of
``GRAMMATICAL_PLACES`` or a preposition (``au_cours_de``), ``agent/place`` tries roles in order,
``!`` marks a place that must be filled, ``[City,Region]`` narrows the filler's class.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import DCTERMS, OWL, RDF

from kg.errors import OntologyError
from kg.ontology.namespaces import CKG
from kg.ontology.records import Frame, Slot
from kg.ontology.rows import read_pattern
from kg.ontology.turtle import boolean, local, locals_of, number, required, single, strings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rdflib import Graph
    from rdflib.term import Node

    from kg.ontology.records import Pattern

GRAMMATICAL_PLACES = frozenset(
    ("subject", "object", "indirect", "possessor", "compound", "head", "by-agent"),
)
PARTS_OF_SPEECH = ("adjective", "noun", "verb")
DEFAULT_WEIGHT = 0.8

_SLOT = re.compile(
    r"(?P<place>[^\W\d_]+(?:[-_'’][^\W\d_]+)*)"
    r":(?P<roles>[A-Za-z]+(?:/[A-Za-z]+)*)"
    r"(?P<marks>(?:!|\[[A-Za-z]+(?:,[A-Za-z]+)*\])*)"
)
_PROPERTIES = ("word", "pos", "evokes", "slots", "weight", "alternative", "reflexive")
_KNOWN = frozenset((RDF.type, DCTERMS.language, *(CKG[name] for name in _PROPERTIES)))


def read_frames(
    graph: Graph, *, events: Collection[str], entities: Collection[str], roles: Collection[str]
) -> tuple[Frame, ...]:
    """Every frame of a graph, sorted by IRI.

    ``events``, ``entities`` and ``roles`` are the local names that frames may use. A frame that
    does not hold together raises OntologyError with its IRI and what is wrong.
    """
    return tuple(
        _frame(graph, subject, events, entities, roles) for subject in sorted(_subjects(graph), key=str)
    )


def _subjects(graph: Graph) -> set[Node]:
    """Everything that the files describe, save the files themselves."""
    return set(graph.subjects()) - set(graph.subjects(RDF.type, OWL.Ontology))


def _frame(
    graph: Graph, subject: Node, events: Collection[str], entities: Collection[str], roles: Collection[str]
) -> Frame:
    iri = str(subject)
    if not isinstance(subject, URIRef):
        raise OntologyError("a frame needs an IRI of its own, not a blank node", iri)
    if (subject, RDF.type, CKG.Frame) not in graph:
        raise OntologyError("the frame lacks its type ckg:Frame", iri)
    for predicate in graph.predicates(subject):
        if predicate not in _KNOWN:
            raise OntologyError(f"a frame has no property {predicate}", iri)
    evokes = local(URIRef(required(graph, subject, CKG.evokes)))
    for name in (evokes, *locals_of(graph, subject, CKG.alternative)):
        if name not in events:
            raise OntologyError(f"the frame names {name}, which is no event class", iri)
    pos = required(graph, subject, CKG.pos)
    if pos not in PARTS_OF_SPEECH:
        raise OntologyError(f"ckg:pos is {pos}; it should be one of {', '.join(PARTS_OF_SPEECH)}", iri)
    words = strings(graph, subject, CKG.word)
    if not words:
        raise OntologyError("the frame has no ckg:word", iri)
    weight = number(graph, subject, CKG.weight)
    if weight is not None and not 0 <= weight <= 1:
        raise OntologyError(f"ckg:weight is {weight}; it should lie between 0 and 1", iri)
    return Frame(
        iri=iri,
        language=required(graph, subject, DCTERMS.language),
        evokes=str(evokes),
        pos=pos,
        words=tuple(_pattern(text, iri) for text in words),
        slots=parse_slots(single(graph, subject, CKG.slots) or "", iri, entities=entities, roles=roles),
        weight=DEFAULT_WEIGHT if weight is None else weight,
        reflexive=boolean(graph, subject, CKG.reflexive),
    )


def _pattern(text: str, iri: str) -> Pattern:
    words = text.split()
    bare = [word.removeprefix("*") for word in words]
    if not words or not all(bare) or text.count("*") > 1 or any("*" in word for word in bare):
        raise OntologyError(f"ckg:word “{text}” needs words and at most one asterisk before a word", iri)
    return read_pattern(" ".join(words))


def parse_slots(
    text: str, iri: str, *, entities: Collection[str], roles: Collection[str]
) -> tuple[Slot, ...]:
    """The slots of a frame as written in ``ckg:slots``; OntologyError says which one is wrong."""
    slots = tuple(_slot(item, iri) for item in text.split())
    for slot in slots:
        _check_names(slot.roles, roles, "role", iri)
        _check_names(slot.classes, entities, "entity class", iri)
    places = [(slot.place, slot.classes) for slot in slots]
    if len(set(places)) < len(places):
        raise OntologyError(f"ckg:slots “{text}” fills one grammatical place twice", iri)
    return slots


def _slot(item: str, iri: str) -> Slot:
    match = _SLOT.fullmatch(item)
    marks = re.findall(r"!|\[[^]]*\]", match["marks"]) if match else []
    classes = [mark[1:-1].split(",") for mark in marks if mark != "!"]
    if match is None or len(classes) > 1 or marks.count("!") > 1:
        raise OntologyError(
            f"slot “{item}” is not written as place:role, place:role! or place:role[Class]", iri
        )
    return Slot(
        place=match["place"],
        roles=tuple(match["roles"].split("/")),
        required="!" in marks,
        classes=tuple(classes[0]) if classes else (),
    )


def _check_names(names: Iterable[str], known: Collection[str], kind: str, iri: str) -> None:
    for name in names:
        if name not in known:
            raise OntologyError(f"{name} in ckg:slots is no {kind}", iri)
