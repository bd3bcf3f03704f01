"""Documents of a few paragraphs, as the readers of files hand them on."""

from __future__ import annotations

from kg.claim import Block, Document


def paragraph(
    text: str, language: str = "en", *, name: str = "made-up.txt", published: str | None = None
) -> Document:
    """A document whose text is one paragraph of one language."""
    block = Block(0, len(text), "paragraph", language)
    return Document(name, text, language, (block,), published=published)


def document(*blocks: tuple[str, str], gap: str = "\n\n") -> Document:
    """A document of (language, text) paragraphs."""
    placed = []
    text = ""
    for language, block in blocks:
        start = len(text)
        text += block
        placed.append(Block(start, len(text), "paragraph", language))
        text += gap
    return Document("made.txt", text, blocks[0][0], tuple(placed))
