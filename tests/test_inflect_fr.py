"""French inflection: tables of lemmas and forms."""

from __future__ import annotations

import pytest

from kg.language.fr.inflect import adjective_forms, noun_forms, verb_forms, verb_paradigm

VERBS = [
    # first group, with the changes of the stem
    (
        "attaquer",
        "attaque attaquent attaquait attaqua attaquèrent attaquera attaqueraient attaquées attaquant",
    ),
    ("lancer", "lançons lançait lança lancèrent lançant lançât lancé"),
    ("avancer", "avançaient avançât avancent avancée"),
    ("assiéger", "assiège assiégeons assiégeaient assiégea assiégèrent assiégera assiègera assiégée"),
    ("appeler", "appelle appelons appellera appelait appelèrent"),
    ("rejeter", "rejette rejettera rejetons rejeta"),
    ("harceler", "harcèle harcèlent harcelaient harcèlera"),
    ("acheter", "achète achètera achetons"),
    ("libérer", "libère libèrent libérons libérera libèrera libérât"),
    ("pénétrer", "pénètre pénétraient pénétré"),
    ("alléguer", "allègue alléguait alléguant"),
    ("mener", "mène mènera menaient mena"),
    ("déployer", "déploie déploient déployons déploiera déployions"),
    ("appuyer", "appuie appuyait appuiera"),
    ("payer", "paie paye paiera payera"),
    ("créer", "crée créent créera créé créée"),
    ("enterrer", "enterre enterraient"),
    ("envoyer", "envoie enverra enverraient envoyèrent"),
    # second group
    ("envahir", "envahit envahissent envahissait envahirent envahira envahie envahît"),
    ("répartir", "répartissent réparti"),
    # third group
    ("prendre", "prend prennent prenait prit prirent prendra prenne prît prise prises"),
    ("reprendre", "reprennent reprirent reprendrait repris"),
    ("mettre", "met mettent mit mirent mis mise mettant"),
    ("soumettre", "soumettent soumis"),
    ("tenir", "tiennent tenaient tint tinrent tînmes tiendra tînt tinssent tenue"),
    ("parvenir", "parviennent parvint parvinrent parviendra parvenu"),
    ("battre", "bat battent battit battirent battu"),
    ("abattre", "abat abattent abattu abattues"),
    ("détruire", "détruit détruisent détruisit détruira détruites"),
    ("conduire", "conduisent conduisirent conduite"),
    ("nuire", "nuisent nui"),
    ("perdre", "perd perdent perdit perdu perdrait"),
    ("défendre", "défend défendent défendirent"),
    ("répondre", "répond répondit"),
    ("convaincre", "convainc convainquent convainquit convaincu"),
    ("vaincre", "vainquirent vaincra vaincue"),
    ("conquérir", "conquiert conquièrent conquit conquirent conquerra conquise conquît"),
    ("mourir", "meurt meurent mourut moururent mourra mort morte morts"),
    ("ouvrir", "ouvre ouvrent ouvrit ouvert ouvertes"),
    ("couvrir", "couvrent couverte"),
    ("offrir", "offre offert"),
    ("partir", "part partent partit partirent partie"),
    ("sortir", "sort sortent sortis"),
    ("courir", "court coururent courra"),
    ("secourir", "secourent secouru secourues"),
    ("fuir", "fuit fuient fuyaient fuirent fui fuyant"),
    ("enfuir", "enfuient enfuis enfuies"),
    ("faire", "fait font faisait fit firent fera fasse fît faites"),
    ("dire", "dit disent dites dira"),
    ("interdire", "interdisez interdirent interdite"),
    ("écrire", "écrit écrivent écrivit écrite"),
    ("voir", "voit voient verra vit vu"),
    ("prévoir", "prévoit prévoira prévue"),
    ("recevoir", "reçoit reçoivent reçut recevra reçu reçues"),
    ("devoir", "doit doivent dut dû due devrait"),
    ("pouvoir", "peut peuvent pourra puisse put"),
    ("vouloir", "veut veulent voudrait veuille voulu"),
    ("savoir", "sait sachant sache sut saura"),
    ("aller", "va vont allait alla iront aille allées"),
    ("être", "est sont était fut furent sera serait soit fût étant été"),
    ("avoir", "a ont avait eut aura ait eût ayant eu"),
    ("assaillir", "assaille assaillent assailli"),
    ("suivre", "suit suivent suivit suivie"),
    ("poursuivre", "poursuivent poursuivirent"),
    ("survivre", "survit survivent survécut survécu"),
    ("rompre", "rompt rompent rompit rompu"),
    ("interrompre", "interrompt interrompue"),
    ("craindre", "craint craignent craignait craignit"),
    ("contraindre", "contraint contraignent contrainte"),
    ("atteindre", "atteint atteignent atteignirent atteints"),
    ("rejoindre", "rejoignent rejoindra rejoint"),
    ("naître", "naît naissent naquit né nées"),
    ("reconnaître", "reconnaît reconnait reconnurent reconnue"),
    ("accroître", "accroît accroissent accrut accru"),
    ("résoudre", "résout résolvent résolut résolu"),
    ("conclure", "conclut concluent conclu conclue"),
    ("haïr", "hait haïssent haï"),
    ("gésir", "gît gisent gisaient gisant"),
]


@pytest.mark.parametrize(("lemma", "forms"), VERBS, ids=[lemma for lemma, _ in VERBS])
def test_verb_has_forms(lemma: str, forms: str) -> None:
    assert set(forms.split()) - verb_forms(lemma) == set()
    assert lemma in verb_forms(lemma)


@pytest.mark.parametrize(
    ("lemma", "wrong"),
    [
        ("prendre", "prendent prendé"),
        ("lancer", "lancait lançez"),
        ("libérer", "libére"),
        ("harceler", "harcelle"),
        ("envahir", "envahent"),
        ("partir", "partissons"),
        ("répartir", "répartent"),
        ("détruire", "détruient"),
        ("naître", "naîs nus"),
    ],
)
def test_verb_lacks_forms(lemma: str, wrong: str) -> None:
    assert set(wrong.split()) & verb_forms(lemma) == set()


@pytest.mark.parametrize(
    ("lemma", "kind", "forms"),
    [
        ("tuer", "infinitive", "tuer"),
        ("tuer", "present", "tue tues tuons tuez tuent"),
        ("tuer", "participle", "tué tués tuée tuées"),
        ("tuer", "gerund", "tuant"),
        ("tuer", "future", "tuerai tueras tuera tuerons tuerez tueront"),
        ("tuer", "conditional", "tuerais tuerait tuerions tueriez tueraient"),
        ("prendre", "participle", "pris prise prises"),
        ("dissoudre", "participle", "dissous dissoute dissoutes"),
        ("venir", "subjunctive", "vienne viennes venions veniez viennent vînt vinssent"),
        ("fuir", "past", "fuyais fuyait fuyions fuyiez fuyaient fuis fuit fuîmes fuîtes fuirent"),
    ],
)
def test_paradigm(lemma: str, kind: str, forms: str) -> None:
    assert verb_paradigm(lemma)[kind] == set(forms.split())


def test_paradigm_has_every_kind() -> None:
    kinds = ["conditional", "future", "gerund", "infinitive", "participle", "past", "present", "subjunctive"]
    assert sorted(verb_paradigm("reprendre")) == kinds


def test_no_infinitive() -> None:
    with pytest.raises(ValueError, match="no French infinitive"):
        verb_paradigm("attaque")
    assert verb_forms("Attaque") == {"attaque"}


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("attaque", "attaque attaques"),
        ("obus", "obus"),
        ("général", "général généraux"),
        ("bureau", "bureau bureaux"),
        ("feu", "feu feux"),
        ("bleu", "bleu bleus"),
        ("travail", "travail travaux"),
        ("cessez-le-feu", "cessez-le-feu"),
        ("contre-offensive", "contre-offensive contre-offensives"),
        ("attentat-suicide", "attentat-suicide attentats-suicide attentats-suicides"),
    ],
)
def test_noun(lemma: str, forms: str) -> None:
    assert noun_forms(lemma) == set(forms.split())


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("assiégé", "assiégé assiégée assiégés assiégées"),
        ("rebelle", "rebelle rebelles"),
        ("aérien", "aérien aérienne aériens aériennes"),
        ("naval", "naval navale navals navales"),
        ("loyal", "loyal loyale loyaux loyales"),
        ("offensif", "offensif offensive offensifs offensives"),
        ("meurtrier", "meurtrier meurtrière meurtriers meurtrières"),
        ("nombreux", "nombreux nombreuse nombreuses"),
        ("libérateur", "libérateur libératrice libérateurs libératrices"),
        ("français", "français française françaises"),
        ("turc", "turc turque turcs turques"),
        ("nouveau", "nouveau nouvel nouvelle nouveaux nouvelles"),
    ],
)
def test_adjective(lemma: str, forms: str) -> None:
    assert adjective_forms(lemma) == set(forms.split())
