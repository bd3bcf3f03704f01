"""What an act is done with: told in its grammatical places, its sentence, before it, in the document."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from fixture_documents import paragraph

from kg.extract.means import means_features
from kg.extract.tokens import all_tokens
from kg.language import LANGUAGES, parse
from kg.language.words import table

if TYPE_CHECKING:
    from kg.extract.scene import Scene

# (text, a word of it, what is told of its means, what is not)
TOLD = [
    ("Drones attacked the depot.", "attacked", ["m:subject=aircraft", "ms=aircraft"], ["mb=aircraft"]),
    ("Rebels attacked the depot. Mortars were fired.", "attacked", [], ["ms=shells", "mb=shells"]),
    ("Drones came at dawn. Rebels attacked.", "attacked", ["mb=aircraft"], ["ms=aircraft", "md=aircraft"]),
    ("Rebels attacked. Drones fell. Jets came.", "attacked", ["md=aircraft"], ["mb=aircraft"]),
    ("Doctors handed over food.", "handed", ["ms=relief"], ["ms=aircraft"]),
    ("Food came at dawn. Doctors left.", "left", [], ["mb=relief", "md=relief"]),  # no weapon
    ("Des mortiers visent le dépôt.", "visent", ["m:subject=shells"], ["ms=aircraft"]),
]


@pytest.mark.parametrize(("text", "word", "told", "untold"), TOLD)
def test_means_are_told(text: str, word: str, told: list[str], untold: list[str]) -> None:
    language = "fr" if text.startswith("Des ") else "en"
    tokens = all_tokens(parse(paragraph(text, language=language)))
    scene = cast("Scene", SimpleNamespace(tokens=tokens, means=None))
    row = means_features(scene, 0, tokens[0].texts.index(word), "Clash", lexical=True)
    assert {f"{name}|Clash" for name in told} <= set(row)
    assert not {f"{name}|Clash" for name in untold} & set(row)
    bare = means_features(scene, 0, tokens[0].texts.index(word), "Clash", lexical=False)
    assert bare == [name for name in row if "|w|" not in name]


def test_every_language_has_the_same_kinds() -> None:
    kinds = {
        code: {part: list(listed) for part, listed in table(code, "means").items()} for code in LANGUAGES
    }
    assert all(found == kinds["en"] for found in kinds.values())
