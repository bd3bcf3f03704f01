"""What the words of made-up sentences are to a verb or noun, with the pipelines that ship."""

from __future__ import annotations

import pytest
from fixture_reader import tokens_of

from kg.extract.syntax import grammatical_places, with_parts

# (language, sentence, the word that tells an event, a word of the sentence, its place)
PLACES = [
    ("en", "The rebels captured the town.", "captured", "rebels", "subject"),
    ("en", "The town was captured by the rebels.", "captured", "rebels", "subject"),
    ("en", "The town was captured by the rebels.", "captured", "town", "object"),
    ("en", "The rebels were forced to flee the town.", "flee", "rebels", "subject"),
    ("en", "The army forced the rebels to withdraw from the town.", "withdraw", "rebels", "subject"),
    ("en", "The army began an operation to retake the town.", "retake", "army", "up-subject"),
    ("en", "The army launched an assault in an attempt to lift the siege.", "lift", "army", "up-subject"),
    ("en", "The town that the rebels captured fell.", "captured", "town", "object"),
    ("en", "The town the rebels captured fell.", "captured", "town", "object"),
    ("en", "Two soldiers were captured and executed.", "executed", "soldiers", "passive-subject"),
    ("en", "The rebels launched an offensive.", "offensive", "rebels", "verb-subject"),
    ("en", "The shelling left 14 people dead.", "dead", "people", "verb-object"),
    ("en", "The shelling left 14 people dead.", "dead", "shelling", "verb-subject"),
    ("en", "Washington accused them of leading the offensive.", "leading", "them", "subject"),
    ("en", "Kyiv blamed Russia for bombing the town.", "bombing", "russia", "subject"),
    ("en", "Kyiv was accused of bombing the town.", "bombing", "kyiv", "subject"),
    ("en", "Kyiv blamed Russia for the attack.", "attack", "russia", "verb-subject"),
    ("en", "Kyiv blamed Russia for the attack.", "attack", "kyiv", None),
    ("en", "Russia is accused of the killings.", "killings", "russia", "verb-subject"),
    ("fr", "Kiev accuse Moscou de crimes.", "crimes", "moscou", "verb-subject"),
    # a noun takes over the places of its participles and relative clauses
    ("fr", "La France condamne les attaques menées par Daech.", "attaques", "daech", "verb-subject"),
    ("fr", "La France condamne les attaques menées par Daech.", "attaques", "france", None),
    ("fr", "Il salue l'offensive lancée lundi par l'armée.", "offensive", "armée", "verb-subject"),
    ("fr", "L'attaque a été menée par Daech.", "attaque", "daech", "verb-subject"),
    ("fr", "Une attaque visant la base a échoué.", "attaque", "base", "verb-object"),
    ("en", "They condemn the offensive launched by the army.", "offensive", "army", "verb-subject"),
    ("en", "They condemn the offensive launched by the army.", "offensive", "they", None),
    ("en", "Strikes conducted by the coalition hit the town.", "strikes", "coalition", "verb-subject"),
    ("en", "Strikes conducted by the coalition hit the town.", "strikes", "town", "verb-object"),
    ("en", "The attack that the rebels led failed.", "attack", "rebels", "verb-subject"),
    ("en", "Kyiv began an offensive to retake the town.", "offensive", "town", None),
    ("en", "Fighting broke out between Armenia and Azerbaijan.", "fighting", "azerbaijan", "verb-between"),
    ("en", "The army took the town after bombing the port.", "bombing", "army", "subject"),
    ("en", "Washington called on Israel to leave the town.", "leave", "israel", "subject"),
    ("en", "The army promised the residents to leave the town.", "leave", "army", "subject"),
    ("fr", "L'ONU demande à Israël de se retirer.", "retirer", "israël", "subject"),
    ("fr", "Kiev accuse Moscou d'avoir bombardé la ville.", "bombardé", "moscou", "subject"),
    ("fr", "Le général a promis aux habitants de libérer la ville.", "libérer", "général", "subject"),
    ("fr", "Les rebelles ont été contraints de quitter la ville.", "quitter", "rebelles", "subject"),
    ("fr", "L'armée a contraint les rebelles à se retirer.", "retirer", "rebelles", "subject"),
    ("fr", "La ville que les rebelles ont prise est tombée.", "prise", "ville", "object"),
    ("fr", "Le chef a attaqué la base avant de parvenir à s'enfuir.", "enfuir", "chef", "up-subject"),
    ("fr", "L'armée a bombardé la base près de Damas.", "bombardé", "damas", "près_de"),
    ("fr", "Des combats ont eu lieu autour de Tripoli.", "combats", "tripoli", "verb-autour_de"),
    ("fr", "Près de 300 soldats ont été tués.", "tués", "soldats", "object"),
    ("en", "Ten people died at the hands of the rebels.", "died", "rebels", "at_the_hands_of"),
    ("fr", "Leur offensive a échoué.", "offensive", "leur", "possessor"),
    ("en", "Their offensive failed.", "offensive", "their", "possessor"),
    # headlines leave out the auxiliary of a passive
    ("en", "Five soldiers killed in ambush.", "killed", "soldiers", "object"),
    ("en", "Serbia accused of war crimes.", "accused", "serbia", "object"),
    ("en", "Rebels killed five soldiers.", "killed", "rebels", "subject"),
    ("en", "The rebels have killed before.", "killed", "rebels", "subject"),
    ("en", "The rebels attacked at dawn.", "attacked", "rebels", "subject"),
    ("fr", "Plus de 300 prisonniers ont tenté de fuir.", "fuir", "prisonniers", "subject"),
    ("fr", "Des dizaines de soldats ont quitté la base.", "quitté", "soldats", "subject"),
    ("fr", "L'armée a perdu la ville face aux rebelles.", "perdu", "rebelles", "face_à"),
    ("fr", "Les soldats combattent aux côtés de la milice.", "combattent", "milice", "aux_côtés_de"),
    ("fr", "Il combat aux côtés des forces turques.", "combat", "forces", "aux_côtés_de"),
    ("en", "The army took the town away from the rebels.", "took", "rebels", "from"),
    ("en", "A bomb exploded just north of Mosul.", "exploded", "mosul", "oblique"),
    ("fr", "Les civils ont fui loin vers le nord.", "fui", "nord", "vers"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "trigger", "word", "place"), PLACES)
def test_the_place_of_a_word(language: str, text: str, trigger: str, word: str, place: str | None) -> None:
    tokens = tokens_of(text, language)
    places = grammatical_places(tokens, tokens.words.index(trigger))
    assert places.get(tokens.words.index(word)) == place, {tokens.words[i]: p for i, p in places.items()}


# (language, sentence, the word that tells an event, a word of the sentence, its place within another's)
PARTS = [
    ("en", "Rebel drones hit the base.", "hit", "rebel", "subject:compound"),
    ("en", "Kyiv said its troops had left.", "left", "its", "subject"),  # whose troops leave leaves
    ("en", "Kyiv said its mayor had left.", "left", "its", "subject:possessor"),
    ("fr", "Kiev affirme que ses troupes sont parties.", "parties", "ses", "subject"),
    ("fr", "Les drones des rebelles ont frappé la base.", "frappé", "rebelles", "subject:de"),
]


@pytest.mark.parametrize(("language", "text", "trigger", "word", "place"), PARTS)
def test_the_place_within_a_noun(language: str, text: str, trigger: str, word: str, place: str) -> None:
    tokens = tokens_of(text, language)
    whole = grammatical_places(tokens, tokens.words.index(trigger))
    assert tokens.words.index(word) not in whole
    assert with_parts(tokens, whole)[tokens.words.index(word)] == place
