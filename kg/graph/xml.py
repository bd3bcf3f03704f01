"""What XML cannot hold, for the formats that are written in it."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    r"""Text with a replacement character for each one that XML 1.0 forbids even escaped.

    >>> xml_text("bell \x07")
    'bell �'
    """
    return _NOT_XML.sub("\ufffd", text)
