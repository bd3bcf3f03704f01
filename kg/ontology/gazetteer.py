"""The gazetteer: what is known before any document is read.

An entry is data in ``ontology/gazetteer/*.ttl``: a thing with one entity class, ``rdfs:label`` in
English at least, ``skos:altLabel``, ``ckg:acronym``, ``ckg:adjective``, ``ckg:country``, ``ckg:tenure``
and more. ``skos:prefLabel`` takes the place of the label where a language has one.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.errors import OntologyError
from kg.ontology.namespaces import CKG
from kg.ontology.records import GazetteerEntry, Tenure
from kg.ontology.turtle import local, number, single, strings, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Graph
    from rdflib.term import Node

    from kg.ontology.records import Texts

_DATE_LENGTHS = (4, 7, 10)  # of a year, a month, a day


def read_gazetteer(graph: Graph, *, parents: Mapping[str, tuple[str, ...]]) -> tuple[GazetteerEntry, ...]:
    """Every thing of a graph that has an entity class, sorted by IRI.

    ``parents`` maps each entity class to all classes above it, itself included. OntologyError
    names the entry that has no English label, several classes, or no class at all.
    """
    tenures = set(graph.objects(None, CKG.tenure))
    subjects = {node for node in graph.subjects() if (node, RDF.type, OWL.Ontology) not in graph} - tenures
    return tuple(_entry(graph, subject, parents) for subject in sorted(subjects, key=str))


def _entry(graph: Graph, subject: Node, parents: Mapping[str, tuple[str, ...]]) -> GazetteerEntry:
    iri = str(subject)
    if not isinstance(subject, URIRef):
        raise OntologyError("an entry of the gazetteer needs an IRI, not a blank node", iri)
    labels, replaced = _labels(graph, subject)
    names = [text for language, text in labels if language == "en"]
    if len(names) != 1:
        raise OntologyError(f"an entry needs one English rdfs:label, found {len(names)}", iri)
    latitude, longitude = number(graph, subject, CKG.latitude), number(graph, subject, CKG.longitude)
    if (latitude is None) != (longitude is None):
        raise OntologyError("ckg:latitude and ckg:longitude go together", iri)
    return GazetteerEntry(
        iri=iri,
        cls=_class(graph, subject, parents),
        name=names[0],
        labels=labels,
        aliases=tuple(sorted({*texts(graph, subject, SKOS.altLabel), *replaced})),
        acronyms=strings(graph, subject, CKG.acronym),
        adjectives=texts(graph, subject, CKG.adjective),
        state=single(graph, subject, CKG.country),
        within=single(graph, subject, CKG.within),
        same_as=strings(graph, subject, SKOS.exactMatch, OWL.sameAs),
        capital=single(graph, subject, CKG.capital),
        iso=single(graph, subject, CKG.iso2),
        point=(latitude, longitude) if latitude is not None and longitude is not None else None,
        tenures=tuple(
            sorted(
                (_tenure(graph, subject, node) for node in graph.objects(subject, CKG.tenure)),
                key=lambda tenure: (tenure.since, tenure.until or "", tenure.office, tenure.whose),
            )
        ),
    )


def _tenure(graph: Graph, subject: Node, node: Node) -> Tenure:
    """An office of an entry with whose it is and the days between which it is held."""
    office, whose, since, until = (
        single(graph, node, property_) for property_ in (CKG.office, CKG.officeOf, CKG.since, CKG.until)
    )
    if office is None or whose is None or since is None:
        raise OntologyError("a tenure needs ckg:office, ckg:officeOf and ckg:since", str(subject))
    for day in (since, until):
        if day is not None and not _is_date(day):
            raise OntologyError(
                f"a tenure needs dates as 2016-10-31, 2016-10 or 2016, not {day}", str(subject)
            )
    return Tenure(office, whose, since, until)


def _is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year of the calendar."""
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return len(text) in _DATE_LENGTHS


def _labels(graph: Graph, subject: Node) -> tuple[Texts, Texts]:
    """The labels of an entry, and those that a preferred label replaces."""
    usual = texts(graph, subject, RDFS.label)
    preferred = texts(graph, subject, SKOS.prefLabel)
    languages = {language for language, _ in preferred}
    kept = tuple(pair for pair in usual if pair[0] not in languages)
    replaced = tuple(pair for pair in usual if pair[0] in languages and pair not in preferred)
    return tuple(sorted((*kept, *preferred))), replaced


def _class(graph: Graph, subject: Node, parents: Mapping[str, tuple[str, ...]]) -> str:
    """The most specific entity class of an entry."""
    named = {name for kind in graph.objects(subject, RDF.type) if (name := local(kind)) is not None}
    for name in named:
        if name not in parents:
            raise OntologyError(f"{name} is no entity class", str(subject))
    lowest = [name for name in named if not any(name in parents[other] for other in named if other != name)]
    if len(lowest) != 1:
        raise OntologyError(f"an entry needs one entity class, found {len(lowest)}", str(subject))
    return lowest[0]
