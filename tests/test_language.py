"""The shipped pipelines: they load, they are small, they split captions, headlines and quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fixture_documents import document

from kg.extract.tokens import all_tokens
from kg.language import LANGUAGES, PIPELINES, load_pipeline, parse

if TYPE_CHECKING:
    from kg.claim import Document
    from kg.language import Passage

MEGABYTES = 15


def sentences(made: Document) -> list[str]:
    """The sentences as the document has them."""
    found = [(p, p.span(s)) for p in parse(made) for s in p.doc.sents]
    return [made.text[start:end] for _, (start, end) in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pipeline_is_small_and_does_all_of_its_work(language: str) -> None:
    size = sum(file.stat().st_size for file in (PIPELINES / language / "pipeline").rglob("*"))
    assert size <= MEGABYTES * 1_000_000
    pipeline = load_pipeline(language)
    assert pipeline.lang == language
    assert {"morphologizer", "trainable_lemmatizer", "senter", "parser"} <= set(pipeline.pipe_names)


# language, words, and of each word: lemma, part of speech, relation, head
TREES = [
    (
        "en",
        "The army destroyed the bridge",
        [
            ("the", "DET", "det", "army"),
            ("army", "NOUN", "nsubj", "destroyed"),
            ("destroy", "VERB", "ROOT", "destroyed"),
            ("the", "DET", "det", "bridge"),
            ("bridge", "NOUN", "obj", "destroyed"),
        ],
    ),
    (
        "fr",
        "Les soldats ont repris le pont",
        [
            ("le", "DET", "det", "soldats"),
            ("soldat", "NOUN", "nsubj", "repris"),
            ("avoir", "AUX", "aux:tense", "repris"),
            ("reprendre", "VERB", "ROOT", "repris"),
            ("le", "DET", "det", "pont"),
            ("pont", "NOUN", "obj", "repris"),
        ],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), TREES)
def test_a_plain_clause_is_analysed(language: str, text: str, expected: list[tuple[str, ...]]) -> None:
    (passage,) = parse(document((language, text + ".")))
    tree = [(t.lemma_, t.pos_, t.dep_, t.head.text) for t in passage.doc if not t.is_punct]
    assert tree == expected


@pytest.mark.parametrize(
    ("language", "text", "parted"),
    [
        ("en", "The pro-government men didn't leave.", "The pro - government men did n't leave ."),
        ("fr", "Le porte-parole des États-Unis l'a dit.", "Le porte-parole des États-Unis l' a dit ."),
        ("fr", "Un cessez-le-feu en ex-Yougoslavie.", "Un cessez-le-feu en ex-Yougoslavie ."),
        ("fr", "Qu'a-t-il dit, est-ce fini ?", "Qu' a -t -il dit , est -ce fini ?"),
    ],
)
def test_words_are_parted_as_in_the_treebanks(language: str, text: str, parted: str) -> None:
    (passage,) = parse(document((language, text)))
    assert [token.text for token in passage.doc] == parted.split()


CAPTIONS = [
    ("en", ["Soldiers raise the flag over the town hall of Tal Karam, 3 May 2017."]),
    ("en", ["An armoured vehicle burns in the east of Orelsk on March 6, 2017, during clashes."]),
    ("en", ["Smoke rises over the old town, June 5, 2017."]),
    ("fr", ["Des soldats hissent le drapeau sur la mairie de Tal Karam, le 3 mai 2017."]),
    ("fr", ["Un blindé brûle dans le quartier est d'Orelsk, le 6 mars 2017, pendant des combats."]),
    ("fr", ["Réfugiés à l'ouest d'Orelsk, le 1er mars 2017."]),
]
HEADLINES = [
    ("en", ["Rebels quit Orelsk after siege"]),
    ("en", ["Orelsk falls: what comes next?"]),
    ("en", ["Governor: 'We will take back every village'"]),
    ("fr", ["Les rebelles quittent Orelsk après un siège de trois mois"]),
    ("fr", ["Orelsk : la dernière bataille"]),
    ("fr", ["Syrie : l'armée annonce « la fin des combats »"]),
]
QUOTATIONS = [
    ("en", ['"We will not leave this valley," the general said.', "His troops had crossed the river."]),
    ("en", ["The minister said: “The siege is over.”", "“The people can go home,” he added."]),
    ("en", ["“They shelled us for three days.", "Then the road was open,” said Amina, a nurse."]),
    ("en", ["He asked: 'Who fired first?'", "No officer answered."]),
    ("fr", ["« Nous ne quitterons pas cette vallée », a déclaré le général.", "Ses troupes avançaient."]),
    ("fr", ["« Ils nous ont bombardés trois jours.", "Puis la route s'est ouverte », raconte Amina."]),
    ("fr", ["Il a demandé : « Qui a tiré le premier ? »", "Aucun officier n'a répondu."]),
]
RUNNING_TEXT = [
    ("en", ["The U.S. Air Force struck a depot.", "No one was hurt."]),
    ("en", ["The convoy was hit at 4.30 a.m.", "Two drivers died."]),
    ("en", ["Three villages were retaken (see map).", "The army lost two tanks."]),
    ("en", ["Did the army enter the city?", "Nobody knows!", "Fighting goes on."]),
    ("en", ["The rebels hold the following towns: Orelsk, Tal Karam and Brona."]),
    ("en", ["About 3.5 million people fled.", "Most went north."]),
    ("fr", ["L'aviation de l'O.N.U. a frappé un dépôt.", "Personne n'a été blessé."]),
    ("fr", ["L'armée est-elle entrée dans la ville ?", "Nul ne le sait !", "Les combats continuent."]),
    ("en", ["The rebels hold the following towns: Orelsk, Tal Karam and Brona."]),
    ("fr", ["Les rebelles tiennent les villes suivantes : Orelsk, Tal Karam et Brona."]),
    ("fr", ["Environ 3,5 millions de personnes ont fui.", "La plupart sont parties vers le nord."]),
    ("fr", ["L'offensive a commencé le 17 octobre ; un mois plus tard, l'armée était aux portes."]),
]

FAULTS = [
    pytest.param("en", ["The army took the airport, Col. Haddad said.", "It lost no men."]),
    pytest.param("en", ["Gen. Karl Weber met Lt. Col. Ruiz in Brona.", "They signed a truce."]),
    pytest.param("fr", ["M. Weber a vu le col. Ruiz à 17 h 30.", "Ils ont signé une trêve."]),
    pytest.param("en", ["A spokesman declined to comment…", "The ministry confirmed the strike later."]),
    pytest.param("fr", ["Un porte-parole n'a pas répondu…", "Le ministère l'a fait plus tard."]),
    pytest.param(
        "fr",
        ["Le ministre a dit : « Le siège est terminé. »", "« Les habitants rentrent », a-t-il ajouté."],
    ),
]


@pytest.mark.parametrize(("language", "expected"), CAPTIONS + HEADLINES + QUOTATIONS + RUNNING_TEXT + FAULTS)
def test_sentences_are_split_where_they_end(language: str, expected: list[str]) -> None:
    assert sentences(document((language, " ".join(expected)))) == expected


# what stands between or instead of plain characters
ODD_TEXTS = [
    ("en", "Troops   took\tthe\n town.\r\n They  held it."),
    ("en", "“It’s over,” he said – ‘for now’."),
    ("en", "A non‑breaking hyphen and a soft\u00adhyphen, 10\u00a0km away."),
    ("en", "\ufeffTroops took the town\u2028of Orelsk \U0001f525 on Monday."),
    ("fr", "L’armée a repris « la\u00a0ville »\u202f: c’est fini\u00a0!\r\nElle l’a dit."),
    ("fr", "  \u2003Les soldats d’Orelsk\r\n\r\nsont partis…  "),
]


@pytest.mark.parametrize(("language", "text"), ODD_TEXTS)
def test_offsets_lead_back_to_the_text_as_stored(language: str, text: str) -> None:
    made = document(("en", "Before it."), (language, text))
    passages = parse(made)
    assert_offsets(made, passages)
    spoken = "".join(token.text for p in passages[1:] for token in p.doc)
    assert len("".join(spoken.split())) == len("".join(text.split()))


def assert_offsets(made: Document, passages: list[Passage]) -> None:
    """Every token stands in the text where its offsets say, but for apostrophes and hyphens."""
    same = str.maketrans("’‘ʼ‑\u00ad", "'''--")
    for passage in passages:
        for token in passage.doc:
            start, end = passage.span(passage.doc[token.i : token.i + 1])
            assert passage.start_of(token) == start
            assert passage.block.start <= start < end <= passage.block.end
            if not token.is_space:
                assert made.text[start:end].translate(same) == token.text


def test_a_long_block_is_cut_and_nothing_of_it_is_lost() -> None:
    text = " ".join(f"Column {n} crossed the river and took village number {n}." for n in range(400))
    made = document(("en", text))
    passages = parse(made)
    assert len(passages) > 1
    assert_offsets(made, passages)
    read = [made.text[p.starts[0] : p.starts[-1] + 1] for p in passages]
    assert " ".join(read) == text
    assert all(part.startswith("Column ") and part.endswith(".") for part in read)


def test_a_block_without_sentences_is_cut_between_words() -> None:
    made = document(("en", "village " * 1500))
    passages = parse(made)
    assert len(passages) > 2
    assert sum(len(p.doc) for p in passages) == 1500


def test_blocks_are_parsed_each_in_its_own_language_and_stay_in_order() -> None:
    blocks = [
        ("fr", "Les soldats ont repris le village."),
        ("en", "The soldiers retook the village."),
        ("fr", "Ils ont trouvé des armes."),
        ("en", "They found weapons."),
    ]
    made = document(*blocks)
    passages = parse(made)
    assert [(p.doc.lang_, p.doc.text) for p in passages] == blocks
    assert_offsets(made, passages)


def test_a_document_without_words_has_no_passages() -> None:
    assert parse(document(("en", " \n "))) == []


# language, text with a space lost, words
GLUED = [
    ("fr", "L'armée dément\"C'est faux\".", ["L'", "armée", "dément", '"', "C'", "est", "faux", '"', "."]),
    ("fr", "(Ifri)Thomas Gomart", ["(", "Ifri", ")", "Thomas", "Gomart"]),
    ("fr", "Il part en 2016.Le chef", ["Il", "part", "en", "2016", ".", "Le", "chef"]),
    ("en", 'the AFP."A blast', ["the", "AFP.", '"', "A", "blast"]),
    ("en", "the U.S.A., 3.5 per cent", ["the", "U.S.A.", ",", "3.5", "per", "cent"]),
]


@pytest.mark.parametrize(("language", "text", "words"), GLUED)
def test_words_part_where_a_page_lost_the_space(language: str, text: str, words: list[str]) -> None:
    (passage,) = parse(document((language, text)))
    assert [token.text for token in passage.doc] == words


# (text, the acronym or word in capitals, its part of speech, its relation, its head)
ACRONYMS = [
    ("The two cities fell to IS in 2014.", "IS", "PROPN", "obl", "fell"),
    ("Iraqi forces drove IS from the town.", "IS", "PROPN", "obj", "drove"),
    ("The WHO said that it had sent aid.", "WHO", "PROPN", "nsubj", "said"),
]


@pytest.mark.parametrize(("text", "word", "pos", "dep", "head"), ACRONYMS)
def test_acronyms_that_spell_small_words(text: str, word: str, pos: str, dep: str, head: str) -> None:
    (tokens,) = all_tokens(parse(document(("en", text))))
    i = tokens.texts.index(word)
    assert (tokens.pos[i], tokens.deps[i], tokens.texts[tokens.heads[i]]) == (pos, dep, head)
    assert text[tokens.starts[i] : tokens.ends[i]] == word


def test_a_shouted_word_is_no_acronym() -> None:
    (passage,) = parse(document(("en", "THE WAR IS LOST")))
    assert not passage.hidden
