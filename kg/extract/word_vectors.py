"""The vectors of a document's words: what the pipeline makes of each in its place, and what it has of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.extract.linear import Floats
    from kg.extract.scene import Placed
    from kg.extract.tokens import Tokens
    from kg.extract.triggers import Trigger

NOWHERE = -1
"""The place of a word that is not there."""


class WordVectors:
    """``vectors`` of shape (words, numbers), passage after passage; ``spoken`` are each language's rows."""

    def __init__(self, passages: Sequence[Tokens]) -> None:
        sizes = [len(tokens) for tokens in passages]
        self._starts = [0, *np.cumsum(sizes).tolist()]
        told = [_of_passage(tokens) for tokens in passages if len(tokens)]
        self.vectors: Floats = np.concatenate(told) if told else np.zeros((0, 0), dtype=np.float32)
        languages = np.repeat([tokens.language for tokens in passages], sizes)
        self.spoken: dict[str, NDArray[np.intp]] = {
            str(language): np.flatnonzero(languages == language) for language in np.unique(languages)
        }

    def of_pair(self, passages: Sequence[Tokens], trigger: Trigger, mention: Placed) -> tuple[int, ...]:
        """The places of an event and of a thing, of the word before this, and of what governs the two."""
        own, other = passages[trigger.passage], passages[mention.passage]
        return (
            self.place(trigger.passage, trigger.token),
            self.place(mention.passage, mention.head),
            self.place(mention.passage, mention.first - 1),
            self.place(mention.passage, other.heads[mention.head]),
            self.place(trigger.passage, own.heads[trigger.token]),
        )

    def place(self, passage: int, token: int) -> int:
        """The row of a word; NOWHERE before the first of a passage."""
        return self._starts[passage] + token if token >= 0 else NOWHERE


def _of_passage(tokens: Tokens) -> Floats:
    doc = tokens.passage.doc
    table = doc.vocab.vectors
    rows = table.find(keys=[get_string_id(word) for word in tokens.words])
    meanings = np.where(rows[:, None] >= 0, table.data[rows], 0)
    result: Floats = np.concatenate([doc.tensor, meanings], axis=1, dtype=np.float32)
    return result
