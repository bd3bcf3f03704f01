"""Make the word vectors of a pipeline from a published file of vectors: fewer, shorter, lower case.

A file is text as word2vec, GloVe and fastText write it: a word and its numbers on each line, frequent
words first, an optional first line of two counts; plain or xz. Words that only case parts become one,
the most frequent form's. Vectors are scaled to one length and brought to fewer dimensions along
their principal axes (after Raunak et al. 2019, "Effective Dimensionality Reduction for Word
Embeddings"); rarer words take the vector of the nearest of the frequent ones. Vectors of a spaCy
pipeline serve as well, written out in the order of ``vocab.vectors.key2row``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from spacy.strings import get_string_id
from spacy.vectors import Vectors  # type: ignore[import-not-found]

from kg.language.conllu import open_text

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WORDS = 80_000  # that have a vector
ROWS = 10_000  # different vectors
DIMENSIONS = 72
_SCALE = 3.0  # the mean length of a vector, so that training starts with numbers near those of other features
_BLOCK = 2_000  # words compared at a time


def read_vectors(path: Path, words: int = WORDS) -> tuple[list[str], NDArray[np.float32]]:
    """The first words of a file in lower case, and their vectors of length 1 (words x dimensions).

    Raises ValueError, naming file and line, where a line has not as many numbers as the first.
    """
    found: dict[str, NDArray[np.float32]] = {}
    width = 0
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            word, *figures = line.rstrip().split(" ")
            if number == 1 and len(figures) == 1:
                continue
            width = width or len(figures)
            if not width or len(figures) != width:
                raise ValueError(f"{path}, line {number}: {len(figures)} numbers, {width} expected")
            word = word.replace("’", "'").lower()
            if word not in found:
                found[word] = np.array(figures, dtype=np.float32)
            if len(found) == words:
                break
    if not found:
        raise ValueError(f"{path}: no vectors")
    vectors = np.stack(list(found.values()))
    return list(found), vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


def shorten(vectors: NDArray[np.float32], dimensions: int = DIMENSIONS) -> NDArray[np.float32]:
    """Vectors (words x many) along their principal axes (words x ``dimensions``)."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    short = centred @ axes[:, ::-1][:, :dimensions]
    scaled: NDArray[np.float32] = (short * (_SCALE / np.linalg.norm(short, axis=1).mean())).astype(np.float32)
    return scaled


def make_vectors(path: Path, *, rows: int = ROWS) -> Vectors:
    """The vectors of a file as a pipeline holds them, looked up by lower-case words."""
    words, vectors = read_vectors(path)
    row_of: list[int] = []
    kept: dict[bytes, int] = {}
    for vector in vectors:
        row_of.append(kept.setdefault(vector.tobytes(), len(kept)) if len(kept) < rows else -1)
    frequent = np.frombuffer(b"".join(kept), dtype=np.float32).reshape(len(kept), -1)
    rare = [index for index, row in enumerate(row_of) if row < 0]
    for start in range(0, len(rare), _BLOCK):
        block = rare[start : start + _BLOCK]
        for index, row in zip(block, (vectors[block] @ frequent.T).argmax(axis=1), strict=True):
            row_of[index] = int(row)
    made = Vectors(data=shorten(frequent), name="words", attr="LOWER")
    made.key2row.update({get_string_id(word): row for word, row in zip(words, row_of, strict=True)})
    return made
