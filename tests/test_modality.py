"""What is told of nobody did not happen, whatever the model says."""

from __future__ import annotations

import pytest
from fixture_documents import paragraph
from fixture_reader import reader, tokens_of

from kg.extract.modality import happens_to_nobody, is_not_achieved

# (language, text, the verb, whether its subject or object is nobody)
NOBODY = [
    ("en", "No civilians were killed in Mosul.", "killed", True),
    ("en", "The strike killed no civilians.", "killed", True),
    ("en", "None of the soldiers was killed.", "killed", True),
    ("en", "The soldiers were killed without reason.", "killed", False),
    ("en", "The army that had no tanks was attacked.", "attacked", False),
    ("fr", "Aucun civil n'a été tué à Mossoul.", "tué", True),
    ("fr", "La frappe n'a tué aucun civil.", "tué", True),
    ("fr", "Médecins sans frontières a condamné l'attaque.", "condamné", False),
]


@pytest.mark.parametrize(("language", "text", "verb", "nobody"), NOBODY)
def test_what_happens_to_nobody(language: str, text: str, verb: str, nobody: bool) -> None:
    tokens = tokens_of(text, language)
    assert happens_to_nobody(tokens, tokens.words.index(verb)) == nobody


# (language, text, a verb, whether it tells what nobody managed to do)
NOT_ACHIEVED = [
    ("en", "They did not manage to take the town.", "take", True),
    ("en", "They managed to take the town.", "take", False),
    ("en", "They managed to leave but did not take the town.", "take", False),
    ("fr", "Ils n'ont pas encore réussi à prendre la ville.", "prendre", True),
    ("fr", "Ils ont réussi à prendre la ville.", "prendre", False),
    ("fr", "Ils n'ont pas voulu prendre la ville.", "prendre", False),
]


@pytest.mark.parametrize(("language", "text", "verb", "missed"), NOT_ACHIEVED)
def test_what_nobody_managed_to_do(language: str, text: str, verb: str, missed: bool) -> None:
    tokens = tokens_of(text, language)
    assert is_not_achieved(tokens, tokens.words.index(verb)) == missed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No civilians were killed in Mosul."),
        ("en", "The army did not attack Mosul."),
        ("en", "The army denied that it had bombed Mosul."),
        ("en", "The army failed to retake Mosul."),
        ("fr", "Aucun civil n'a été tué à Mossoul."),
        ("fr", "L'armée n'a pas attaqué Mossoul."),
        ("fr", "L'armée dément avoir bombardé Mossoul."),
        ("fr", "L'armée n'a pas réussi à reprendre Mossoul."),
        ("fr", "Les insurgés n'ont pas encore réussi à s'emparer de Syrte."),
        ("fr", "Les rebelles ne sont pas parvenus à s'emparer de Syrte."),
        ("en", "The army has not been able to retake Mosul."),
        ("en", "The rebels did not manage to retake Mosul."),
    ],
)
def test_what_did_not_happen_is_denied(language: str, text: str) -> None:
    claims = reader().read(paragraph(text, language)).claims
    assert {claim.status for claim in claims if claim.cls != "Statement"} == {"denied"}
