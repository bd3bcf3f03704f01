"""Hand-built readings of an invented campaign, shared by tests of several rooms.

Three documents of three publishers, two in English and one in French, tell of the fight for the
invented city of Karvel. They corroborate one another (the taking of Karvel, the siege) and
contradict one another (who took Tashir, the day the market was bombed). Every event class occurs.

``READINGS`` holds them in the order of their names; ``reading(name)`` gives one; ``BASE`` is the
base of their IRIs.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.claim import (
    Block,
    Claim,
    Document,
    Entity,
    Evidence,
    Filler,
    Mention,
    Objective,
    Quantity,
    Reading,
    Relation,
)

BASE = "https://w3id.org/campaign-kg/id/"

REPORT_TEXT = """\
Army takes Karvel after six-week siege

By early May the Orvanian Army had surrounded Karvel. The Crimson Banner had held the city since
June 2011. In Operation Steady Dawn, Orvanian soldiers took Karvel on 10 May 2012, the army
said. The Northern Coalition carried out air strikes on the Crimson Banner near Tashir on 8 May
2012. About 40 to 45 civilians were killed when a car bomb exploded at the Karvel market on 9
May 2012. Thousands of civilians fled Karvel. The Orvanian Army captured the village of Tashir
on 7 May 2012. Residents told Meridian News that the Crimson Banner had used civilians as human
shields in Karvel. The Crimson Banner denied that it had shelled the Ormin Dam. The battle of
Karvel is part of Operation Steady Dawn, which is led by General Ilan Dresh. Orvanian soldiers
advanced on the Ormin Dam on 11 May 2012. Fighters of the Crimson Banner fought them there for
hours. General Dresh congratulated the Orvanian Army.
"""

DISPATCH_TEXT = """\
Carvelle aux mains de l'armée

L'armée orvanienne s'est emparée de Carvelle le 10 mai 2012. Des miliciens de la Garde du Nareth
ont pris le village de Tashir le 7 mai 2012. Une voiture piégée a explosé le 8 mai 2012 au
marché de Carvelle. Selon des habitants, la Bannière pourpre aurait employé du chlore à Tashir.
La Lusanie a livré des vivres aux déplacés. La Bannière pourpre s'est retirée de la plaine du
Nareth. Le Conseil de secours a accusé la Bannière pourpre d'avoir détruit le musée de Carvelle.
"""

COMMUNIQUE_TEXT = """\
Lusania and Operation Steady Dawn

Lusania will send 200 instructors to Orvania in June 2012 in order to train the Orvanian Army.
Our aim is to cut the Crimson Banner off from its funds by the end of 2013. The Orvanian Army
took Karvel from the Crimson Banner in May 2012. Sappers are clearing mines in Karvel. Families
are returning to Karvel. On 14 May 2012 Minister Oda Verrin visited Karvel and signed an
agreement with Orvania. The Northern Coalition must stop the recruitment of foreign fighters by
the Crimson Banner. Lusania froze the accounts of the Crimson Banner. Orvanian police arrested
twelve fighters in Karvel.
"""


def _iri(slug: str) -> str:
    return f"{BASE}{slug if slug.startswith('place/') else 'entity/' + slug}"


ORVANIA, LUSANIA = _iri("orvania"), _iri("lusania")
KARVEL, TASHIR, NARETH = _iri("place/900001"), _iri("place/900002"), _iri("place/900003")
DAM, MARKET, MUSEUM = _iri("ormin-dam"), _iri("karvel-market-karvel"), _iri("karvel-museum-karvel")
ARMY, POLICE, GUARD = _iri("orvanian-army"), _iri("orvanian-police"), _iri("nareth-guard")
BANNER, COALITION, COUNCIL = _iri("crimson-banner"), _iri("northern-coalition"), _iri("relief-council")
MERIDIAN, CIVILIANS, DISPLACED = _iri("meridian-news"), _iri("civilians"), _iri("displaced-people")
DRESH, VERRIN = _iri("ilan-dresh"), _iri("oda-verrin")
DAWN, BATTLE = _iri("operation-steady-dawn"), _iri("battle-of-karvel")

_THINGS = {
    thing.iri: thing
    for thing in (
        Entity(ORVANIA, "Orvania", "State", labels=(("fr", "Orvanie"),), point=(43.0, 21.0), known=True),
        Entity(LUSANIA, "Lusania", "State", labels=(("fr", "Lusanie"),), known=True),
        Entity(
            KARVEL,
            "Karvel",
            "City",
            labels=(("en", "Karvel"), ("fr", "Carvelle")),
            same_as=("https://sws.geonames.org/900001/",),
            within=NARETH,
            country=ORVANIA,
            point=(43.125, 21.5),
            known=True,
        ),
        Entity(
            TASHIR,
            "Tashir",
            "Village",
            same_as=("https://sws.geonames.org/900002/",),
            within=NARETH,
            country=ORVANIA,
            point=(43.2, 21.45),
            known=True,
        ),
        Entity(
            NARETH,
            "Nareth Plain",
            "Region",
            labels=(("fr", "plaine du Nareth"),),
            within=ORVANIA,
            country=ORVANIA,
        ),
        Entity(DAM, "Ormin Dam", "Facility", within=NARETH, country=ORVANIA),
        Entity(MARKET, "Karvel market", "Facility", labels=(("fr", "marché de Carvelle"),), within=KARVEL),
        Entity(MUSEUM, "Karvel museum", "Facility", labels=(("fr", "musée de Carvelle"),), within=KARVEL),
        Entity(ARMY, "Orvanian Army", "ArmedForce", labels=(("fr", "armée orvanienne"),), known=True),
        Entity(POLICE, "Orvanian police", "ArmedForce"),
        Entity(GUARD, "Nareth Guard", "ArmedGroup", labels=(("fr", "Garde du Nareth"),)),
        Entity(BANNER, "Crimson Banner", "ArmedGroup", labels=(("fr", "Bannière pourpre"),), known=True),
        Entity(COALITION, "Northern Coalition", "Coalition", known=True),
        Entity(COUNCIL, "Relief Council", "Organisation", labels=(("fr", "Conseil de secours"),)),
        Entity(MERIDIAN, "Meridian News", "NewsOrganisation", known=True),
        Entity(CIVILIANS, "civilians", "PopulationGroup"),
        Entity(DISPLACED, "displaced people", "PopulationGroup", labels=(("fr", "déplacés"),)),
        Entity(DRESH, "Ilan Dresh", "Person"),
        Entity(VERRIN, "Oda Verrin", "Person"),
        Entity(DAWN, "Operation Steady Dawn", "Operation"),
        Entity(BATTLE, "Battle of Karvel", "Operation"),
    )
}


class _Page:
    """A document under construction: finds quotes, so that every offset is exact."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, words: str, begin: int = 0, end: int | None = None) -> int:
        """Where words stand; a line break in the text counts as a blank."""
        found = self.text.replace("\n", " ").find(words, begin, len(self.text) if end is None else end)
        if found < 0:
            raise ValueError(f"{words!r} does not stand in the text")
        return found

    def evidence(self, quote: str, rule: str) -> Evidence:
        start = self.find(quote)
        return Evidence(start, start + len(quote), self.text[start : start + len(quote)], rule)

    def filler(self, iri: str, words: str, evidence: Evidence) -> Filler:
        if not words:
            return Filler(iri)
        start = self.find(words, evidence.start, evidence.end)
        return Filler(iri, self.text[start : start + len(words)], start)

    def claim(
        self,
        cls: str,
        trigger: str,
        quote: str,
        date: str | None = None,
        status: str = "asserted",
        source: tuple[str, str] | None = None,
        quantities: tuple[Quantity, ...] = (),
        **roles: list[tuple[str, str]],
    ) -> Claim:
        """A claim of a sentence; roles are lists of (IRI, words)."""
        evidence = self.evidence(quote, f"fixture-{cls.lower()}")
        return Claim(
            cls,
            trigger,
            self.find(trigger, evidence.start, evidence.end),
            evidence,
            tuple(
                (role, tuple(self.filler(iri, words, evidence) for iri, words in fillers))
                for role, fillers in roles.items()
            ),
            date,
            status,
            self.filler(*source, evidence) if source else None,
            quantities,
        )

    def relation(self, s: str, predicate: str, o: str, quote: str, *, literal: bool = False) -> Relation:
        return Relation(s, predicate, o, self.evidence(quote, f"fixture-{predicate.lower()}"), literal)

    def mentions(self, spoken: dict[str, list[str]]) -> tuple[Entity, ...]:
        """The things spoken of, with a mention wherever one of their surface forms stands."""
        flat = self.text.replace("\n", " ")
        things = []
        for iri, forms in spoken.items():
            found = []
            for form in forms:
                kind = "name" if form[:1].isupper() else "description"
                for match in re.finditer(rf"\b{re.escape(form)}\b", flat):
                    start, end = match.span()
                    found.append(Mention(start, end, self.text[start:end], kind))
            found.sort(key=lambda mention: (mention.start, mention.end))
            things.append(replace(_THINGS[iri], mentions=tuple(found)))
        return tuple(things)


def _document(name: str, text: str, language: str, **known: str) -> Document:
    headline = text.index("\n")
    body = headline + 2
    blocks = (
        Block(0, headline, "headline", language),
        Block(body, len(text.rstrip()), "paragraph", language),
    )
    return Document(name, text, language, blocks, **known)


def _report() -> Reading:
    page = _Page(REPORT_TEXT)
    took = "In Operation Steady Dawn, Orvanian soldiers took Karvel on 10 May 2012, the army said."
    held = "The Crimson Banner had held the city since June 2011."
    strikes = (
        "The Northern Coalition carried out air strikes on the Crimson Banner near Tashir on 8 May 2012."
    )
    bomb = "About 40 to 45 civilians were killed when a car bomb exploded at the Karvel market on 9 May 2012."
    fled = "Thousands of civilians fled Karvel."
    shields = (
        "Residents told Meridian News that the Crimson Banner had used civilians as human shields in Karvel."
    )
    part = "The battle of Karvel is part of Operation Steady Dawn, which is led by General Ilan Dresh."
    return Reading(
        _document(
            "karvel-report.txt",
            REPORT_TEXT,
            "en",
            title="Army takes Karvel after six-week siege",
            publisher="Meridian News",
            published="2012-05-12",
            url="https://example.org/karvel-report",
        ),
        page.mentions(
            {
                ARMY: ["Orvanian Army", "Orvanian soldiers", "the army"],
                KARVEL: ["Karvel", "the city"],
                BANNER: ["Crimson Banner"],
                COALITION: ["Northern Coalition"],
                TASHIR: ["Tashir"],
                NARETH: [],
                ORVANIA: [],
                CIVILIANS: ["civilians"],
                MARKET: ["Karvel market"],
                MERIDIAN: ["Meridian News"],
                DAM: ["Ormin Dam"],
                BATTLE: ["battle of Karvel"],
                DAWN: ["Operation Steady Dawn"],
                DRESH: ["Ilan Dresh", "Dresh"],
            }
        ),
        (
            page.claim(
                "Encirclement",
                "surrounded",
                "By early May the Orvanian Army had surrounded Karvel.",
                "2012-05",
                agent=[(ARMY, "Orvanian Army")],
                target=[(BANNER, "")],
                place=[(KARVEL, "Karvel")],
            ),
            page.claim(
                "Control",
                "held",
                held,
                "2011-06/..",
                agent=[(BANNER, "Crimson Banner")],
                place=[(KARVEL, "the city")],
            ),
            page.claim(
                "Capture",
                "took",
                took,
                "2012-05-10",
                source=(ARMY, "the army"),
                agent=[(ARMY, "Orvanian soldiers")],
                place=[(KARVEL, "Karvel")],
            ),
            page.claim(
                "Airstrike",
                "strikes",
                strikes,
                "2012-05-08",
                agent=[(COALITION, "Northern Coalition")],
                target=[(BANNER, "Crimson Banner")],
                place=[(TASHIR, "Tashir")],
            ),
            page.claim(
                "Killing",
                "killed",
                bomb,
                "2012-05-09",
                quantities=(Quantity("killed", 40, 45, "About 40 to 45", "person"),),
                target=[(CIVILIANS, "civilians")],
                place=[(MARKET, "Karvel market")],
            ),
            page.claim("Bombing", "exploded", bomb, "2012-05-09", place=[(MARKET, "Karvel market")]),
            page.claim(
                "Displacement",
                "fled",
                fled,
                quantities=(Quantity("displaced", 2000, 9999, "Thousands", "person"),),
                agent=[(CIVILIANS, "civilians")],
                place=[(KARVEL, "Karvel")],
            ),
            page.claim(
                "Capture",
                "captured",
                "The Orvanian Army captured the village of Tashir on 7 May 2012.",
                "2012-05-07",
                agent=[(ARMY, "Orvanian Army")],
                place=[(TASHIR, "Tashir")],
            ),
            page.claim(
                "Abuse",
                "shields",
                shields,
                status="alleged",
                source=(MERIDIAN, "Meridian News"),
                agent=[(BANNER, "Crimson Banner")],
                target=[(CIVILIANS, "civilians")],
                place=[(KARVEL, "Karvel")],
            ),
            page.claim(
                "Shelling",
                "shelled",
                "The Crimson Banner denied that it had shelled the Ormin Dam.",
                status="denied",
                source=(BANNER, "Crimson Banner"),
                agent=[(BANNER, "Crimson Banner")],
                target=[(DAM, "Ormin Dam")],
            ),
            page.claim(
                "Offensive",
                "advanced",
                "Orvanian soldiers advanced on the Ormin Dam on 11 May 2012.",
                "2012-05-11",
                agent=[(ARMY, "Orvanian soldiers")],
                target=[(BANNER, "")],
                place=[(DAM, "Ormin Dam")],
            ),
            page.claim(
                "Clash",
                "fought",
                "Fighters of the Crimson Banner fought them there for hours.",
                "2012-05-11",
                agent=[(BANNER, "Fighters of the Crimson Banner")],
                target=[(ARMY, "them")],
                place=[(DAM, "there")],
            ),
            page.claim(
                "Statement",
                "congratulated",
                "General Dresh congratulated the Orvanian Army.",
                agent=[(DRESH, "General Dresh")],
                target=[(ARMY, "Orvanian Army")],
            ),
        ),
        (
            page.relation(BATTLE, "partOf", DAWN, part),
            page.relation(DRESH, "leads", DAWN, part),
            page.relation(DRESH, "holdsPosition", "General", part, literal=True),
        ),
    )


def _dispatch() -> Reading:
    page = _Page(DISPATCH_TEXT)
    accused = "Le Conseil de secours a accusé la Bannière pourpre d'avoir détruit le musée de Carvelle."
    return Reading(
        _document(
            "depeche/karvel-depeche.txt",
            DISPATCH_TEXT,
            "fr",
            title="Carvelle aux mains de l'armée",
            publisher="Agence Boréale",
            published="2012-05-13",
        ),
        page.mentions(
            {
                ARMY: ["armée orvanienne", "l'armée"],
                KARVEL: ["Carvelle"],
                GUARD: ["Garde du Nareth"],
                TASHIR: ["Tashir"],
                MARKET: ["marché de Carvelle"],
                BANNER: ["Bannière pourpre"],
                LUSANIA: ["Lusanie"],
                DISPLACED: ["déplacés"],
                NARETH: ["plaine du Nareth"],
                ORVANIA: [],
                COUNCIL: ["Conseil de secours"],
                MUSEUM: ["musée de Carvelle"],
            }
        ),
        (
            page.claim(
                "Capture",
                "emparée",
                "L'armée orvanienne s'est emparée de Carvelle le 10 mai 2012.",
                "2012-05-10",
                agent=[(ARMY, "armée orvanienne")],
                place=[(KARVEL, "Carvelle")],
            ),
            page.claim(
                "Capture",
                "pris",
                "Des miliciens de la Garde du Nareth ont pris le village de Tashir le 7 mai 2012.",
                "2012-05-07",
                agent=[(GUARD, "Garde du Nareth")],
                place=[(TASHIR, "Tashir")],
            ),
            page.claim(
                "Bombing",
                "explosé",
                "Une voiture piégée a explosé le 8 mai 2012 au marché de Carvelle.",
                "2012-05-08",
                place=[(MARKET, "marché de Carvelle")],
            ),
            page.claim(
                "ChemicalAttack",
                "employé",
                "Selon des habitants, la Bannière pourpre aurait employé du chlore à Tashir.",
                status="alleged",
                agent=[(BANNER, "Bannière pourpre")],
                place=[(TASHIR, "Tashir")],
            ),
            page.claim(
                "Aid",
                "livré",
                "La Lusanie a livré des vivres aux déplacés.",
                agent=[(LUSANIA, "Lusanie")],
                target=[(DISPLACED, "déplacés")],
            ),
            page.claim(
                "Withdrawal",
                "retirée",
                "La Bannière pourpre s'est retirée de la plaine du Nareth.",
                agent=[(BANNER, "Bannière pourpre")],
                place=[(NARETH, "plaine du Nareth")],
            ),
            page.claim(
                "Accusation",
                "accusé",
                accused,
                agent=[(COUNCIL, "Conseil de secours")],
                target=[(BANNER, "Bannière pourpre")],
            ),
            page.claim(
                "Destruction",
                "détruit",
                accused,
                status="alleged",
                source=(COUNCIL, "Conseil de secours"),
                agent=[(BANNER, "Bannière pourpre")],
                target=[(MUSEUM, "musée de Carvelle")],
                place=[(KARVEL, "Carvelle")],
            ),
        ),
        (page.relation(GUARD, "locatedIn", NARETH, "Garde du Nareth"),),
    )


def _communique() -> Reading:
    page = _Page(COMMUNIQUE_TEXT)
    send = "Lusania will send 200 instructors to Orvania in June 2012 in order to train the Orvanian Army."
    funds = "Our aim is to cut the Crimson Banner off from its funds by the end of 2013."
    visit = "On 14 May 2012 Minister Oda Verrin visited Karvel and signed an agreement with Orvania."
    stop = "The Northern Coalition must stop the recruitment of foreign fighters by the Crimson Banner."
    aim = page.evidence("to train the Orvanian Army", "fixture-aim")
    return Reading(
        _document(
            "lusania-communique.txt",
            COMMUNIQUE_TEXT,
            "en",
            title="Lusania and Operation Steady Dawn",
            publisher="Ministry of Defence of Lusania",
            published="2012-05",
        ),
        page.mentions(
            {
                LUSANIA: ["Lusania"],
                DAWN: ["Operation Steady Dawn"],
                ORVANIA: ["Orvania"],
                ARMY: ["Orvanian Army"],
                BANNER: ["Crimson Banner"],
                KARVEL: ["Karvel"],
                NARETH: [],
                DISPLACED: ["Families"],
                VERRIN: ["Oda Verrin"],
                COALITION: ["Northern Coalition"],
                POLICE: ["Orvanian police"],
            }
        ),
        (
            page.claim(
                "Deployment",
                "send",
                send,
                "2012-06",
                status="planned",
                quantities=(Quantity("strength", 200, 200, "200", "person"),),
                agent=[(LUSANIA, "Lusania")],
                place=[(ORVANIA, "Orvania")],
            ),
            page.claim(
                "Support",
                "train",
                send,
                status="planned",
                agent=[(LUSANIA, "Lusania")],
                target=[(ARMY, "Orvanian Army")],
            ),
            page.claim(
                "Capture",
                "took",
                "The Orvanian Army took Karvel from the Crimson Banner in May 2012.",
                "2012-05",
                agent=[(ARMY, "Orvanian Army")],
                target=[(BANNER, "Crimson Banner")],
                place=[(KARVEL, "Karvel")],
            ),
            page.claim(
                "Clearance", "clearing", "Sappers are clearing mines in Karvel.", place=[(KARVEL, "Karvel")]
            ),
            page.claim(
                "Return",
                "returning",
                "Families are returning to Karvel.",
                agent=[(DISPLACED, "Families")],
                place=[(KARVEL, "Karvel")],
            ),
            page.claim(
                "Visit",
                "visited",
                visit,
                "2012-05-14",
                agent=[(VERRIN, "Oda Verrin")],
                place=[(KARVEL, "Karvel")],
            ),
            page.claim(
                "Agreement",
                "agreement",
                visit,
                "2012-05-14",
                agent=[(VERRIN, "Oda Verrin"), (ORVANIA, "Orvania")],
                place=[(KARVEL, "")],
            ),
            page.claim(
                "Recruitment",
                "recruitment",
                stop,
                agent=[(BANNER, "Crimson Banner")],
            ),
            page.claim(
                "Sanction",
                "froze",
                "Lusania froze the accounts of the Crimson Banner.",
                agent=[(LUSANIA, "Lusania")],
                target=[(BANNER, "Crimson Banner")],
            ),
            page.claim(
                "Detention",
                "arrested",
                "Orvanian police arrested twelve fighters in Karvel.",
                quantities=(Quantity("detained", 12, 12, "twelve", "person"),),
                agent=[(POLICE, "Orvanian police")],
                target=[(BANNER, "")],
                place=[(KARVEL, "Karvel")],
            ),
        ),
        (page.relation(VERRIN, "holdsPosition", "Minister", visit, literal=True),),
        (
            Objective("military", aim, (page.filler(LUSANIA, "Lusania", page.evidence(send, "")),), None, 1),
            Objective(
                "counter-financing",
                page.evidence(funds, "fixture-aim"),
                (Filler(LUSANIA),),
                "2013",
            ),
            Objective(
                "counter-recruitment",
                page.evidence("stop the recruitment of foreign fighters", "fixture-aim"),
                (page.filler(COALITION, "Northern Coalition", page.evidence(stop, "")),),
            ),
        ),
    )


READINGS: tuple[Reading, ...] = tuple(
    sorted((_report(), _dispatch(), _communique()), key=lambda reading: reading.document.name)
)


def reading(name: str) -> Reading:
    """The reading of the document of that name."""
    return next(each for each in READINGS if each.document.name == name)
