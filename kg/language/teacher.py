"""Parse reports with a large, slow parser, for the pipelines to learn from.

    python -m kg.language.teacher TREEBANKS VECTORS OUTPUT REPORTS… [--encoder en=DIR] [--language en]

Writes the reports' sentences with their dependencies to OUTPUT, ``en.conllu`` and ``fr.conllu``. The
parser is graph-based: a bidirectional LSTM over word vectors and letters, biaffine scores of heads and
relations (Dozat and Manning 2017, "Deep Biaffine Attention for Neural Dependency Parsing"), the best
tree of them. DIR holds a BERT encoder (``config.json``, ``vocab.txt``, ``model.safetensors``) whose
states join the vectors. Needs PyTorch, which nothing else of the project does.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from kg.documents import find_documents, read_document
from kg.language import LANGUAGES, parse
from kg.language.conllu import Sentence, read_sentences
from kg.language.spanning import best_tree
from kg.language.train import TREEBANKS, treebank_file
from kg.language.vectors import read_vectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

SEED = 1
EPOCHS = {"plain": 18, "encoder": 3}  # an encoder knows the language already
LAYERS = {"plain": 3, "encoder": 1}
RATE = {"plain": 2e-3, "encoder": 1e-4}
BATCH = 1200  # words
HIDDEN = 300
DROPOUT = 0.33
UNKNOWN = 0.15  # share of words that training hides
LETTERS = 20  # of a word's end
LONGEST = 200  # words of a sentence
VECTORS = 200_000
_ROOT = "ROOT"


@dataclass(frozen=True)
class Parse:
    """Heads (1 is the first word, 0 the root) and relations of a sentence's words."""

    heads: list[int]
    deps: list[str]


class Encoder(nn.Module):
    """A BERT encoder (Devlin et al. 2019) of uncased word pieces: states of each word's first piece."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.layers: int = config["num_hidden_layers"]
        self.heads: int = config["num_attention_heads"]
        self.width: int = config["hidden_size"]
        self.limit: int = config["max_position_embeddings"]
        vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self.vocabulary = {piece: index for index, piece in enumerate(vocabulary)}
        self.weights = nn.ParameterDict(
            {
                name.replace(".", "_"): nn.Parameter(tensor.float())
                for name, tensor in load_file(folder / "model.safetensors").items()
                if tensor.is_floating_point() and not name.startswith("pooler")
            }
        )

    def pieces(self, word: str) -> list[int]:
        """A word as the longest known pieces from its start on; without accents, in lower case."""
        letters = unicodedata.normalize("NFD", word.lower())
        plain = "".join(c if c.isalnum() else f" {c} " for c in letters if unicodedata.category(c) != "Mn")
        found: list[int] = []
        for part in plain.split():
            start = 0
            while start < len(part):
                mark = "##" if start else ""
                ends = range(len(part), start, -1)
                end = next((end for end in ends if mark + part[start:end] in self.vocabulary), 0)
                found.append(self.vocabulary[mark + part[start:end] if end else "[UNK]"])
                start = end or len(part)
        return found or [self.vocabulary["[UNK]"]]

    def forward(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        """States of words: sentences x longest x width."""
        first, last = self.vocabulary["[CLS]"], self.vocabulary["[SEP]"]
        rows, starts = [], []
        for words in sentences:
            row, start = [first], []
            for word in words:
                start.append(min(len(row), self.limit - 2))
                row += self.pieces(word)
            rows.append(torch.tensor([*row[: self.limit - 1], last]))
            starts.append(torch.tensor(start))
        pad = nn.utils.rnn.pad_sequence
        states = self._states(pad(rows, batch_first=True), pad([torch.ones(len(r)) for r in rows], True))
        at = pad(starts, batch_first=True)
        return states.gather(1, at.unsqueeze(2).expand(-1, -1, self.width))

    def _states(self, pieces: Tensor, mask: Tensor) -> Tensor:
        weights = self.weights

        def linear(x: Tensor, name: str) -> Tensor:
            return functional.linear(x, weights[f"{name}_weight"], weights[f"{name}_bias"])

        def norm(x: Tensor, name: str) -> Tensor:
            return functional.layer_norm(
                x, (self.width,), weights[f"{name}_weight"], weights[f"{name}_bias"], 1e-12
            )

        def dropout(x: Tensor) -> Tensor:
            return functional.dropout(x, 0.1, self.training)

        batch, longest = pieces.shape
        seen = mask.bool()[:, None, None, :]
        x = weights["embeddings_word_embeddings_weight"][pieces]
        x = x + weights["embeddings_position_embeddings_weight"][:longest]
        x = dropout(norm(x + weights["embeddings_token_type_embeddings_weight"][0], "embeddings_LayerNorm"))
        for layer in range(self.layers):
            name = f"encoder_layer_{layer}_"
            query, key, value = (
                linear(x, f"{name}attention_self_{part}").view(batch, longest, self.heads, -1).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            seen_states = functional.scaled_dot_product_attention(query, key, value, seen)
            joined = seen_states.transpose(1, 2).reshape(batch, longest, -1)
            x = norm(
                x + dropout(linear(joined, f"{name}attention_output_dense")),
                f"{name}attention_output_LayerNorm",
            )
            inner = linear(functional.gelu(linear(x, f"{name}intermediate_dense")), f"{name}output_dense")
            x = norm(x + dropout(inner), f"{name}output_LayerNorm")
        return x


class Parser(nn.Module):
    """Scores of heads and relations; ``trees`` are the best trees by them."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        words: Sequence[str],
        vectors: NDArray[np.float32],
        encoder: Encoder | None,
    ) -> None:
        super().__init__()
        counts = Counter(word.lower() for sentence in sentences for word in sentence.words)
        frequent = [word for word, count in counts.items() if count > 1]
        letters = sorted({letter for sentence in sentences for word in sentence.words for letter in word})
        self.words = {word: index for index, word in enumerate(frequent, 1)}
        self.letters = {letter: index for index, letter in enumerate(letters, 1)}
        self.vectors = {word: index for index, word in enumerate(words, 1)}
        self.deps = sorted({dep for sentence in sentences for dep in sentence.deps})
        self.encoder = encoder
        padded = np.vstack([np.zeros_like(vectors[:1]), 3 * vectors])
        self.vector = nn.Embedding.from_pretrained(torch.tensor(padded), freeze=True)
        self.word = nn.Embedding(len(frequent) + 1, 100, padding_idx=0)
        nn.init.zeros_(self.word.weight)
        self.letter = nn.Embedding(len(letters) + 1, 40, padding_idx=0)
        self.spelling = nn.Conv1d(40, 100, 3, padding=1)
        width = vectors.shape[1] + 200
        if encoder is not None:
            self.state = nn.Linear(encoder.width, encoder.width)
            width += encoder.width
        self.dropout = nn.Dropout(DROPOUT)
        kind = "plain" if encoder is None else "encoder"
        self.context = nn.LSTM(
            width,
            HIDDEN,
            num_layers=LAYERS[kind],
            bidirectional=True,
            batch_first=True,
            dropout=DROPOUT if LAYERS[kind] > 1 else 0,
        )
        self.root = nn.Parameter(torch.zeros(2 * HIDDEN))
        self.arc_head, self.arc_word = nn.Linear(2 * HIDDEN, 300), nn.Linear(2 * HIDDEN, 300)
        self.dep_head, self.dep_word = nn.Linear(2 * HIDDEN, 100), nn.Linear(2 * HIDDEN, 100)
        self.arcs = nn.Parameter(nn.init.xavier_uniform_(torch.empty(301, 300)))
        self.relations = nn.Parameter(torch.zeros(len(self.deps), 101, 101))

    def _embed(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        longest = max(map(len, sentences))
        length = max(3, max(min(LETTERS, len(word)) for words in sentences for word in words))
        shape = (len(sentences), longest)
        known, vectors = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        letters = torch.zeros((*shape, length), dtype=torch.long)
        for row, words in enumerate(sentences):
            for column, word in enumerate(words):
                lower = word.lower()
                hidden = self.training and random.random() < UNKNOWN
                known[row, column] = 0 if hidden else self.words.get(lower, 0)
                vectors[row, column] = self.vectors.get(lower, 0)
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
        relations[..., self.deps.index(_ROOT)] = torch.where(at == 0, 1e3, -1e3)
        labels = relations.argmax(dim=2)
        return [
            Parse(tree, [self.deps[label] for label in row[: len(tree)]])
            for tree, row in zip(best, labels.tolist(), strict=True)
        ]


def _with_one(x: Tensor) -> Tensor:
    """Rows with a 1 at their end, for weights of one side alone."""
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


def batches(sentences: Sequence[Sentence], size: int = BATCH) -> Iterator[list[Sentence]]:
    """Sentences of about one length, in batches of ``size`` words."""
    batch: list[Sentence] = []
    for sentence in sorted(sentences, key=lambda sentence: (len(sentence.words), random.random())):
        batch.append(sentence)
        if sum(len(other.words) for other in batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def train_parser(parser: Parser, sentences: Sequence[Sentence], epochs: int) -> None:
    """Fit a parser to trees; an encoder's weights move more slowly than the others."""
    encoder = [] if parser.encoder is None else list(parser.encoder.parameters())
    inside = {id(parameter) for parameter in encoder}
    others = [p for p in parser.parameters() if p.requires_grad and id(p) not in inside]
    groups = [
        {"params": others, "lr": RATE["plain"]},
        {"params": encoder, "lr": RATE["encoder"]},
    ]
    optimizer = torch.optim.Adam([group for group in groups if group["params"]], betas=(0.9, 0.95))
    total = epochs * sum(1 for _ in batches(sentences))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / 100) * max(0.02, 1 - step / total)
    )
    indices = {dep: index for index, dep in enumerate(parser.deps)}
    parser.train()
    for epoch in range(epochs):
        losses = []
        for batch in random.sample(made := list(batches(sentences)), len(made)):
            heads = _padded([[0 if h == i else h + 1 for i, h in enumerate(s.heads)] for s in batch])
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


def _padded(rows: Iterable[list[int]]) -> Tensor:
    """Rows of indices as one table; what no row fills counts for nothing in a loss."""
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], True, -100)


def attachment(parser: Parser, sentences: Sequence[Sentence]) -> float:
    """Percent of words but punctuation with right head and relation, in sentences as annotated."""
    right = total = 0
    for batch in batches(sentences):
        for sentence, tree in zip(batch, parser.trees([s.words for s in batch]), strict=True):
            for index, dep in enumerate(sentence.deps):
                head = 0 if sentence.heads[index] == index else sentence.heads[index] + 1
                total += dep != "punct"
                right += dep != "punct" and (head, dep) == (tree.heads[index], tree.deps[index])
    return 100 * right / max(1, total)


def report_sentences(folders: Sequence[Path], language: str, left_out: frozenset[str]) -> list[Sentence]:
    """The sentences of reports in one language, as the shipped pipeline parts them."""
    found = []
    for source in find_documents(folders):
        if Path(source.name).stem in left_out:
            continue
        for passage in parse(read_document(source)):
            if passage.block.language != language:
                continue
            for number, span in enumerate(passage.doc.sents):
                if len(span) <= LONGEST:
                    words = [token.text for token in span]
                    spaces = [bool(token.whitespace_) for token in span]
                    found.append(Sentence(words, spaces, starts_paragraph=number == 0))
    return found


def write_trees(sentences: Sequence[Sentence], trees: Sequence[Parse], path: Path) -> None:
    """Write trees as CoNLL-U, without parts of speech and lemmas."""
    lines = []
    for sentence, tree in zip(sentences, trees, strict=True):
        lines += ["# newpar"] if sentence.starts_paragraph else []
        for index, word in enumerate(sentence.words):
            dep = "root" if tree.deps[index] == _ROOT else tree.deps[index]
            space = "_" if sentence.spaces[index] else "SpaceAfter=No"
            fields = (index + 1, word, "_", "_", "_", "_", tree.heads[index], dep, "_", space)
            lines.append("\t".join(map(str, fields)))
        lines.append("")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def parse_reports(
    language: str,
    treebanks: Path,
    vectors: Path,
    reports: Sequence[Path],
    output: Path,
    encoder: Path | None,
    left_out: frozenset[str],
) -> None:
    """Train a parser of one language and write what it makes of reports."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    parts = {
        part: [tree for name in names for tree in read_sentences(treebank_file(treebanks, language, name))]
        for part, names in TREEBANKS[language].items()
    }
    words, numbers = read_vectors(vectors / f"{language}.vec", VECTORS)
    parser = Parser(parts["train"], words, numbers, Encoder(encoder) if encoder else None)
    train_parser(parser, parts["train"], EPOCHS["encoder" if encoder else "plain"])
    print(f"{language}: LAS {attachment(parser, parts['dev']):.1f}", file=sys.stderr)
    sentences = report_sentences(reports, language, left_out)
    order = sorted(range(len(sentences)), key=lambda index: len(sentences[index].words))
    trees: dict[int, Parse] = {}
    for start in range(0, len(order), 32):
        chunk = order[start : start + 32]
        trees |= zip(chunk, parser.trees([sentences[index].words for index in chunk]), strict=True)
    write_trees(sentences, [trees[index] for index in range(len(sentences))], output / f"{language}.conllu")


def main() -> None:
    """Parse what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--encoder", action="append", default=[], metavar="LANGUAGE=DIR")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--held-out", type=Path, help="a file of document stems that are not looked at")
    args = parser.parse_args()
    encoders = dict(named.split("=", 1) for named in args.encoder)
    left_out = frozenset(args.held_out.read_text(encoding="utf-8").split() if args.held_out else ())
    for language in args.language or LANGUAGES:
        encoder = Path(encoders[language]) if language in encoders else None
        parse_reports(language, args.treebanks, args.vectors, args.reports, args.output, encoder, left_out)


if __name__ == "__main__":
    main()
