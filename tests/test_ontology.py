"""The ontology: what it says, and what the loader refuses."""

from __future__ import annotations

import re
import shutil
import time

import pytest
from fixture_ontology import FRAME, SHIPPED, add, write

from kg.claim import ROLES, STATUSES
from kg.errors import OntologyError
from kg.ontology import Pattern, Slot, load_ontology

# What the shipped model says


def test_classes_roles_and_the_rest_are_those_of_the_guidelines(shipped):
    assert len(shipped.event_classes) == 26
    assert {"Offensive", "ChemicalAttack", "Clearance", "Recruitment"} < set(shipped.event_classes)
    assert len(shipped.entity_classes) == 14
    assert shipped.roles == ROLES == ("agent", "target", "place", "supporter")
    assert shipped.statuses == STATUSES
    assert shipped.relations == ("memberOf", "locatedIn", "holdsPosition", "partOf", "leads")
    assert shipped.statuses == ("asserted", "alleged", "planned", "denied")
    assert len(shipped.model.categories) == 8
    assert shipped.category("counter-financing") == "category-counter-financing"
    assert shipped.languages == ("en", "fr")


GUIDELINES = SHIPPED.parent.parent / "shared" / "evaluation" / "GUIDELINES.md"


@pytest.mark.skipif(not GUIDELINES.is_file(), reason="the annotation guidelines are not beside the checkout")
def test_no_class_or_role_of_the_guidelines_is_missing_or_new(shipped):
    rows = re.findall(r"^\| (\w+) \|", GUIDELINES.read_text(encoding="utf-8"), re.MULTILINE)
    named = set(rows) - {"class", "role"}
    assert named == {*shipped.event_classes, *shipped.entity_classes, *shipped.roles}


@pytest.mark.parametrize(
    ("cls", "ancestor", "expected"),
    [
        ("State", "Actor", True),
        ("State", "Place", True),
        ("NewsOrganisation", "Actor", True),
        ("Capture", "Event", True),
        ("Capture", "Capture", True),
        ("Person", "Place", False),
        ("Operation", "Event", False),
        ("Nothing", "Entity", False),
    ],
)
def test_is_a(shipped, cls, ancestor, expected):
    assert shipped.is_a(cls, ancestor) is expected


@pytest.mark.parametrize(
    ("cls", "role", "fits", "does_not"),
    [
        ("Capture", "place", {"City", "State", "Facility", "Place"}, {"Person", "ArmedGroup"}),
        ("Killing", "target", {"Person", "PopulationGroup"}, {"City", "Operation"}),
        ("Destruction", "target", {"Facility", "City", "ArmedForce"}, {"Operation"}),
        ("Airstrike", "target", {"Facility", "ArmedGroup"}, {"City"}),
        ("Support", "supporter", {"Coalition", "NewsOrganisation"}, {"Village"}),
    ],
)
def test_expected_fillers(shipped, cls, role, fits, does_not):
    assert fits <= shipped.expected(cls, role)
    assert does_not.isdisjoint(shipped.expected(cls, role))


def test_expected_of_an_unknown_role_names_it(shipped):
    with pytest.raises(OntologyError, match="reason is no role"):
        shipped.expected("Capture", "reason")


@pytest.mark.parametrize(
    ("cls", "language", "fillers", "date", "label"),
    [
        (
            "Capture",
            "en",
            {"place": ["Mosul"], "agent": ["Iraqi forces"]},
            "2017-01",
            "Capture of Mosul by Iraqi forces (2017-01)",
        ),
        ("Capture", "fr", {"place": ["Alep"]}, None, "Prise d'Alep"),
        ("Capture", "fr", {"place": ["Le Caire"]}, None, "Prise du Caire"),
        ("Capture", "fr", {"place": ["Homs"], "agent": ["A", "B"]}, None, "Prise de Homs par A et B"),
        ("Control", "en", {"agent": ["A", "B", "C"]}, None, "Control by A, B and C"),
        ("Control", "en", {"agent": ["A", "B", "C", "D"]}, None, "Control by A, B, C and others"),
        ("Capture", "en", {"target": ["A"]}, None, "Capture from A"),
        # Both sides, or one alone
        ("Clash", "en", {"agent": ["A"], "target": ["B"]}, None, "Fighting between A and B"),
        ("Clash", "en", {"target": ["B"], "place": ["Raqqa"]}, None, "Fighting with B in Raqqa"),
        # Who leaves is the target if another drives it out, the agent if not
        ("Withdrawal", "en", {"agent": ["A"]}, None, "Withdrawal of A"),
        ("Withdrawal", "en", {"agent": ["A"], "target": ["B"]}, None, "Withdrawal of B driven out by A"),
        ("Aid", "fr", {}, "2014-06/..", "Aide (2014-06/..)"),
        ("Aid", "fr", {"agent": []}, None, "Aide"),
    ],
)
def test_event_label(shipped, cls, language, fillers, date, label):
    assert shipped.event_label(cls, language, fillers, date) == label


def test_every_class_has_a_label_of_its_own_with_and_without_fillers(shipped):
    full = {role: [role.upper()] for role in shipped.roles}
    for language in shipped.languages:
        for fillers in ({}, full):
            labels = {shipped.event_label(cls, language, fillers) for cls in shipped.event_classes}
            assert len(labels) == 26
            assert not any(mark in label for label in labels for mark in "[]{}|")


def test_a_language_without_rules_is_refused(shipped):
    with pytest.raises(OntologyError, match="does not speak the language “de”"):
        shipped.event_label("Capture", "de", {})


def test_labels_fall_back_to_english_and_to_the_name(shipped):
    assert shipped.label("Capture", "fr") == "prise"
    assert shipped.label("Capture", "de") == "capture"
    assert shipped.label("Unheard", "en") == "Unheard"


@pytest.mark.parametrize(
    ("cls", "filled", "labels"),
    [
        ("Capture", {"agent", "place"}, {"captured"}),
        ("Capture", {"agent", "target", "place"}, {"captured", "took ground from", "lost"}),
        ("Withdrawal", {"agent", "place"}, {"withdrew from"}),
        ("Withdrawal", {"agent", "target", "place"}, {"drove out", "was driven from"}),
        ("Support", {"agent", "supporter"}, {"backed"}),
        ("Agreement", {"agent"}, {"agreed with"}),
        ("Killing", {"place"}, set()),
    ],
)
def test_edge_rules(shipped, cls, filled, labels):
    rules = [rule for rule in shipped.edge_rules_for(cls) if rule.holds(filled)]
    assert {rule.label("en") for rule in rules} == labels


def test_groups_serve_queries(shipped):
    groups = dict(shipped.model.groups)
    assert set(groups["fires"]) == {"Airstrike", "Shelling", "Bombing", "ChemicalAttack"}
    assert set().union(*groups.values()) == set(shipped.event_classes)
    assert shipped.group("fires") == set(groups["fires"])
    assert not shipped.group("fireworks")


def test_the_model_has_no_blank_nodes(shipped):
    graph = shipped.model_graph()
    assert not any(type(node).__name__ == "BNode" for triple in graph for node in triple)


# Frames


def test_a_frame_is_read_as_written(folder):
    write(
        folder / "frames" / "en.ttl",
        FRAME + 'ckg:word "retake" , "take *control" ; ckg:weight 0.4 ; ckg:alternative ckg:Offensive ; '
        'ckg:slots "subject:agent object:agent/place![City,Region] au_cours_de:target jusqu\'à:place" .',
    )
    (frame,) = load_ontology(folder).frames
    assert frame.words == (Pattern(("retake",), 0), Pattern(("take", "control"), 1))
    assert frame.slots[:3] == (
        Slot("subject", ("agent",)),
        Slot("object", ("agent", "place"), required=True, classes=("City", "Region")),
        Slot("au_cours_de", ("target",)),
    )
    assert (frame.weight, frame.reflexive) == (0.4, False)
    assert (frame.language, frame.evokes, frame.pos) == ("en", "Capture", "verb")


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (FRAME.replace("Capture", "Capure") + 'ckg:word "a" .', "Capure, which is no event class"),
        (FRAME.replace("verb", "adverb") + 'ckg:word "a" .', "ckg:pos is adverb"),
        (FRAME + 'ckg:slots "subject:agent" .', "no ckg:word"),
        (FRAME + 'ckg:word "take *the *lead" .', "at most one asterisk"),
        (FRAME + 'ckg:word "a" ; ckg:slots "subject:doer" .', "doer in ckg:slots is no role"),
        (FRAME + 'ckg:word "a" ; ckg:slots "object:place[Town]" .', "Town in ckg:slots is no entity class"),
        (FRAME + 'ckg:word "a" ; ckg:slots "object=place" .', "slot “object=place” is not written as"),
        (
            FRAME + 'ckg:word "a" ; ckg:slots "object:place object:target" .',
            "fills one grammatical place twice",
        ),
        (FRAME + 'ckg:word "a" ; ckg:weight 7 .', "between 0 and 1"),
        (FRAME + 'ckg:word "a" ; ckg:weight "much" .', "should be a number"),
        (FRAME + 'ckg:word "a" ; ckg:wieght 0.4 .', "no property .*wieght"),
        (FRAME + 'ckg:word "a" ; ckg:reflexive "often" .', "true or false"),
        (FRAME + 'ckg:word "a" ; dcterms:language "fr" .', "one value of .*language expected"),
        ('frame:x ckg:word "a" .', "lacks its type"),
        ('frame:x a ckg:Frame ; ckg:word "a" .', "evokes is missing"),
    ],
)
def test_a_bad_frame_is_refused_by_name(folder, turtle, message):
    write(folder / "frames" / "en.ttl", turtle)
    with pytest.raises(OntologyError, match=message) as caught:
        _ = load_ontology(folder).frames
    assert caught.value.iri == "https://w3id.org/campaign-kg/frame/x"


# Gazetteer


def test_an_entry_is_read_as_written(folder):
    freedonia, army = load_ontology(folder).gazetteer
    assert (freedonia.cls, freedonia.name, freedonia.iso) == ("State", "Freedonia", "FD")
    assert freedonia.labels == (("en", "Freedonia"), ("fr", "Freedonie"))
    assert freedonia.aliases == (("en", "the Free Land"),)
    assert freedonia.acronyms == ("FD",)
    assert ("fr", "freedonienne") in freedonia.adjectives
    assert (freedonia.capital, freedonia.same_as) == ("Firefly", ("https://sws.geonames.org/1/",))
    assert (army.cls, army.state) == ("ArmedForce", freedonia.iri)


def test_tenures_are_read_as_written(folder):
    write(
        folder / "gazetteer" / "more.ttl",
        'id:x a ckg:Person ; rdfs:label "X"@en ; ckg:tenure'
        ' [ ckg:office "President" ; ckg:officeOf id:freedonia ; ckg:since "2016-05" ; ckg:until "2018" ] ,'
        ' [ ckg:office "King" ; ckg:officeOf id:freedonia ; ckg:since "2018" ] .',
    )
    freedonia, *_, person = load_ontology(folder).gazetteer
    assert person.tenures == (
        ("President", freedonia.iri, "2016-05", "2018"),
        ("King", freedonia.iri, "2018", None),
    )


def test_a_preferred_label_makes_the_other_an_alias(folder):
    add(folder / "gazetteer" / "things.ttl", 'id:freedonia skos:prefLabel "Free Donia"@en .')
    entry = load_ontology(folder).gazetteer[0]
    assert entry.name == "Free Donia"
    assert entry.labels == (("en", "Free Donia"), ("fr", "Freedonie"))
    assert ("en", "Freedonia") in entry.aliases


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ('id:x a ckg:State ; rdfs:label "X"@fr .', "one English rdfs:label, found 0"),
        ('id:x rdfs:label "X"@en .', "one entity class, found 0"),
        ('id:x a ckg:State , ckg:City ; rdfs:label "X"@en .', "one entity class, found 2"),
        ('id:x a ckg:Capture ; rdfs:label "X"@en .', "Capture is no entity class"),
        ('id:x a ckg:City ; rdfs:label "X"@en ; ckg:latitude 1.5 .', "go together"),
        ('id:x a ckg:Person ; rdfs:label "X"@en ; ckg:tenure [ ckg:office "President" ] .', "ckg:since"),
        (
            'id:x a ckg:Person ; rdfs:label "X"@en ; ckg:tenure [ ckg:office "President" ;'
            ' ckg:officeOf id:freedonia ; ckg:since "May 2016" ] .',
            "not May 2016",
        ),
    ],
)
def test_a_bad_entry_is_refused_by_name(folder, turtle, message):
    write(folder / "gazetteer" / "more.ttl", turtle)
    with pytest.raises(OntologyError, match=message) as caught:
        _ = load_ontology(folder).gazetteer
    assert caught.value.iri == "https://w3id.org/campaign-kg/id/entity/x"


# Folder and cache


@pytest.mark.parametrize("part", ["campaign.ttl", "categories.ttl", "shapes.ttl", "frames", "gazetteer"])
def test_a_folder_that_lacks_a_part_says_which(folder, part):
    path = folder / part
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(OntologyError, match=part):
        load_ontology(folder)


def test_no_folder_and_no_turtle_are_named(folder):
    with pytest.raises(OntologyError, match="is no folder with an ontology"):
        load_ontology(folder / "nowhere")
    (folder / "frames" / "fr.ttl").write_text("frame:x a ckg:Frame ,\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"fr\.ttl, line \d+: not Turtle"):
        _ = load_ontology(folder).frames


def test_the_cache_gives_the_same_and_follows_the_files(folder, cache):
    first = load_ontology(folder)
    before = (first.frames, first.gazetteer, first.model)
    assert sorted(path.name.split("-")[0] for path in cache.iterdir()) == ["frames", "gazetteer", "model"]
    second = load_ontology(folder)
    assert (second.frames, second.gazetteer, second.model) == before
    add(folder / "gazetteer" / "things.ttl", 'id:sylvania a ckg:State ; rdfs:label "Sylvania"@en .')
    assert len(load_ontology(folder).gazetteer) == 3


def test_a_damaged_or_unwritable_cache_costs_nothing_but_time(folder, cache, monkeypatch, tmp_path):
    before = load_ontology(folder).frames
    for path in cache.iterdir():
        path.write_text("[", encoding="utf-8")
    assert load_ontology(folder).frames == before
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("KG_CACHE", str(blocked))
    assert load_ontology(folder).frames == before


def test_the_cache_saves_nearly_all_the_time(cache):
    def open_all() -> float:
        start = time.process_time()
        ontology = load_ontology(SHIPPED)
        _ = ontology.frames, ontology.gazetteer, ontology.event_classes
        return time.process_time() - start

    parsed = open_all()
    assert min(open_all() for _ in range(5)) < parsed / 10
