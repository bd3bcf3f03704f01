"""A new verb in Turtle changes what is read, without a line of Python."""

import shutil
from pathlib import Path

import pytest
from fixture_documents import paragraph

from kg.ontology import THINGS, load_ontology
from kg.reading import Reader

ONTOLOGY = Path(__file__).parent.parent / "ontology"
FRAMES = """
@prefix ckg: <https://w3id.org/campaign-kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix frame: <https://w3id.org/campaign-kg/frame/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
frame:en-blorf a ckg:Frame ; dcterms:language "en" ; ckg:evokes ckg:Capture ; ckg:pos "verb" ;
    ckg:word "blorf" ; ckg:slots "subject:agent object:place from:target" ; ckg:weight 0.9 .
frame:fr-blorfer a ckg:Frame ; dcterms:language "fr" ; ckg:evokes ckg:Capture ; ckg:pos "verb" ;
    ckg:word "blorfer" ; ckg:slots "subject:agent object:place à:target" ; ckg:weight 0.9 .
"""
# (language, sentence, agent, place)
CASES = [
    ("en", "Iraqi forces blorfed Tikrit from Islamic State on Monday.", "Iraqi forces", "Tikrit"),
    ("en", "Tikrit was blorfed by Iraqi forces.", "Iraqi forces", "Tikrit"),
    ("fr", "Les forces irakiennes ont blorfé Tikrit.", "forces irakiennes", "Tikrit"),
]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reader, Reader]:
    folder = tmp_path_factory.mktemp("model") / "ontology"
    shutil.copytree(ONTOLOGY, folder)
    (folder / "frames" / "new.ttl").write_text(FRAMES, encoding="utf-8")
    return Reader(load_ontology(folder), base=str(THINGS)), Reader(load_ontology(), base=str(THINGS))


@pytest.mark.parametrize(("language", "text", "agent", "place"), CASES)
def test_a_new_verb_is_read(
    readers: tuple[Reader, Reader], language: str, text: str, agent: str, place: str
) -> None:
    document = paragraph(text, language)
    taught, untaught = (reader.read(document).claims for reader in readers)
    assert not untaught
    assert [claim.cls for claim in taught] == ["Capture"]
    assert [filler.mention for filler in taught[0].fillers("agent")] == [agent]
    assert [filler.mention for filler in taught[0].fillers("place")] == [place]
