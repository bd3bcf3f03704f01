"""The checks of kg check: of the ontology, and of stored data."""

from __future__ import annotations

import re

import pytest
from fixture_ontology import FRAME, PREFIXES, add, write
from rdflib import Dataset, Graph

from kg.checks import Problem, check_graph, check_ontology
from kg.ontology import CKG, load_ontology

# The ontology


def test_the_shipped_ontology_has_no_problem(shipped):
    assert check_ontology(shipped) == []


@pytest.mark.parametrize(
    ("turtle", "problem"),
    [
        # a class of persons that are places, a class of events that act
        (
            "ckg:Genius a owl:Class ; rdfs:subClassOf ckg:Person , ckg:City ; "
            'rdfs:label "genius"@en , "génie"@fr ; skos:definition "x"@en , "x"@fr .',
            Problem("consistency", str(CKG.Genius), "City and Actor|Actor and City|Person and Place"),
        ),
        (
            "ckg:Capture rdfs:subClassOf ckg:Actor .",
            Problem("consistency", str(CKG.Capture), "Entity and Event"),
        ),
        (
            "ckg:Document rdfs:subClassOf ckg:Claim .",
            Problem("consistency", str(CKG.Document), "Document and"),
        ),
        # a property that only such things could have
        (
            "ckg:holder rdfs:range ckg:Village .",
            Problem("consistency", str(CKG.holder), "Actor and Village"),
        ),
        (
            'ckg:Thing a owl:Class ; rdfs:label "thing"@en .',
            Problem("words", str(CKG.Thing), "label.*language fr"),
        ),
        ('ckg:Capture rdfs:label "seizure"@en .', Problem("words", str(CKG.Capture), "2 in the language en")),
        ("ckg:Capture ckg:expectsAgnet ckg:Actor .", Problem("terms", str(CKG.expectsAgnet), "not declared")),
        (
            "ckg:DroneStrike a owl:Class ; rdfs:subClassOf ckg:Event .",
            Problem("frames", str(CKG.DroneStrike), "DroneStrike has no frame in the language fr"),
        ),
        (
            "ckg:DroneStrike a owl:Class ; rdfs:subClassOf ckg:Event .",
            Problem("edges", str(CKG.DroneStrike), "no edge"),
        ),
        (
            "ckg:edge-Clash-agent-target ckg:to ckg:place .",
            Problem("model", "edge-Clash", "needs one role, found 2"),
        ),
        (
            'ckg:Visit ckg:labelPattern "Visit [of {who}]"@en .',
            Problem("model", str(CKG.Visit), "who, which is no role"),
        ),
        (
            'ckg:Visit ckg:labelPattern "Visit {agent}"@en .',
            Problem("model", str(CKG.Visit), "outside or nested"),
        ),
        ("ckg:harm skos:member ckg:City .", Problem("model", str(CKG.harm), "City, which is no event class")),
    ],
)
def test_a_broken_model_is_found(folder, turtle, problem):
    add(folder / "campaign.ttl", turtle)
    found = check_ontology(load_ontology(folder))
    assert any(
        item.check == problem.check
        and problem.subject in item.subject
        and re.search(problem.message, item.message)
        for item in found
    ), [str(item) for item in found if item.check != "frames"]


def test_a_sound_model_is_not_called_inconsistent(folder):
    add(folder / "campaign.ttl", "ckg:CityState a owl:Class ; rdfs:subClassOf ckg:Region .")
    assert not [item for item in check_ontology(load_ontology(folder)) if item.check == "consistency"]


@pytest.mark.parametrize(
    ("file", "turtle", "problem"),
    [
        (
            "frames/de.ttl",
            FRAME.replace('"en"', '"de"').replace("frame:x", "frame:y") + 'ckg:word "a" .',
            "does not speak the language de",
        ),
        (
            "frames/en.ttl",
            FRAME + 'ckg:word "a" ; ckg:slots "subject:agent[City]" .',
            "City cannot be the agent of",
        ),
        (
            "frames/en.ttl",
            FRAME + 'ckg:word "a" ; ckg:slots "subject:boss" .',
            "boss in ckg:slots is no role",
        ),
        ("gazetteer/x.ttl", 'id:x a ckg:City ; rdfs:label "X"@en ; ckg:country id:y .', "which is no state"),
        (
            "gazetteer/x.ttl",
            'id:x a ckg:City ; rdfs:label "X"@en ; ckg:contry id:y .',
            "contry is used, but not",
        ),
    ],
)
def test_broken_data_of_the_ontology_is_found(folder, file, turtle, problem):
    write(folder / file, turtle)
    assert any(problem in item.message for item in check_ontology(load_ontology(folder)))


# Stored data

DOCUMENT = """
<urn:doc> a ckg:Document ; dcterms:title "Town taken" ; dcterms:publisher "The Courier" ;
    dcterms:language "en" ; ckg:published "2016-10" ; ckg:publishedEarliest "2016-10-01"^^xsd:date ;
    ckg:publishedLatest "2016-10-31"^^xsd:date ; ckg:fileName "town.txt" ; ckg:digest "DIGEST" .
<urn:doc#char=0,9> a ckg:Evidence , oa:SpecificResource ;
    oa:hasSource <urn:doc> ; oa:hasSelector <urn:doc#char=0,9;selector> .
<urn:doc#char=0,9;selector> a oa:TextQuoteSelector , oa:TextPositionSelector ; oa:exact "They won." ;
    oa:start "0"^^xsd:nonNegativeInteger ; oa:end "9"^^xsd:nonNegativeInteger .
id:army a ckg:ArmedForce ; rdfs:label "the army"@en ; ckg:known false .
id:town a ckg:City ; rdfs:label "Town"@en ; ckg:latitude 10.5 ; ckg:longitude 20.5 .
<urn:mention> a ckg:Mention ; ckg:entity id:army ; ckg:surface "They" ; ckg:form "pronoun" ;
    ckg:evidence <urn:doc#char=0,9> .
<urn:claim> a ckg:Claim ; ckg:eventClass ckg:Capture ; ckg:trigger "won" ;
    ckg:agent id:army ; ckg:place id:town ; ckg:filler <urn:claim#agent-1> ;
    ckg:date "2016-10" ; ckg:earliest "2016-10-01"^^xsd:date ; ckg:latest "2016-10-31"^^xsd:date ;
    ckg:status ckg:asserted ; ckg:rule "frame" ; ckg:evidence <urn:doc#char=0,9> ;
    prov:wasDerivedFrom <urn:doc> ; prov:wasGeneratedBy <urn:activity> ; ckg:quantity <urn:claim#quantity-1> .
<urn:claim#agent-1> ckg:role ckg:agent ; ckg:entity id:army ; ckg:surface "They" .
<urn:claim#quantity-1> ckg:quantityKind "killed" ; ckg:low 2.0 ; ckg:high 4.0 ; ckg:surface "two to four" .
<urn:objective> a ckg:Objective ; rdfs:label "to win"@en ; ckg:holder id:army ;
    ckg:category ckg:category-military ; ckg:aimsAt <urn:claim> ; ckg:rule "purpose" ;
    ckg:evidence <urn:doc#char=0,9> ; prov:wasDerivedFrom <urn:doc> .
<urn:relation> a ckg:RelationClaim ; rdf:subject id:army ; rdf:predicate ckg:locatedIn ; rdf:object id:town ;
    ckg:rule "in" ; ckg:evidence <urn:doc#char=0,9> ; prov:wasDerivedFrom <urn:doc> .
<urn:event> a ckg:Capture ; rdfs:label "Capture of Town"@en , "Prise de Town"@fr ;
    ckg:agent id:army ; ckg:place id:town ; ckg:status ckg:asserted ; ckg:claim <urn:claim> ;
    ckg:claimCount 1 ; ckg:publisherCount 1 ; ckg:corroborated false .
""".replace("DIGEST", "0" * 64)


def stored(turtle: str) -> Dataset:
    data = Dataset()
    data.graph("urn:doc").parse(data=PREFIXES + turtle, format="turtle")
    return data


def test_sound_data_has_no_problem(shipped):
    assert check_graph(stored(DOCUMENT), shipped) == []


@pytest.mark.parametrize(
    ("old", "new", "subject", "message"),
    [
        ("ckg:eventClass ckg:Capture ;", "", "urn:claim", "one event class"),
        ("ckg:eventClass ckg:Capture", "ckg:eventClass ckg:City", "urn:claim", "one event class"),
        ("ckg:status ckg:asserted ; ckg:rule", "ckg:status ckg:sure ; ckg:rule", "urn:claim", "one status"),
        ('ckg:rule "frame" ; ckg:evidence <urn:doc#char=0,9> ;', "", "urn:claim", "has the evidence"),
        ("prov:wasDerivedFrom <urn:doc> ; prov:", "prov:", "urn:claim", "names the document"),
        ('ckg:earliest "2016-10-01"', 'ckg:earliest "2017-10-01"', "urn:claim", "not after the latest"),
        (
            "ckg:agent id:army ; ckg:place id:town ; ckg:filler",
            "ckg:agent id:town ; ckg:filler",
            "urn:claim",
            "actor",
        ),
        (
            'ckg:role ckg:agent ; ckg:entity id:army ; ckg:surface "They" .',
            "ckg:role ckg:agent .",
            "urn:claim",
            "filler",
        ),
        ("ckg:low 2.0", "ckg:low 5.0", "urn:claim", "quantity has"),
        ('oa:exact "They won." ;', "", "urn:doc#char=0,9", "one selector"),
        ('oa:end "9"', 'oa:end "0"', "urn:doc#char=0,9", "one selector"),
        ("0" * 64, "0" * 63, "urn:doc", "SHA-256"),
        ('dcterms:language "en" ;', "", "urn:doc", "one language code"),
        ('rdfs:label "the army"@en ;', "", "entity/army", "has a label"),
        ("ckg:latitude 10.5", "ckg:latitude 100.5", "entity/town", "between -90 and 90"),
        ('ckg:form "pronoun"', 'ckg:form "verb"', "urn:mention", "a name, a description"),
        ("ckg:category ckg:category-military ;", "", "urn:objective", "one category"),
        ("rdf:predicate ckg:locatedIn ;", "rdf:predicate ckg:agent ;", "urn:relation", "one relation"),
        ("ckg:claim <urn:claim> ;", "", "urn:event", "rests on at least one claim"),
        ('"Prise de Town"@fr', '"Capture of the town"@en', "urn:event", "one label in each language"),
        (
            "id:army a ckg:ArmedForce",
            "id:army a ckg:ArmedForce , ckg:City",
            "entity/army",
            "both ArmedForce and City",
        ),
        (
            "<urn:doc> a ckg:Document",
            "<urn:doc> a ckg:Document , ckg:Claim",
            "urn:doc",
            "both Claim and Document",
        ),
    ],
)
def test_broken_data_is_found(shipped, old, new, subject, message):
    assert old in DOCUMENT
    problems = check_graph(stored(DOCUMENT.replace(old, new)), shipped)
    assert any(subject in item.subject and message in item.message for item in problems), problems


def test_messages_speak_french_too(shipped):
    graph = Graph().parse(data=PREFIXES + "id:x a ckg:City .", format="turtle")
    (problem,) = check_graph(graph, shipped, language="fr")
    assert str(problem) == "shacl: Une entité a un libellé. (https://w3id.org/campaign-kg/id/entity/x)"
