"""A graph-based parser: a bidirectional LSTM and biaffine scores of heads and relations.

After Dozat and Manning 2017, "Deep Biaffine Attention for Neural Dependency Parsing".
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from kg.language.graph_parser import LETTERS, ROOT
from kg.language.spanning import best_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from kg.language.conllu import Sentence
    from kg.language.encoder import Encoder

RATE = {"plain": 2e-3, "encoder": 1e-4}
DROPOUT = 0.33
SCORED = 1200  # words parsed at once to be scored
UNKNOWN = 0.15  # share of words that training hides, half of them with their vectors


@dataclass(frozen=True)
class Shape:
    """How large a parser is: layers and widths, and how often a word is met that gets a vector to learn."""

    layers: int
    hidden: int  # of an LSTM, one direction
    arc: int
    relation: int
    word: int
    letter: int
    spelling: int
    least: int


_LARGE = Shape(layers=3, hidden=300, arc=300, relation=100, word=100, letter=40, spelling=100, least=2)
SHAPES = {
    "teacher": _LARGE,
    "pupil": Shape(layers=2, hidden=256, arc=256, relation=80, word=48, letter=32, spelling=64, least=8),
    # an encoder knows the context already
    "encoder": replace(_LARGE, layers=1),
}


@dataclass(frozen=True)
class Parse:
    """Heads (1 is the first word, 0 the root) and relations of a sentence's words."""

    heads: list[int]
    deps: list[str]


class Parser(nn.Module):
    """Scores of heads and relations; ``trees`` are the best trees by them."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        words: Sequence[str],
        vectors: NDArray[np.float32],
        shape: Shape,
        encoder: Encoder | None = None,
    ) -> None:
        """Know the words and relations of ``sentences``; ``vectors`` (words x width) stay as they are."""
        super().__init__()
        counts = Counter(word.lower() for sentence in sentences for word in sentence.words)
        frequent = [word for word, count in counts.items() if count >= shape.least]
        letters = sorted({letter for sentence in sentences for word in sentence.words for letter in word})
        self.words = {word: index for index, word in enumerate(frequent, 1)}
        self.letters = {letter: index for index, letter in enumerate(letters, 1)}
        self.vectors = {word: index for index, word in enumerate(words, 1)}
        self.deps = sorted({dep for sentence in sentences for dep in sentence.deps})
        self.encoder = encoder
        self.vector = nn.Embedding.from_pretrained(
            torch.tensor(np.vstack([np.zeros_like(vectors[:1]), vectors])), freeze=True
        )
        self.word = nn.Embedding(len(frequent) + 1, shape.word, padding_idx=0)
        nn.init.zeros_(self.word.weight)
        self.letter = nn.Embedding(len(letters) + 1, shape.letter, padding_idx=0)
        self.spelling = nn.Conv1d(shape.letter, shape.spelling, 3, padding=1)
        width = vectors.shape[1] + shape.word + shape.spelling
        if encoder is not None:
            self.state = nn.Linear(encoder.width, encoder.width)
            width += encoder.width
        self.dropout = nn.Dropout(DROPOUT)
        self.context = nn.LSTM(
            width,
            shape.hidden,
            num_layers=shape.layers,
            bidirectional=True,
            batch_first=True,
            dropout=DROPOUT if shape.layers > 1 else 0,
        )
        states = 2 * shape.hidden
        self.root = nn.Parameter(torch.zeros(states))
        self.arc_head, self.arc_word = nn.Linear(states, shape.arc), nn.Linear(states, shape.arc)
        self.dep_head, self.dep_word = nn.Linear(states, shape.relation), nn.Linear(states, shape.relation)
        self.arcs = nn.Parameter(nn.init.xavier_uniform_(torch.empty(shape.arc + 1, shape.arc)))
        self.relations = nn.Parameter(torch.zeros(len(self.deps), shape.relation + 1, shape.relation + 1))

    def _embed(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        longest = max(map(len, sentences))
        length = 2 + max(min(LETTERS, len(word)) for words in sentences for word in words)
        shape = (len(sentences), longest)
        known, vectors = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        letters = torch.zeros((*shape, length), dtype=torch.long)
        for row, words in enumerate(sentences):
            for column, word in enumerate(words):
                lower = word.lower()
                hidden = self.training and random.random() < UNKNOWN
                known[row, column] = 0 if hidden else self.words.get(lower, 0)
                hidden = hidden and random.random() < 0.5
                vectors[row, column] = 0 if hidden else self.vectors.get(lower, 0)
                for index, letter in enumerate(word[-LETTERS:]):
                    letters[row, column, index] = self.letters.get(letter, 0)
        spelled = self.spelling(self.letter(letters.flatten(0, 1)).transpose(1, 2)).amax(dim=2)
        parts = [self.vector(vectors), self.word(known), spelled.view(*shape, -1)]
        if self.encoder is not None:
            parts.append(self.state(self.encoder(sentences)))
        return torch.cat(parts, dim=2)

    def forward(self, sentences: Sequence[Sequence[str]]) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of heads (sentences x words x 1 + words), states of heads, states of words."""
        lengths = torch.tensor([len(words) for words in sentences])
        packed = nn.utils.rnn.pack_padded_sequence(
            self.dropout(self._embed(sentences)), lengths, batch_first=True, enforce_sorted=False
        )
        states, _ = nn.utils.rnn.pad_packed_sequence(self.context(packed)[0], batch_first=True)
        words = self.dropout(states)
        heads = torch.cat([self.root.expand(len(words), 1, -1), words], dim=1)
        activate = functional.leaky_relu
        arc_word = activate(self.arc_word(words), 0.1)
        scores = (_with_one(arc_word) @ self.arcs) @ activate(self.arc_head(heads), 0.1).transpose(1, 2)
        beyond = torch.arange(scores.shape[2])[None, None, :] > lengths[:, None, None]
        dep_head, dep_word = self.dep_head(heads), self.dep_word(words)
        return scores.masked_fill(beyond, -1e9), activate(dep_head, 0.1), activate(dep_word, 0.1)

    def relate(self, heads: Tensor, words: Tensor, at: Tensor) -> Tensor:
        """Scores of relations (sentences x words x relations) to the heads at the indices ``at``."""
        chosen = heads.gather(1, at.unsqueeze(2).expand(-1, -1, heads.shape[2]))
        return torch.einsum("bni,lij,bnj->bnl", _with_one(chosen), self.relations, _with_one(words))

    @torch.no_grad()
    def trees(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """The best tree of each sentence."""
        scores, heads, words = self(sentences)
        best = [
            best_tree(row[: len(sentence), : len(sentence) + 1].numpy())
            for row, sentence in zip(torch.log_softmax(scores, dim=2), sentences, strict=True)
        ]
        at = nn.utils.rnn.pad_sequence([torch.tensor(tree) for tree in best], batch_first=True)
        relations = self.relate(heads, words, at)
        relations[..., self.deps.index(ROOT)] = torch.where(at == 0, 1e3, -1e3)
        labels = relations.argmax(dim=2)
        return [
            Parse(tree, [self.deps[label] for label in row[: len(tree)]])
            for tree, row in zip(best, labels.tolist(), strict=True)
        ]


def _with_one(x: Tensor) -> Tensor:
    """Rows with a 1 at their end, for weights of one side alone."""
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


def batches(sentences: Sequence[Sentence], size: int) -> Iterator[list[Sentence]]:
    """Sentences of about one length, in batches of ``size`` words."""
    batch: list[Sentence] = []
    for sentence in sorted(sentences, key=lambda sentence: (len(sentence.words), random.random())):
        batch.append(sentence)
        if sum(len(other.words) for other in batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def train_parser(parser: Parser, sentences: Sequence[Sentence], epochs: int, size: int) -> None:
    """Fit a parser to trees in batches of ``size`` words; an encoder's weights move more slowly."""
    encoder = [] if parser.encoder is None else [p for p in parser.encoder.parameters() if p.requires_grad]
    inside = {id(parameter) for parameter in encoder}
    others = [p for p in parser.parameters() if p.requires_grad and id(p) not in inside]
    groups = [
        {"params": others, "lr": RATE["plain"]},
        {"params": encoder, "lr": RATE["encoder"]},
    ]
    optimizer = torch.optim.Adam([group for group in groups if group["params"]], betas=(0.9, 0.95))
    total = epochs * sum(1 for _ in batches(sentences, size))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / 100) * max(0.02, 1 - step / total)
    )
    indices = {dep: index for index, dep in enumerate(parser.deps)}
    parser.train()
    for epoch in range(epochs):
        losses = []
        for batch in random.sample(made := list(batches(sentences, size)), len(made)):
            heads = _padded([_heads(s) for s in batch])
            labels = _padded([[indices[dep] for dep in s.deps] for s in batch])
            scores, head_states, word_states = parser([s.words for s in batch])
            relations = parser.relate(head_states, word_states, heads.clamp(min=0))
            loss = functional.cross_entropy(scores.flatten(0, 1), heads.flatten())
            loss = loss + functional.cross_entropy(relations.flatten(0, 1), labels.flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parser.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}", file=sys.stderr, flush=True)
    parser.eval()


def _heads(sentence: Sentence) -> list[int]:
    """The heads of an annotated sentence, counted as those of a ``Parse`` are."""
    return [0 if head == index else head + 1 for index, head in enumerate(sentence.heads)]


def _padded(rows: Iterable[list[int]]) -> Tensor:
    """Rows of indices as one table; what no row fills counts for nothing in a loss."""
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], True, -100)


def attachment(parser: Parser, sentences: Sequence[Sentence]) -> float:
    """Percent of words but punctuation with right head and relation, in sentences as annotated."""
    right = total = 0
    for batch in batches(sentences, SCORED):
        for sentence, tree in zip(batch, parser.trees([s.words for s in batch]), strict=True):
            found = zip(tree.heads, tree.deps, strict=True)
            for wanted, one in zip(zip(_heads(sentence), sentence.deps, strict=True), found, strict=True):
                if wanted[1] != "punct":
                    total += 1
                    right += wanted == one
    return 100 * right / max(1, total)
