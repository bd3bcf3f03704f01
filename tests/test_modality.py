"""What is told of nobody did not happen, whatever the model says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fixture_documents import paragraph
from fixture_reader import reader, tokens_of

from kg.extract.modality import happens_to_nobody, is_not_achieved

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.tokens import Tokens

# (rule, language, text, the verb, whether the rule says that it did not happen)
RULES = [
    (happens_to_nobody, "en", "No civilians were killed in Mosul.", "killed", True),
    (happens_to_nobody, "en", "The strike killed no civilians.", "killed", True),
    (happens_to_nobody, "en", "None of the soldiers was killed.", "killed", True),
    (happens_to_nobody, "en", "The soldiers were killed without reason.", "killed", False),
    (happens_to_nobody, "en", "The army that had no tanks was attacked.", "attacked", False),
    (happens_to_nobody, "fr", "Aucun civil n'a été tué à Mossoul.", "tué", True),
    (happens_to_nobody, "fr", "La frappe n'a tué aucun civil.", "tué", True),
    (happens_to_nobody, "fr", "Médecins sans frontières a condamné l'attaque.", "condamné", False),
    (is_not_achieved, "en", "They did not manage to take the town.", "take", True),
    (is_not_achieved, "en", "They managed to take the town.", "take", False),
    (is_not_achieved, "en", "They managed to leave but did not take the town.", "take", False),
    (is_not_achieved, "fr", "Ils n'ont pas encore réussi à prendre la ville.", "prendre", True),
    (is_not_achieved, "fr", "Ils ont réussi à prendre la ville.", "prendre", False),
    (is_not_achieved, "fr", "Ils n'ont pas voulu prendre la ville.", "prendre", False),
]


@pytest.mark.parametrize(("rule", "language", "text", "verb", "denied"), RULES)
def test_what_grammar_alone_denies(
    rule: Callable[[Tokens, int], bool], language: str, text: str, verb: str, denied: bool
) -> None:
    tokens = tokens_of(text, language)
    assert rule(tokens, tokens.words.index(verb)) == denied


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
