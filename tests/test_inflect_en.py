"""English inflection, as a table of words and their forms."""

import tomllib
from pathlib import Path

import pytest

from kg.language.en import inflect


def words(text: str) -> set[str]:
    return set(text.split())


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        # regular
        ("attack", "attack attacks attacked attacking"),
        ("seize", "seize seizes seized seizing"),
        ("deny", "deny denies denied denying"),
        ("deploy", "deploy deploys deployed deploying"),
        ("die", "die dies died dying"),
        ("agree", "agree agrees agreed agreeing"),
        # sibilants and "-o"
        ("clash", "clash clashes clashed clashing"),
        ("breach", "breach breaches breached breaching"),
        ("gas", "gas gasses gassed gassing"),
        ("torpedo", "torpedo torpedoes torpedoed torpedoing"),
        # the last consonant doubles, or not
        ("stop", "stop stops stopped stopping"),
        ("enter", "enter enters entered entering"),
        ("repel", "repel repels repelled repelling"),
        ("shell", "shell shells shelled shelling"),
        ("visit", "visit visits visited visiting"),
        ("airdrop", "airdrop airdrops airdropped airdropping"),
        ("equip", "equip equips equipped equipping"),
        ("traffic", "traffic traffics trafficked trafficking"),
        ("retreat", "retreat retreats retreated retreating"),
        # both sides of the ocean
        ("travel", "travel travels travelled traveled travelling traveling"),
        ("kidnap", "kidnap kidnaps kidnapped kidnaped kidnapping kidnaping"),
        ("mobilise", "mobilise mobilises mobilised mobilising mobilize mobilizes mobilized mobilizing"),
        ("mobilize", "mobilise mobilises mobilised mobilising mobilize mobilizes mobilized mobilizing"),
        (
            "militarise",
            "militarise militarises militarised militarising militarize militarizes militarized militarizing",
        ),
        ("supervise", "supervise supervises supervised supervising"),
        (
            "manoeuvre",
            "manoeuvre manoeuvres manoeuvred manoeuvring maneuver maneuvers maneuvered maneuvering",
        ),
        # irregular, also behind a prefix or a hyphen
        ("take", "take takes took taken taking"),
        ("retake", "retake retakes retook retaken retaking"),
        ("overrun", "overrun overruns overran overrunning"),
        ("flee", "flee flees fled fleeing"),
        ("shoot", "shoot shoots shot shooting"),
        ("relay", "relay relays relayed relaying"),
        ("re-enter", "re-enter re-enters re-entered re-entering"),
        ("be", "be am is are was were been being"),
    ],
)
def test_verb_forms(lemma: str, forms: str) -> None:
    assert inflect.verb_forms(lemma) == words(forms)


@pytest.mark.parametrize(
    ("lemma", "kind", "forms"),
    [
        ("drive", "past", "drove"),
        ("drive", "participle", "driven"),
        ("drive", "gerund", "driving"),
        ("have", "third", "has"),
        ("be", "base", "be am are"),
        ("lie", "past", "lay lied"),
        ("burn", "participle", "burned burnt"),
        ("besiege", "participle", "besieged"),
    ],
)
def test_verb_paradigm(lemma: str, kind: str, forms: str) -> None:
    assert inflect.verb_paradigm(lemma)[kind] == words(forms)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("siege", "siege sieges"),
        ("casualty", "casualty casualties"),
        ("convoy", "convoy convoys"),
        ("loss", "loss losses"),
        ("hypothesis", "hypothesis hypotheses"),
        ("life", "life lives"),
        ("gunman", "gunman gunmen"),
        ("policewoman", "policewoman policewomen"),
        ("german", "german germans"),
        ("schoolchild", "schoolchild schoolchildren"),
        ("aircraft", "aircraft"),
        ("memorandum", "memorandum memoranda memorandums"),
        ("embargo", "embargo embargoes"),
        ("commando", "commando commandos commandoes"),
        ("photo", "photo photos"),
        ("monarch", "monarch monarchs"),
        ("passer-by", "passer-by passers-by"),
        ("counter-offensive", "counter-offensive counter-offensives"),
        ("defence", "defence defences defense defenses"),
        ("mobilisation", "mobilisation mobilisations mobilization mobilizations"),
    ],
)
def test_noun_forms(lemma: str, forms: str) -> None:
    assert inflect.noun_forms(lemma) == words(forms)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("heavy", "heavy heavier heaviest"),
        ("big", "big bigger biggest"),
        ("fierce", "fierce fiercer fiercest"),
        ("narrow", "narrow narrower narrowest"),
        ("bad", "bad worse worst"),
        # participles and long adjectives are not compared
        ("held", "held"),
        ("besieged", "besieged"),
        ("rebel-held", "rebel-held"),
        ("strategic", "strategic"),
        ("motorised", "motorised motorized"),
    ],
)
def test_adjective_forms(lemma: str, forms: str) -> None:
    assert inflect.adjective_forms(lemma) == words(forms)


def test_irregular_words_are_many_and_keep_their_shape() -> None:
    path = Path(inflect.__file__).with_name("inflection.toml")
    verbs = tomllib.loads(path.read_text(encoding="utf-8"))["verbs"]["irregular"]
    assert len(verbs) >= 180
    assert [verb for verb, parts in verbs.items() if len(parts) != 2 or not all(parts)] == []
