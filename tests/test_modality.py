"""What is told of nobody did not happen, whatever the model says."""

from __future__ import annotations

import numpy as np
import pytest
from fixture_documents import paragraph
from fixture_reader import reader, tokens_of

from kg.claim import ASSERTED, DENIED
from kg.extract.linear import LinearModel
from kg.extract.modality import NOBODY, NOT_ACHIEVED, StatusModel, cues_at, denied_by
from kg.extract.scene import Scene
from kg.extract.trace import Trace
from kg.extract.triggers import Trigger

# (language, text, the verb, the rule that says that it did not happen)
RULES = [
    ("en", "No civilians were killed in Mosul.", "killed", NOBODY),
    ("en", "The strike killed no civilians.", "killed", NOBODY),
    ("en", "None of the soldiers was killed.", "killed", NOBODY),
    ("en", "The soldiers were killed without reason.", "killed", ""),
    ("en", "The army that had no tanks was attacked.", "attacked", ""),
    ("fr", "Aucun civil n'a été tué à Mossoul.", "tué", NOBODY),
    ("fr", "La frappe n'a tué aucun civil.", "tué", NOBODY),
    ("fr", "Médecins sans frontières a condamné l'attaque.", "condamné", ""),
    ("en", "They did not manage to take the town.", "take", NOT_ACHIEVED),
    ("en", "They managed to take the town.", "take", ""),
    ("en", "They managed to leave but did not take the town.", "take", ""),
    ("fr", "Ils n'ont pas encore réussi à prendre la ville.", "prendre", NOT_ACHIEVED),
    ("fr", "Ils ont réussi à prendre la ville.", "prendre", ""),
    ("fr", "Ils n'ont pas voulu prendre la ville.", "prendre", ""),
]


@pytest.mark.parametrize(("language", "text", "verb", "rule"), RULES)
def test_what_grammar_alone_denies(language: str, text: str, verb: str, rule: str) -> None:
    tokens = tokens_of(text, language)
    assert denied_by(tokens, tokens.words.index(verb)) == rule
    scene = Scene(paragraph(text, language), [tokens], (), [[]], [[]], [{}])
    trigger = Trigger(0, tokens.words.index(verb), "Capture", None, 1.0)
    credulous = LinearModel([ASSERTED, DENIED], [], np.array([[5.0, 0.0]], dtype=np.float32))
    trace = Trace()
    assert StatusModel(credulous).statuses(scene, [trigger], trace) == [DENIED if rule else ASSERTED]
    assert trace.status_rules == [rule]


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


# (language, text, a word of negation, whether it denies anything)
NEGATIONS = [
    ("en", "They did not attack the town.", "not", True),
    ("en", "They did not only attack the town.", "not", False),
    ("en", "The camp stood not far from the town.", "not", False),
    ("fr", "Ils n'ont pas attaqué la ville.", "pas", True),
    ("fr", "Ils ont attaqué un camp non loin de la ville.", "non", False),
    ("fr", "Ils ont attaqué non seulement le camp.", "non", False),
]


@pytest.mark.parametrize(("language", "text", "word", "denies"), NEGATIONS)
def test_where_a_word_of_negation_denies(language: str, text: str, word: str, denies: bool) -> None:
    tokens = tokens_of(text, language)
    assert ("negation" in cues_at(tokens, tokens.words.index(word))) is denies
