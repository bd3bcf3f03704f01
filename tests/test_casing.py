"""Headlines in capitals are parsed as a sentence writes them, and stand in the text as they were."""

from __future__ import annotations

import pytest
from fixture_documents import document, paragraph
from fixture_reader import reader

from kg.extract.tokens import all_tokens
from kg.language import parse
from kg.language.casing import SENTENCE, SHOUTED, TITLE, style

STYLES = [
    ("en", "Rebels seize key town of Marawi near Lake Lanao", SENTENCE),
    ("en", "Rebels Seize Key Town of Marawi", TITLE),
    ("en", "REBELS SEIZE KEY TOWN OF MARAWI", SHOUTED),
    ("en", "REBELS SEIZE KEY TOWN OF MARAWI.", SHOUTED),
    ("en", "They met the Free Karvel Movement in June.", SENTENCE),  # all long words are names
    ("en", "Tor met the Free Karvel Movement in June", SENTENCE),
    ("en", "Troops left Homs, Hama, Idlib, Aleppo, Damascus and Palmyra.", SENTENCE),
    ("en", "Key Town", SENTENCE),  # too short to tell
    ("en", "", SENTENCE),
    ("en", "1234 5678 !!", SENTENCE),
    ("fr", "L'ARMÉE MALIENNE REPREND LA VILLE DE GAO", SHOUTED),
    ("fr", "Bachar al-Assad rencontre Vladimir Poutine à Moscou", SENTENCE),
    ("fr", "Bachar Al-Assad, Vladimir Poutine, Hassan Rohani", SENTENCE),
]


@pytest.mark.parametrize(("language", "text", "expected"), STYLES)
def test_how_a_line_is_written(language: str, text: str, expected: str) -> None:
    assert style(text, language) == expected


# (language, headline, what else the document says, the headline's words as they are parsed)
HEADLINES = [
    ("en", "Rebels Seize Key Town From Army", "", "Rebels seize key town from army"),
    # the document's sentences decide before the language's words do
    ("en", "Army Takes Old Bridge Near Marawi", "Troops crossed the Old Bridge to Marawi.",
     "Army takes Old Bridge near Marawi"),
    ("en", "Rebels Take Zarfan From Army", "They took Zarfan.", "Rebels take Zarfan from army"),
    # what nobody wrote with small letters may be a name
    ("en", "Rebels Take Zarfan From Army", "", "Rebels take Zarfan from army"),
    # an acronym stays one
    ("en", "IS Fighters Attack Town Near Base", "", "IS fighters attack town near base"),
    ("en", "UN FORCES LEAVE TOWN NEAR BASE", "The UN forces left.", "UN forces leave town near base"),
    ("en", "ZARFAN REBELS LEAVE TOWN NEAR BASE", "", "Zarfan rebels leave town near base"),
    ("fr", "L'ARMÉE REPREND LA VILLE DE ZARFAN", "", "L'armée reprend la ville de Zarfan"),
    ("fr", "L'armée reprend la ville de Zarfan", "", "L'armée reprend la ville de Zarfan"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "headline", "rest", "expected"), HEADLINES)
def test_words_of_a_headline(language: str, headline: str, rest: str, expected: str) -> None:
    made = document((language, headline), *([(language, rest)] if rest else []))
    passage = parse(made)[0]
    assert passage.recased is (expected != headline)
    tokens = all_tokens([passage])[0]
    assert made.text[tokens.starts[0] : tokens.ends[-1]] == headline
    assert tokens.said(made.text, 0, len(tokens)) == expected


def test_a_headline_is_read_like_its_sentence() -> None:
    (told,) = reader().read(paragraph("Rebels Seize Town of Tikrit From Iraqi Army", "en")).claims
    (said,) = reader().read(paragraph("Rebels seize town of Tikrit from Iraqi army", "en")).claims
    assert (told.cls, told.roles, told.status) == (said.cls, said.roles, said.status)
    assert told.trigger == "Seize"
    assert told.evidence.quote == "Rebels Seize Town of Tikrit From Iraqi Army"
