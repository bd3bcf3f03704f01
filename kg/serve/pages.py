"""HTML of the saved queries and of answers, from ``fragments.html`` and ``words.toml``.

Every value is escaped where it is put into a fragment; only fragments themselves are not.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kg.sparql.catalogue import DEFAULT_LANGUAGE, SavedQuery, in_language
from kg.sparql.formats import FORMATS
from kg.sparql.results import Table, Term, Triples, Truth
from kg.sparql.text import short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.sparql.results import Answer

HERE = Path(__file__).parent
_FRAGMENT = re.compile(r"^<!-- fragment: (\w+) -->\n", re.MULTILINE)
_NUMBERS = re.compile(r".*#(integer|decimal|double)")
_EVENT = re.compile(r".*/event/[0-9a-f]+")
_DESCRIBE = "DESCRIBE <{}>"


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


@cache
def words() -> dict[str, dict[str, str]]:
    """The words of the pages by language."""
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


@cache
def _fragments() -> dict[str, Template]:
    parts = _FRAGMENT.split((HERE / "fragments.html").read_text(encoding="utf-8"))
    return {name: Template(text.rstrip("\n")) for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def fill(fragment: str, **values: str) -> Html:
    """A fragment with values in its places, each escaped unless it is markup."""
    safe = {name: value if isinstance(value, Html) else escape(value) for name, value in values.items()}
    return Html(_fragments()[fragment].substitute(safe))


def _joined(parts: Sequence[Html]) -> Html:
    return Html("\n".join(parts))


def page(heading: str, body: Html, language: str, address: str) -> str:
    """A whole page; ``address`` is its own, without a language, for the link to the other one."""
    known = words()
    languages = list(known)
    other = languages[(languages.index(language) + 1) % len(languages)]
    joint = "&" if "?" in address else "?"
    return fill(
        "page",
        language=language,
        heading=heading,
        body=body,
        otherHref=f"{address}{joint}lang={other}",
        otherLanguage=other,
        **{name: known[language][name] for name in ("title", "graph", "queries", "endpoint", "other")},
    )


def query_list(queries: Sequence[SavedQuery], language: str) -> str:
    """The page that lists the saved queries."""
    items = [
        fill(
            "item",
            name=query.name,
            language=language,
            summary=in_language(query.summary, language),
            description=in_language(query.description, language),
            tags=", ".join(query.tags),
        )
        for query in queries
    ]
    return page(words()[language]["queries"], fill("list", items=_joined(items)), language, "/queries")


def query_page(query: SavedQuery, params: Mapping[str, str], language: str, result: Html) -> str:
    """The page of one saved query: its form with the user's words, and below it the result."""
    required = words()[language]["required"]
    fields = [
        fill(
            "field",
            name=each.name,
            help=in_language(each.help, language) + (f" ({required})" if each.required else ""),
            value=params.get(each.name) or each.default or "",
            required=fill("required") if each.required else Html(""),
        )
        for each in query.parameters
    ]
    body = fill(
        "query",
        name=query.name,
        language=language,
        description=in_language(query.description, language),
        fields=_joined(fields),
        run=words()[language]["run"],
        result=result,
    )
    address = f"/queries/{quote(query.name)}?" + urlencode({"run": "1", **params})
    return page(in_language(query.summary, language), body, language, address)


def sparql_page(text: str, language: str, result: Html) -> str:
    """The page of the endpoint: a form for a query, and below it the result."""
    own = words()[language]["own"]
    body = fill("sparql", own=own, query=text, run=words()[language]["run"], result=result)
    return page(words()[language]["endpoint"], body, language, "/sparql")


def error_page(message: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The page that says what went wrong."""
    return page(words()[language]["error"], error(message), language, "/queries")


def error(message: str) -> Html:
    """One sentence that says what went wrong."""
    return fill("error", text=message)


def answer(found: Answer, language: str, address: str = "") -> Html:
    """What a query answered; ``address`` is that of the same answer in another format, without it."""
    known = words()[language]
    if isinstance(found, Triples):
        return fill("text", text=found.text)
    if isinstance(found, Truth):
        return fill("truth", truth=known["truth"], value=str(found.value).lower())
    if not found.rows:
        return fill("nothing", nothing=known["nothing"])
    return _table(found, language, address)


def _table(table: Table, language: str, address: str) -> Html:
    known = words()[language]
    formats = [form for form in FORMATS if form != "table"] if address else []
    return fill(
        "result",
        count=f"{len(table.rows)} {known['row'] if len(table.rows) == 1 else known['rows']}",
        heads=Html("".join(fill("head", text=name) for name in table.columns)),
        rows=_joined(
            [fill("row", cells=Html("".join(_cell(cell, language) for cell in row))) for row in table.rows]
        ),
        formats=_joined([fill("format", href=f"{address}&format={form}", text=form) for form in formats]),
    )


def _cell(cell: Term | None, language: str) -> Html:
    if cell is None:
        return fill("cell", text="")
    if cell.kind == "uri":
        return fill("link", href=_href(cell.value, language), text=short(cell))
    return fill("number" if _NUMBERS.fullmatch(cell.datatype) else "cell", text=short(cell))


def _href(iri: str, language: str) -> str:
    """Where a thing leads: an event to its evidence, anything else to what the graph says of it."""
    if _EVENT.fullmatch(iri):
        return "/queries/evidence?" + urlencode({"lang": language, "run": "1", "event": iri})
    return "/sparql?" + urlencode({"lang": language, "query": _DESCRIBE.format(iri)})
