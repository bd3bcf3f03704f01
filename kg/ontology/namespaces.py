"""The vocabularies that campaign-kg writes and reads, as rdflib namespaces."""

from __future__ import annotations

from rdflib import Namespace
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, XSD

CKG = Namespace("https://w3id.org/campaign-kg/ontology#")
FRAME = Namespace("https://w3id.org/campaign-kg/frame/")
THINGS = Namespace("https://w3id.org/campaign-kg/id/")  # the default of --base

SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
OA = Namespace("http://www.w3.org/ns/oa#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
SCHEMA = Namespace("https://schema.org/")
SH = Namespace("http://www.w3.org/ns/shacl#")
GEONAMES = Namespace("https://sws.geonames.org/")
WIKIDATA = Namespace("http://www.wikidata.org/entity/")

PREFIXES: dict[str, str] = {
    "ckg": str(CKG),
    "frame": str(FRAME),
    "sem": str(SEM),
    "oa": str(OA),
    "prov": str(PROV),
    "org": str(ORG),
    "foaf": str(FOAF),
    "geo": str(GEO),
    "schema": str(SCHEMA),
    "dcterms": str(DCTERMS),
    "skos": str(SKOS),
    "sh": str(SH),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
    "wd": str(WIKIDATA),
}

__all__ = [
    "CKG",
    "DCTERMS",
    "FOAF",
    "FRAME",
    "GEO",
    "GEONAMES",
    "OA",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SEM",
    "SH",
    "SKOS",
    "THINGS",
    "WIKIDATA",
    "XSD",
]
