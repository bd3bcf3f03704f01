"""The model as data, loaded and checked when it is used.

``load_ontology`` reads a folder of Turtle files; everything else asks the ``Ontology`` that it
gives, so that no other room knows an event class, a role or a verb by name.
"""

from kg.ontology.cache import user_cache_folder
from kg.ontology.labels import Grammar
from kg.ontology.loader import Ontology, load_ontology
from kg.ontology.namespaces import (
    CKG,
    FRAME,
    GEO,
    GEONAMES,
    OA,
    PREFIXES,
    PROV,
    SCHEMA,
    SEM,
    SH,
    THINGS,
    WIKIDATA,
)
from kg.ontology.records import EdgeRule, Frame, GazetteerEntry, Pattern, QuantityKind, Slot, Tenure, Term

__all__ = [
    "CKG",
    "FRAME",
    "GEO",
    "GEONAMES",
    "OA",
    "PREFIXES",
    "PROV",
    "SCHEMA",
    "SEM",
    "SH",
    "THINGS",
    "WIKIDATA",
    "EdgeRule",
    "Frame",
    "GazetteerEntry",
    "Grammar",
    "Ontology",
    "Pattern",
    "QuantityKind",
    "Slot",
    "Tenure",
    "Term",
    "load_ontology",
    "user_cache_folder",
]
