"""Documents of one paragraph, as the readers of files hand them on."""

from __future__ import annotations

from kg.claim import Block, Document


def paragraph(
    text: str, language: str = "en", *, name: str = "made-up.txt", published: str | None = None
) -> Document:
    """A document whose text is one paragraph of one language."""
    block = Block(0, len(text), "paragraph", language)
    return Document(name, text, language, (block,), published=published)
