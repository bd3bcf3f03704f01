"""Bytes as text: byte order marks, UTF-8, UTF-16, the Western code pages, then charset-normalizer."""

from __future__ import annotations

import codecs
import re

from kg.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = ("cp1252", "iso8859-15", "mac_roman", "cp850")
# what Western European text has beyond ASCII
_USUAL = frozenset(
    "àâäáãçéèêëíìîïñóòôöõúùûüÿœæÀÂÄÁÃÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜŸŒÆßøØåÅ«»‘’“”„–—…•€£§°©®™·\xa0\xad²³ªº½¼¾±×"
)
_SUSPECT = re.compile(r"[a-z][ÀÂÄÁÃÇÉÈÊËÎÏÔÖÛÜ][a-z]|[½¼¾ªº±×²³][a-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
SAMPLE = 65_536  # bytes that are looked at
INTACT = 10  # characters beyond ASCII that are sound for each that is lost
BINARY_SHARE = 0.005  # control characters in a sample that no text has


def decode(data: bytes, name: str) -> str:
    """The text of a file, without its byte order mark and otherwise unchanged.

    Raises DocumentError for a file that is empty, binary or in no encoding that can be told.
    """
    if not data:
        raise DocumentError(name, "the file is empty; remove it or fill it")
    text = _marked(data, name) or _plain(data)
    if text is None:
        reason = (
            "its encoding cannot be told" if not _is_binary(data) else "this is no text but a binary file"
        )
        raise DocumentError(name, f"{reason}; save it as UTF-8 text")
    if len(_CONTROL.findall(text[:SAMPLE])) > max(3, BINARY_SHARE * min(len(text), SAMPLE)):
        raise DocumentError(name, "this is no text but a binary file; save it as UTF-8 text")
    return text


def _marked(data: bytes, name: str) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentError(
                    name, f"it says to be {encoding} but is not; save it as UTF-8 text"
                ) from error
    return None


def _is_binary(data: bytes) -> bool:
    return b"\x00" in data[:SAMPLE]


def _plain(data: bytes) -> str | None:
    if _is_binary(data):
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged(data) or _western(data) or _detected(data)


def _damaged(data: bytes) -> str | None:
    """UTF-8 in which a few bytes were lost; each becomes the replacement character."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    sound = sum(1 for character in text if ord(character) > 127) - lost
    return text if sound >= INTACT * lost else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Western text is zero."""
    sample = data[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
    if encoding is None or max(even, odd) * 4 < len(sample):
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _western(data: bytes) -> str | None:
    """Text in a Western code page, known by holding no character that such text does not have."""
    for encoding in _WESTERN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = {character for character in set(text) if ord(character) > 127 and character not in _USUAL}
        if not strange and not _SUSPECT.search(text):
            return text
    return None


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        return None
    try:
        return data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
