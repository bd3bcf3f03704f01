"""An ontology of a test's own: the shipped model, one frame and a small gazetteer."""

from __future__ import annotations

import shutil
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "ontology"

PREFIXES = """
@prefix ckg: <https://w3id.org/campaign-kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix frame: <https://w3id.org/campaign-kg/frame/> .
@prefix id: <https://w3id.org/campaign-kg/id/entity/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

GAZETTEER = """
id:freedonia a ckg:State ; rdfs:label "Freedonia"@en , "Freedonie"@fr ; skos:altLabel "the Free Land"@en ;
    ckg:acronym "FD" ; ckg:adjective "Freedonian"@en , "freedonien"@fr , "freedonienne"@fr ;
    ckg:capital "Firefly" ; ckg:iso2 "FD" ; skos:exactMatch <https://sws.geonames.org/1/> .
id:freedonian-army a ckg:ArmedForce ; rdfs:label "Freedonian army"@en ; ckg:country id:freedonia .
"""

FRAME = 'frame:x a ckg:Frame ; dcterms:language "en" ; ckg:evokes ckg:Capture ; ckg:pos "verb" ; '


def make_ontology(folder: Path) -> Path:
    """The shipped model with one frame and two things, as a folder of its own."""
    for part in ("frames", "gazetteer"):
        (folder / part).mkdir(parents=True)
    for name in ("campaign.ttl", "categories.ttl", "shapes.ttl"):
        shutil.copy(SHIPPED / name, folder / name)
    write(
        folder / "frames" / "en.ttl", FRAME + 'ckg:word "retake" ; ckg:slots "subject:agent object:place" .'
    )
    write(folder / "gazetteer" / "things.ttl", GAZETTEER)
    return folder


def write(path: Path, turtle: str) -> None:
    path.write_text(PREFIXES + turtle, encoding="utf-8")


def add(path: Path, turtle: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + PREFIXES + turtle, encoding="utf-8")
