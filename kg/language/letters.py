"""Which words the tokenizer keeps whole, in a pattern that is quick to compile.

spaCy names every letter of every script in each of hundreds of alternatives. Python takes seconds to
compile that in French, each time a process starts.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER

_LETTER = r"[^\W\d_]"


def shorten(tokenizer: Any) -> None:
    """Make a tokenizer's pattern of whole words, if it has one, name letters by their class."""
    if tokenizer.token_match is not None:
        pattern = tokenizer.token_match.__self__.pattern
        tokenizer.token_match = re.compile(with_class_of_letters(pattern)).match


def with_class_of_letters(pattern: str) -> str:
    """A pattern that ignores case, with one class for all letters where it lists them."""
    listed = "|".join(map(re.escape, (ALPHA_LOWER, ALPHA)))
    return re.sub(rf"\[([^\[\]]*?)(?:{listed})([^\[\]]*)\]", _as_class, pattern)


def _as_class(found: re.Match[str]) -> str:
    others = found[1] + found[2]
    return f"(?:{_LETTER}|[{others}])" if others else _LETTER
