"""A BERT encoder (Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers")."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor


class Encoder(nn.Module):
    """An encoder that gives the states of each word's first piece.

    Its folder holds ``config.json``, ``tokenizer.json`` and ``model.safetensors``. The vectors of its pieces
    stay as they are.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.layers: int = config["num_hidden_layers"]
        self.heads: int = config["num_attention_heads"]
        self.width: int = config["hidden_size"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(config["max_position_embeddings"])
        self.weights = nn.ParameterDict(
            {
                name.replace(".", "_"): nn.Parameter(
                    tensor.float(), requires_grad=name != "embeddings.word_embeddings.weight"
                )
                for name, tensor in load_file(folder / "model.safetensors").items()
                if tensor.is_floating_point() and not name.startswith("pooler")
            }
        )

    def forward(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        """States of words: sentences x longest x width."""
        rows, starts = [], []
        for words in sentences:
            pieces = self.tokenizer.encode(words, is_pretokenized=True)
            first: dict[int | None, int] = {}
            for index, word in enumerate(pieces.word_ids):
                first.setdefault(word, index)
            rows.append(torch.tensor(pieces.ids))
            starts.append(torch.tensor([first.get(word, len(pieces.ids) - 1) for word in range(len(words))]))
        pad = nn.utils.rnn.pad_sequence
        with torch.autocast("cpu", torch.bfloat16):
            states = self._states(pad(rows, batch_first=True), pad([torch.ones(len(r)) for r in rows], True))
        at = pad(starts, batch_first=True)
        return states.float().gather(1, at.unsqueeze(2).expand(-1, -1, self.width))

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
