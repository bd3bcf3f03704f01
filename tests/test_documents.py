"""Files become documents: every character is read or said to be skipped, whatever the file holds."""

from __future__ import annotations

import io
import random
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_documents import paragraph

from kg.documents import Sample, Source, find_copies, find_documents, read_document
from kg.documents.blocks import lay_out
from kg.documents.credits import byline_names, credit_names, dateline, trailing_credit
from kg.documents.dates import edtf, find_date, is_date_line
from kg.documents.notices import reason_to_skip
from kg.errors import DocumentError, KgError
from kg.language.words import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claim import Block, Document, Skipped

FIXTURES = Path(__file__).parent / "documents_fixtures"
SHARED = Path(__file__).parents[2] / "shared"
EN = "The army took the town of Tal Karam and the bridge on Monday."
AIM = "The army [took](https://post.example/took) the bridge on Monday and the dam was held by the rebels."
JOINED = (
    "The army took the town of Tal Karam and the bridge on Monday, and the second brigade held the dam "
    "until the night of the same day."
)
FR = "L'armée a repris la ville de Tal Karam, où une forêt brûlait près du fleuve, à l'été 2016."


def read(path: Path) -> Document:
    return read_document(Source(path, path.name))


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_blocks(document: Document) -> list[tuple[str, str, str]]:
    return [(b.kind, b.language, " ".join(document.text[b.start : b.end].split())) for b in document.blocks]


def skipped(document: Document) -> list[tuple[str, str]]:
    return [(s.reason, document.text[s.start : s.end]) for s in document.skipped if s.reason != "mark"]


def uncovered(text: str, stretches: Sequence[Block | Skipped]) -> list[str]:
    """What no block and no skipped stretch of a text covers, white space apart."""
    gaps, last = [], 0
    for start, end in [*sorted((s.start, s.end) for s in stretches), (len(text), len(text))]:
        gaps.append(text[last:start].strip())
        last = max(last, end)
    return [gap for gap in gaps if gap]


def layout(text: str) -> list[tuple[str, str]]:
    return [(p.reason or p.kind, text[p.start : p.end]) for p in lay_out(text).pieces if p.reason != "mark"]


# --- nothing is lost -------------------------------------------------------------------------------

PARTS = [
    EN,
    FR,
    "Read more",
    "Tout AccepterTout refuser",
    "- JOHN DOE/AFP",
    "== History ==",
    "# Aims",
    "* one",
    "• deux",
    "Published: 31 October 2016",
    "12 34",
    "\u2028",
    "\x0c",
    "\r\n",
    "\n",
    "\n\n",
    " ",
    "\t",
    "\xa0",
    "----",
    "> said",
    "« Non »",
    "https://post.example/a",
    "---\n",
    "a",
    "É",
    ".",
    '"',
    "(AFP)",
    "|",
    "المدينة",
    "El ejército tomó la ciudad el lunes.",
    "- Silence -La",
    "des blessésLe",
    "[edit]",
    "\x1c",
    "\x85",
    "\ufeff",
]


@pytest.mark.parametrize("seed", range(150))
def test_every_character_is_in_one_stretch(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(
        chance.choice(PARTS) + chance.choice(["", " ", "\n", "\n\n"]) for _ in range(chance.randint(1, 40))
    )
    found = lay_out(text)
    stretches = [*found.blocks, *found.skipped]
    assert uncovered(text, stretches) == []
    ordered = sorted((s.start, s.end) for s in stretches)
    assert all(a[1] <= b[0] for a, b in pairwise(ordered))
    assert all(
        start < end and not text[start].isspace() and not text[end - 1].isspace() for start, end in ordered
    )


def test_nothing_of_the_real_documents_is_lost() -> None:
    folders = [
        SHARED / "documents",
        SHARED / "evaluation/train/documents",
        SHARED / "evaluation/extra/documents",
    ]
    folders = [folder for folder in folders if folder.is_dir()]
    if not folders:
        pytest.skip("the documents beside the checkout are absent")
    for folder in folders:
        for source in find_documents([folder]):
            document = read_document(source)
            assert uncovered(document.text, [*document.blocks, *document.skipped]) == [], source.name
            assert document.blocks, source.name
            assert document.text == source.path.read_bytes().decode("utf-8-sig"), source.name


# --- layout ----------------------------------------------------------------------------------------

LAYOUTS = [
    # lines that were wrapped are one paragraph, sentences on lines of their own are several
    (
        "The army of the Orel valley and its\nallies took the town.",
        ["The army of the Orel valley and its\nallies took the town."],
    ),
    ("The army took the town.\nThe rebels left.", ["The army took the town.", "The rebels left."]),
    # a capital inside a word cuts where the left side is no name
    ("Plusieurs blessésÂgé de 25 ans, il est mort.", ["Plusieurs blessés", "Âgé de 25 ans, il est mort."]),
    (
        "Le nord est pris.- Silence des autorités -La ville attend.",
        ["Le nord est pris.", "Silence des autorités", "La ville attend."],
    ),
    ("General McKenzie and MacArthur met at OpenLab.", ["General McKenzie and MacArthur met at OpenLab."]),
    # a quotation that opens after a full stop is not cut off
    (
        'Il a parlé à un officier."La ville est prise", a dit le maire.',
        ['Il a parlé à un officier."La ville est prise", a dit le maire.'],
    ),
    (
        "The text ends here. Read MoreSlideshowThe battle of Orel",
        ["The text ends here.", "The battle of Orel"],
    ),
    # repeated word for word: the first one is read
    ("The battle of Orel\n\n" + EN + "\n\nThe battle of Orel", ["The battle of Orel", EN]),
    # a chronicle keeps its dates
    (
        "28 January 2025 – The town fell.\n\n2 February 2025 – The dam was held.",
        ["28 January 2025 – The town fell.", "2 February 2025 – The dam was held."],
    ),
    # a dated list of incidents is content
    (
        f"Incidents\n\nDate: 3 May 2016\n\n{EN}\n\nDate: 5 May 2016\n\nThe dam was held.",
        ["Incidents", "Date: 3 May 2016", EN, "Date: 5 May 2016", "The dam was held."],
    ),
    # a heading after the last sentence with nothing but furniture below it
    (EN + "\n\nTell the news\n\nFollow the Post on Telegram", [EN]),
    # an encyclopedia's article
    (
        "== History ==\n" + EN + " [12]\n== References ==\nRoe, Jane: The war. Orelsk.",
        ["History", EN + " [12]"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), LAYOUTS)
def test_layout(text: str, expected: list[str]) -> None:
    assert [text[b.start : b.end] for b in lay_out(text).blocks] == expected


def test_wrapped_dispatch() -> None:
    document = read(FIXTURES / "dispatch.txt")
    assert [kind for kind, _, _ in read_blocks(document)] == [
        "headline",
        "paragraph",
        "paragraph",
        "paragraph",
    ]
    assert skipped(document) == [
        ("dateline", "ORELSK, March 3, 2017 (Reuters) -"),
        ("publication line", "Published: 4 March 2017"),
    ]
    assert (document.title, document.publisher, document.published) == (
        "TAL KARAM FALLS AFTER THREE WEEKS",
        "Reuters",
        "2017-03-04",
    )


def test_gallery() -> None:
    document = read(FIXTURES / "gallery.txt")
    assert [(kind, language) for kind, language, _ in read_blocks(document)] == [
        ("headline", "fr"),
        ("paragraph", "en"),
        ("paragraph", "fr"),
        ("caption", "fr"),
        ("caption", "fr"),
        ("caption", "fr"),
    ]
    reasons = [reason for reason, _ in skipped(document)]
    assert reasons.count("repeated") == 2
    assert reasons.count("photo credit") == 5
    assert reasons.count("cookie notice") == 4
    assert {"byline", "menu", "share link"} < set(reasons)
    assert document.title == "La bataille de Tal Karam"


SKIPPED = [
    ("Skip to main content", "menu"),
    ("Home | World | Sport", "menu"),
    ("À lire aussi", "related link"),
    ("Lire aussi : Le pont est détruit", "related link"),
    ("Share this article", "share link"),
    ("This website uses cookies to improve your experience. Accept Read More", "cookie notice"),
    ("Sign up to get the latest alerts and our newsletter", "newsletter"),
    ("© 2016 The Orel Post. All rights reserved.", "legal notice"),
    ("La reproduction de cet article sans autorisation est interdite.", "legal notice"),
    ("By Jane Roe in Orelsk", "byline"),
    ("(Photo: AP)", "photo credit"),
    ("Mis à jour le 3 mars 2017 à 14h30", "publication line"),
    ("https://post.example/news", "link"),
    ("#Orel #TalKaram", "tags"),
    ("12 / 34 / 56", "no words"),
]
READ = [
    "Mosul",
    "Syria",
    "Homs/Hama",
    "World leaders met in Orelsk.",
    "Share of the spoils goes to the militia",
    "Follow-on forces reached the bridge",
    "The journalist's photo showed tanks.",
    "Par crainte des mines, ils partent",
    "You must agree with your partners, the minister said.",
    "Le ministre demande à ses partenaires d'accepter votre choix.",
    "Updated plans for the assault were found.",
    "By Monday Orel Will Have Fallen, General Says",
    "The rebels reproduced the map without permission.",
    "Video: how the bridge fell",
    "Source close to the palace: army will attack",
    "3 soldiers killed",
    "In June 2016",
    "The battle for Tal Karam (part 2)",
]


@pytest.mark.parametrize(("text", "reason"), SKIPPED)
def test_furniture_is_skipped(text: str, reason: str) -> None:
    assert reason_to_skip(text) == reason


@pytest.mark.parametrize("text", READ)
def test_content_is_read(text: str) -> None:
    assert reason_to_skip(text) == ""


CREDITS = [
    ("- JOHN DOE/AFP", ["john doe", "afp"]),
    ("Photo by Jane Roe/Getty Images", ["jane roe", "getty images"]),
    ("Réalisation : Jean DUPONT", ["jean dupont"]),
    ("Iran/Iraq", []),
    ("The army took Orel", []),
]


@pytest.mark.parametrize(("text", "names"), CREDITS)
def test_credit_names(text: str, names: list[str]) -> None:
    assert credit_names(text) == names


TRAILING = [
    ("Smoke over the bridge (AFP)", "(AFP)"),
    ("Smoke over the bridge. - JOHN DOE/AFP", "- JOHN DOE/AFP"),
    ("The bridge has fallen (VIDEO) Source: Reuters", "Source: Reuters"),
    ("The Islamic State (IS)", None),
    ("He spoke to reporters of AFP", None),
]


@pytest.mark.parametrize(("text", "credit"), TRAILING)
def test_trailing_credit(text: str, credit: str | None) -> None:
    at = trailing_credit(text)
    assert (None if at is None else text[at:].strip()) == credit


DATELINES = [
    ("BAGHDAD (AP) — Soldiers left", (None, "AP")),
    ("PARIS, 3 mars 2017 (AFP) - Les", ("2017-03-03", "AFP")),
    ("4 juillet 2012. - L'armée", ("2012-07-04", None)),
    ("The group (IS) - a force", None),
    ("In 2016 - when the war began", None),
]


@pytest.mark.parametrize(("text", "expected"), DATELINES)
def test_dateline(text: str, expected: tuple[str | None, str | None] | None) -> None:
    found = dateline(text)
    assert (None if found is None else (found.published, found.publisher)) == expected


def test_byline_needs_two_words_of_a_name() -> None:
    assert byline_names("Par Jeanne Dupuis à Orelsk") == ["jeanne dupuis", "orelsk"]
    assert byline_names("By Monday") == []


# --- dates and metadata ----------------------------------------------------------------------------

DATES = [
    ("31 October 2016", "2016-10-31"),
    ("October 31st, 2016", "2016-10-31"),
    ("February 2017", "2017-02"),
    ("1er août 2014", "2014-08-01"),
    ("2016-10-31T10:00", "2016-10-31"),
    ("31/10/2016", "2016-10-31"),
    ("10/31/2016", "2016-10-31"),
    ("04/03/2017", "2017"),  # 4 March or 3 April
    ("31 February 2016", None),
    ("March 3", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_find_date(text: str, expected: str | None) -> None:
    found = find_date(text)
    assert (found[2] if found else None) == expected


def test_edtf_and_date_lines() -> None:
    assert [edtf(text) for text in ("2014", "2017-02", "2017-02-30", "20170203")] == [
        "2014",
        "2017-02",
        None,
        None,
    ]
    assert is_date_line("Monday, May 2, 2016 at 3:00 pm")
    assert not is_date_line("The army left on 2 May 2016")


PUBLISHED = [
    ("Orel falls\n\n" + EN + "\n\nUpdated: February 2017", "2017-02"),
    ("Orel tombe\nPublié le 3 mars 2017 à 14h\n\n" + FR, "2017-03-03"),
    ("Orel falls\n31 October 2016\n\n" + EN, "2016-10-31"),
    ("Orel falls\n\n" + EN + " It fell on 31 October 2016.", None),  # an event's date
    ("Orel falls\n\nUpdated: 5 May 2016\nPublished: 3 May 2016\n\n" + EN, "2016-05-03"),
    # with a place or publisher on a line of its own below the title
    ("Orel falls\nTal Karam, 28 January 2025\n\n" + EN, "2025-01-28"),
    ("Orel tombe\nGenève, le 28 janvier 2025\n\n" + FR, "2025-01-28"),
    ("Orel tombe\nNaples, mardi 14 juin 2011\n\n" + FR, "2011-06-14"),
    ("Orel falls\nGreat Lakes Watch, February 20, 2025\n\n" + EN, "2025-02-20"),
    ("Orel falls\nHumanitarian Data Office | 14 June 2024\n\n" + EN, "2024-06-14"),
    ("Orel tombe\nBureau de coordination humanitaire, 14 juin 2024\n\n" + FR, "2024-06-14"),
    ("Orel falls\nReuters, 14 June 2024\n\n" + EN, "2024-06-14"),
    ("Orel falls\n(14 June 2024)\n\n" + EN, "2024-06-14"),
    ("Orel falls\nGENEVA (14 June 2024)\n\n" + EN, "2024-06-14"),
    ("Orel falls\nAs of 14 June 2024\n\n" + EN, "2024-06-14"),
    ("Orel falls\n\n14/06/2024\n\n" + EN, "2024-06-14"),
    ("Orel falls\n\n2024-06-14\n\n" + EN, "2024-06-14"),
    ("Kinshasa, le 28 janvier 2025\nL'armée reprend Orel\n\n" + FR, "2025-01-28"),
    # at the end
    (FR + "\n\nFait à Bamako, le 28 janvier 2025", "2025-01-28"),
    (FR + "\n\nFait à Bamako, le 28 janvier 2025 Le colonel Traoré", "2025-01-28"),
    (FR + "\n\nGoma, le 28 janvier 2025\nLe porte-parole", "2025-01-28"),
    # in a dateline
    ("Orel falls\n\nORELSK, 3 March 2017 – " + EN, "2017-03-03"),
    ("Orel falls\n\nTal Karam, 3 March 2017 – " + EN, "2017-03-03"),
    # the title's own, an event's, one without a year, those of a chronicle
    ("Orel Campaign Update, 14 June 2024\n\n" + EN, None),
    ("Bulletin, 14 June 2024\nHighlights\n\n" + EN, None),
    ("The war in Orel\nChute de Goma, 27 janvier 2025\n\n" + FR, None),
    ("The war in Orel\nOrel Front, 19–25 February 1999\n\n" + EN, None),
    ("Orel falls\n\nGoma, 28 January – " + EN, None),
    (f"Orel\n\nGoma, 28 January 2025\n\n{EN}\n\nSake, 2 February 2025\n\nThe dam was held.", None),
    (f"Orel\n\nGoma, 28 January 2025 – {EN}\n\nSake, 2 February 2025 – The dam was held.", None),
    (f"Orel\n\n28 January 2025 – {EN}", None),
]


@pytest.mark.parametrize(("text", "expected"), PUBLISHED)
def test_published(text: str, expected: str | None, tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.txt", text)).published == expected


TITLES = [
    ("COMMUNIQUÉ DE PRESSE\n\nLa ville est reprise\n\n" + FR, "La ville est reprise"),
    ("Press Release No. 214\nOrel has fallen\n\n" + EN, "Orel has fallen"),
    ("Republic of Orel\nMinistry of Defence\n\nThe bridge is ours\n\n" + EN, "The bridge is ours"),
    (
        "Ministère des Affaires étrangères\nCommuniqué de presse n° 3\n\nOrel – Situation\n\n" + FR,
        "Orel – Situation",
    ),
    # nothing better follows, or the line tells something
    ("Press Release\n\n" + EN + "\n\nThe bridge is ours\n\n" + EN[:-1] + " again.", "Press Release"),
    ("Ministry of Defence denies a strike\n\nThe bridge\n\n" + EN, "Ministry of Defence denies a strike"),
    ("Statement on Orel\n\nThe bridge\n\n" + EN, "Statement on Orel"),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_a_letterhead_is_no_title(text: str, title: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.txt", text)).title == title


def test_markdown() -> None:
    document = read(FIXTURES / "aims.md")
    assert read_blocks(document) == [
        ("headline", "en", "Aims of the operation"),
        ("paragraph", "en", AIM),
        ("headline", "en", "What is to be done"),
        ("item", "en", "to take the hill"),
        ("item", "en", "to hold the dam"),
    ]
    assert [reason for reason, _ in skipped(document)] == [
        "front matter",
        "code",
        "related link",
        "picture",
        "comment",
    ]
    assert (document.title, document.published, document.publisher, document.media_type) == (
        "The aims of the coalition",
        "2016-10-31",
        "Ministry of the Republic",
        "text/markdown",
    )


EMPHASIS = [
    ("**Tal Karam**, the _dam_ and ***both* bridges**", "Tal Karam , the dam and both bridges"),
    ("the army__'s__ dam, a_b_c, 2*3*4 and 5 * 6 * 7", None),
    ("the dam\\*, the **bridge", None),
    ("l'**armée** et\nla *ville\nforte*.", "l' armée et la ville forte ."),
    ("* one *two* three", "one two three"),
    ("the *dam\n\nthe* bridge", None),
]


@pytest.mark.parametrize(("line", "expected"), EMPHASIS)
def test_emphasis_is_no_text(line: str, expected: str | None, tmp_path: Path) -> None:
    text = f"{EN}\n\n{line}"
    document = read(written(tmp_path, "a.md", text))
    assert len(document.text) == len(text)
    read_text = " ".join(block[2] for block in read_blocks(document)[1:])
    assert read_text == (" ".join(line.split()) if expected is None else expected)
    assert read(written(tmp_path, "a.txt", text)).text == text


def test_emphasis_hides_no_dateline(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.md", f"# Orel falls\n\n**Port Orel, 20 December 2023** – {EN}"))
    assert document.published == "2023-12-20"
    assert [text for _, _, text in read_blocks(document)] == ["Orel falls", EN]


# markup, and what is left out of it
ASIDES = [
    ("<!-- a -->", ["comment"]),
    ("```\n<!-- a -->\n```", ["code"]),
    ("<!-- a\n```\nb\n```\n-->", ["code"]),
    ("```\na\n```\n<!-- b -->\n~~~\nc\n~~~\n<!-- d -->", ["code", "comment", "code", "comment"]),
    ("<!-- a", []),
]


@pytest.mark.parametrize(("markup", "reasons"), ASIDES)
def test_code_and_comments(markup: str, reasons: list[str], tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.md", f"{EN}\n\n{markup}\n"))
    assert [reason for reason, _ in skipped(document) if reason in ("code", "comment")] == reasons


def test_a_rule_is_no_front_matter(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.md", f"---\n{EN}\n---\n{EN[:-1]} again."))
    assert len(document.blocks) == 2


def test_documents_toml_overrides(tmp_path: Path) -> None:
    path = written(tmp_path, "a.md", f"---\ntitle: One\ndate: 2016-05-01\n---\n{EN}\n")
    written(
        tmp_path,
        "documents.toml",
        '["a.md"]\ntitle = "Two"\npublished = 2016-05-02\nurl = "https://a.example"\n',
    )
    document = read(path)
    assert (document.title, document.published, document.url) == ("Two", "2016-05-02", "https://a.example")


WRONG_TOML = [
    ('["a.txt"\n', "not well-formed"),
    ('["a.txt"]\nauthor = "x"', r'\["a.txt"\].*author'),
    ('["a.txt"]\npublished = "someday"', r'\["a.txt"\].*published'),
    ('["a.txt"]\nlanguage = "xx"', "language"),
    ('["a.txt"]\ntitle = 3', "title"),
    ('title = "x"', "outside a table"),
]


@pytest.mark.parametrize(("content", "message"), WRONG_TOML)
def test_wrong_documents_toml(content: str, message: str, tmp_path: Path) -> None:
    written(tmp_path, "a.txt", EN)
    written(tmp_path, "documents.toml", content)
    with pytest.raises(KgError, match=message):
        find_documents([tmp_path])


# --- other formats ---------------------------------------------------------------------------------


def test_html() -> None:
    document = read(FIXTURES / "page.html")
    assert (document.title, document.publisher, document.published, document.url) == (
        "Rebels leave Tal Karam",
        "The Orel Post",
        "2016-10-31",
        "https://post.example/news/tal-karam",
    )
    kinds = [kind for kind, _, _ in read_blocks(document)]
    assert kinds == [
        "headline",
        "paragraph",
        "headline",
        "paragraph",
        "item",
        "item",
        "item",
        "item",
        "paragraph",
    ]
    assert skipped(document) == [("byline", "By Jane Roe")]
    assert "World" not in document.text


def pdf(*pages: list[str]) -> bytes:
    """A PDF with these lines, in Helvetica, one stream a page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = "\n".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 50 780 Td\n{shown}\nET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def test_pdf_joins_lines_and_moves_headers_aside(tmp_path: Path) -> None:
    pages = [
        [
            "Communique of the Republic",
            "The army took the town of Tal Karam and the bri-",
            "dge on Monday, and the second bri-",
        ],
        ["Communique of the Republic", "gade held the dam until the night of the same", "day.", "2"],
    ]
    document = read(written(tmp_path, "a.pdf", pdf(*pages)))
    assert read_blocks(document) == [
        ("paragraph", "en", JOINED),
    ]
    assert [reason for reason, _ in skipped(document)] == ["page header or footer"]
    assert uncovered(document.text, [*document.blocks, *document.skipped]) == []


def test_what_a_browser_prints_around_a_page_is_set_aside(tmp_path: Path) -> None:
    page = [EN, "The dam was held.", "11/22/26, 6:24 AM The battle of Orel", "file:///home/a.html 1/1"]
    document = read(written(tmp_path, "a.pdf", pdf(page)))
    assert [text for _, _, text in read_blocks(document)] == page[:2]
    assert [reason for reason, _ in skipped(document)] == ["page header or footer"]
    # without the address, the line is an incident's
    assert len(read(written(tmp_path, "a.pdf", pdf(page[:3]))).blocks) == 3


def test_docx(tmp_path: Path) -> None:
    from docx import Document as Word

    word = Word()
    word.core_properties.title = "Aims of the coalition"
    word.add_heading("The battle of Orel", 1)
    word.add_paragraph(EN)
    word.add_paragraph("to hold the dam", style="List Bullet")
    word.add_table(1, 1).cell(0, 0).text = "The hill was taken by the second brigade."
    word.sections[0].footer.paragraphs[0].text = "Ministry of the Republic"
    word.save(str(tmp_path / "a.docx"))
    document = read(tmp_path / "a.docx")
    assert [kind for kind, _, _ in read_blocks(document)] == ["headline", "paragraph", "item", "paragraph"]
    assert skipped(document) == [("page header or footer", "Ministry of the Republic")]
    assert document.title == "Aims of the coalition"


# --- encodings, languages, bad input ---------------------------------------------------------------

ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "iso8859-15",
    "mac_roman",
    "cp850",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(encoding: str, tmp_path: Path) -> None:
    text = FR + "\r\n\r\n" + FR.replace("2016", "2017")
    document = read(written(tmp_path, "a.txt", text.encode(encoding)))
    assert document.text == text
    assert len(document.blocks) == 2


def test_damaged_utf8_stays_utf8(tmp_path: Path) -> None:
    damaged = (FR * 4).encode() + b"\xc3"
    assert read(written(tmp_path, "a.txt", damaged)).text == FR * 4 + "\ufffd"


def test_each_sentence_in_its_language(tmp_path: Path) -> None:
    spanish = (
        "El ejército tomó la ciudad de Tal Karam el lunes y los rebeldes huyeron hacia el norte del país."
    )
    quote = "He said: We are in the town and we will be there for the winter."
    mixed = f"La ville est prise, selon le ministère, et les rebelles ont fui. {quote}"
    text = f"{EN}\n\n{spanish}\n\n{mixed}\n\nTal Karam"
    document = read(written(tmp_path, "a.txt", text))
    assert [language for _, language, _ in read_blocks(document)] == ["en", "fr", "en", "en"]
    assert skipped(document) == [("in Spanish, which is not read", spanish)]


BAD = [
    ("a.txt", b"", "empty"),
    ("a.txt", b" \r\n\t ", "white space"),
    ("a.txt", bytes(range(256)) * 40, "binary"),
    ("a.txt", b"\xff\xfe\x00\xd8\x00\xd8", "save it as UTF-8"),
    ("a.txt", "Die Armee hat am Montag die Stadt eingenommen und die Brücke zerstört.", "German"),
    ("a.txt", "Армия взяла город в понедельник.", "Russian"),
    ("a.txt", "12 34 55\n77 88\n", "no sentence"),
    ("a.txt", "---\ndate: someday\n---\n" + EN, "someday"),
    ("a.html", "no markup", "no HTML"),
    ("a.html", "<html><body></body></html>", "no article"),
    ("a.html", "<div>" * 50_000 + "x", r"no article|malformed"),
    ("a.pdf", b"hello", "no PDF"),
    ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 10, "malformed|cannot be read"),
    ("a.pdf", pdf([]), "no text"),
    ("a.docx", b"hello", "no Word document"),
    ("a.txt", "a" * 3000, "more than"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD)
def test_bad_files_say_why(
    name: str, content: str | bytes, message: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, name, content)
    limit = 2000 if message == "more than" else 10_000_000
    with pytest.raises(DocumentError, match=message) as caught:
        read_document(Source(path, name), limit_bytes=limit)
    assert str(caught.value).startswith(name)
    assert capfd.readouterr() == ("", "")


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(50_000_000)
    start = time.process_time()
    with pytest.raises(DocumentError, match=r"50\.0 MB"):
        read(tmp_path / "a.txt")
    assert time.process_time() - start < 0.5


LONG = [
    "word " * 10_000,
    "The army took the town and " * 5000,
    "x" * 300_000,
    "A/" * 50_000,
    "- " * 50_000,
    "(" * 50_000,
    "a\n" * 20_000,
    "éÉ" * 50_000,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_odd_texts_do_not_hang(text: str) -> None:
    start = time.process_time()
    found = lay_out(text)
    assert uncovered(text, [*found.blocks, *found.skipped]) == []
    assert time.process_time() - start < 5


# --- files -----------------------------------------------------------------------------------------


def test_find_documents(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.MD",
        "sub/b.txt",
        "sub/picture.jpg",
        ".hidden.txt",
        ".git/x.txt",
        "documents.toml",
    ):
        written(tmp_path, name, "")
    found = find_documents([tmp_path])
    assert [(source.name, bool(source.skip)) for source in found] == [
        ("a.MD", False),
        ("b.txt", False),
        ("sub/b.txt", False),
        ("sub/picture.jpg", True),
    ]
    with pytest.raises(DocumentError, match=r"files \.jpg are not read"):
        read_document(found[-1])
    # the same file by two ways comes once, two files of one name keep their folders
    names = [
        s.name for s in find_documents([tmp_path / "b.txt", tmp_path / "sub" / "b.txt", tmp_path / "*.txt"])
    ]
    assert names == sorted([f"{tmp_path.name}/b.txt", "sub/b.txt"])
    assert [s.name for s in find_documents([str(tmp_path / "**" / "*.txt")])] == ["b.txt", "sub/b.txt"]


def test_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path, message in (
        ("nowhere", "no such file"),
        ("empty", "holds no document"),
        ("*.pdf", "no file fits"),
    ):
        with pytest.raises(KgError, match=message):
            find_documents([tmp_path / path])


# --- copies ----------------------------------------------------------------------------------------


def article(name: str, text: str, published: str | None) -> Sample:
    sample = Sample.of(paragraph(text, name=name, published=published))
    return Sample.unpacked(name, published, sample.packed())


def test_copies() -> None:
    chance = random.Random(7)
    words = [f"w{i}" for i in range(400)]
    story = chance.choices(words, k=200)
    changed = [word if i not in (40, 120) else "other" for i, word in enumerate(story)]
    documents = [
        article("later.txt", " ".join(story), "2016-11"),
        article("original.txt", " ".join(story), "2016-10-31"),
        article("edited.txt", " ".join(changed), None),
        article("shorter.txt", " ".join(story[:120]), "2016-12-01"),
        article("longer.txt", " ".join(story + chance.choices(words, k=400)), "2016-12-02"),
        article("other.txt", " ".join(chance.choices(words, k=200)), "2016-01-01"),
        article("line.txt", "The army left.", "2016-01-01"),
        article("line2.txt", "The army left!", "2016-01-02"),
        article("line3.txt", "The army left Orel.", "2016-01-03"),
    ]
    expected = {
        "later.txt": "original.txt",
        "edited.txt": "original.txt",
        "shorter.txt": "original.txt",
        "line2.txt": "line.txt",
    }
    assert find_copies(documents) == expected
    assert find_copies(reversed(documents)) == expected


def test_all_but_one_of_many_copies_are_copies(tmp_path: Path) -> None:
    body = "\n\n".join(f"{EN[:-1]} {i}, and the rebels who held it left for the hills." for i in range(28))
    path = written(tmp_path, "a.txt", "The battle of Orel\n\n" + body)
    document = read_document(Source(path, "a.txt"))
    copies = find_copies(Sample.of(replace(document, name=f"{i}.txt")) for i in range(300))
    assert len(copies) == 299


def test_languages_have_the_same_keys() -> None:
    def keys(data: dict[str, object], prefix: str = "") -> set[str]:
        inner = [keys(v, f"{prefix}{k}.") for k, v in data.items() if isinstance(v, dict) and k != "months"]
        return {prefix + k for k in data}.union(*inner)

    assert keys(table("en", "furniture")) == keys(table("fr", "furniture"))
