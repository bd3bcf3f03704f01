"""Expressions of time become EDTF, resolved against the publication date and the text before."""

import pytest

from kg.extract.dates import Calendar

# (language, published, text, expected EDTF values in order)
CASES = [
    ("en", None, "The bridge fell on 6 March 2017.", ["2017-03-06"]),
    ("en", None, "The bridge fell on March 6, 2017, at dawn.", ["2017-03-06"]),
    ("en", None, "They left in October 2016 and came back in 2018.", ["2016-10", "2018"]),
    ("en", "2016-04-11", "The minister spoke on Monday.", ["2016-04-11"]),
    ("en", "2016-04-11", "The minister spoke on Saturday.", ["2016-04-09"]),
    ("en", "2016-04-11", "Two soldiers died yesterday.", ["2016-04-10"]),
    ("en", "2016-01-05", "Fighting began in December.", ["2015-12"]),
    ("en", "2016-04-11", "They have fought since March.", ["2016-03/.."]),
    ("en", None, "They have held the town since 2014.", ["2014/.."]),
    ("en", None, "From 17 to 22 February 2022 the guns were silent.", ["2022-02-17/2022-02-22"]),
    ("en", None, "Between January 3 and January 9, 2015, ten villages fell.", ["2015-01-03/2015-01-09"]),
    ("en", None, "On 4 May 2013 it began. The next day it ended.", ["2013-05-04", "2013-05-05"]),
    ("en", None, "On 4 May 2013 it began. Three days later it ended.", ["2013-05-04", "2013-05-07"]),
    ("en", None, "In June 2016 it began. It ended later that month.", ["2016-06", "2016-06"]),
    ("en", "2016-04-11", "The town was lost two years ago.", ["2014"]),
    ("en", "2016-04-11", "The town was lost a week ago.", ["2016-04-04"]),
    ("en", "2016-04-11", "The town was lost more than a week ago.", ["2016-04"]),
    ("en", "2016-04-11", "The town was lost two weeks ago.", ["2016-03"]),
    ("en", "2016-04", "The town was lost two weeks ago.", []),
    ("fr", "2012-11-21", "La ville est tombée il y a plus d'une semaine.", ["2012-11"]),
    ("fr", "2012-11-21", "La ville est tombée il y a trois semaines.", ["2012-10"]),
    ("en", "2016-04-11", "In the last 24 hours ten died.", ["2016-04-10/2016-04-11"]),
    ("en", "2016-04-11", "It was shelled over the past forty-eight hours.", ["2016-04-09/2016-04-11"]),
    ("en", "2016-04-11", "They fought for the past three days.", ["2016-04-08/.."]),
    (
        "fr",
        "2020-01-26",
        "Le 13 septembre 2014, ils partent. Le 3 octobre, ils arrivent. Le 19 janvier, rien.",
        ["2014-09-13", "2014-10-03", "2020-01-19"],
    ),
    (
        "en",
        "2017-03-22",
        "On 27 March 2003 they came. On 5 September they left.",
        ["2003-03-27", "2016-09-05"],
    ),
    ("en", "2008-09-09", "They met on 3 September. Talks open on 15 October.", ["2008-09-03", "2008-10-15"]),
    (
        "en",
        "2014-01-04",
        "On Christmas Eve they came, and on New Year\u2019s Day they left.",
        ["2013-12-24", "2014-01-01"],
    ),
    (
        "fr",
        "2014-01-04",
        "Depuis Noël 1989, la guerre. La veille de Noël, rien. Le marché de Noël est fermé.",
        ["1989-12-25/..", "2013-12-24"],
    ),
    ("en", "2016-04-11", "Three hours ago they left after two hours of fighting.", ["2016-04-11"]),
    ("en", None, "On 4 May 2013 it began. Two hours later it ended.", ["2013-05-04", "2013-05-04"]),
    ("en", "2016-04-11", "They fought this week and this year.", ["2016-04", "2016"]),
    ("en", "2016", "They fought this week and this year.", ["2016"]),
    ("fr", "2012-11-21", "Au cours des dernières 24 heures, dix sont morts.", ["2012-11-20/2012-11-21"]),
    ("fr", "2012-11-21", "Ces dernières soixante-douze heures, rien.", ["2012-11-18/2012-11-21"]),
    ("fr", "2012-11-21", "Les deux derniers jours, rien.", ["2012-11-19/2012-11-21"]),
    ("fr", "2012-11-21", "Ces derniers jours et ces derniers mois, rien.", ["2012-11", "2012"]),
    ("fr", "2012-11-21", "Ces dernières années, rien. Après deux heures de combats, ils partent.", []),
    ("en", "2016-04-11", "They fought over the weekend.", ["2016-04-09/2016-04-10"]),
    ("en", "2016-04-09", "They fought last weekend.", ["2016-04-09/2016-04-10"]),
    ("en", None, "They fought over the weekend.", []),
    ("fr", "2012-11-21", "Les combats ont repris ce week-end.", ["2012-11-17/2012-11-18"]),
    ("fr", "2012-11-21", "Ils se voient le week-end prochain.", []),
    ("en", None, "They fought on 27 and 28 August 2016.", ["2016-08-27/2016-08-28"]),
    ("en", None, "They fought on August 3 and 4, 2016, and left.", ["2016-08-03/2016-08-04"]),
    ("en", None, "They fought on 3 and 17 August 2016.", ["2016-08-17"]),
    ("en", None, "On the night of 3 to 4 May 2016 they left.", ["2016-05-03/2016-05-04"]),
    # days of the month told before; not the number of a unit
    ("en", None, "They came on 3 May 2016. On the 9th Iraqi troops left.", ["2016-05-03", "2016-05-09"]),
    ("en", None, "They came on 3 May 2016. It fell on the night of the 9th.", ["2016-05-03", "2016-05-09"]),
    ("en", None, "They came on 3 May 2016. By the 9th it had fallen.", ["2016-05-03", "2016-05-09"]),
    ("en", None, "They came on 3 May 2016. It is held by the 9th Division.", ["2016-05-03"]),
    ("en", None, "They came on 3 May 2016, at the dawn of the 9th Division.", ["2016-05-03"]),
    ("fr", None, "Les 3 et 4 mai 2012, ils ont tiré.", ["2012-05-03/2012-05-04"]),
    ("en", None, "The talks were held on Monday.", []),
    ("en", None, "Some 2,016 men and 30 tanks took part.", []),
    ("en", None, "The 31 February offensive was announced.", []),
    ("en", None, "It ended on 7May2022 with a truce.", ["2022-05-07"]),
    ("en", None, "The siege (April–June 2015) failed.", ["2015-04/2015-06"]),
    ("en", None, "The June 2012–April 2013 clashes went on.", ["2012-06/2013-04"]),
    ("en", None, "Raids (2013) and floods in 2014 and 2015.", ["2013", "2014/2015"]),
    ("en", "2016-04-11", "They fought from Friday to Sunday.", ["2016-04-08/2016-04-10"]),
    # what is due lies ahead, if it does not lie far ahead
    ("en", "2020-10-26", "They must leave by 23 January.", ["2021-01-23"]),
    ("fr", "2020-10-26", "Ils doivent partir d'ici au 23 janvier.", ["2021-01-23"]),
    ("fr", "2020-10-26", "Ils sont restés jusqu'au 23 juillet.", ["2020-07-23"]),
    ("en", "2020-10-26", "They left on 23 January.", ["2020-01-23"]),
    # an interval across New Year of which one year is said
    ("en", None, "Raids between December 28 and January 3, 2017 failed.", ["2016-12-28/2017-01-03"]),
    ("en", None, "Raids from 28 December to 3 January 2017 failed.", ["2016-12-28/2017-01-03"]),
    ("en", "2017-03-01", "Raids from 28 December to 3 January failed.", ["2016-12-28/2017-01-03"]),
    ("en", None, "Raids from December 28, 2016 to January 3 failed.", ["2016-12-28/2017-01-03"]),
    ("en", None, "The siege (17 October 2016 – 20 July 2017) ended.", ["2016-10-17/2017-07-20"]),
    ("en", None, "The siege (October 17, 2016 – July 20, 2017) ended.", ["2016-10-17/2017-07-20"]),
    ("fr", None, "Les combats (17 octobre 2016 – 20 juillet 2017) cessent.", ["2016-10-17/2017-07-20"]),
    ("fr", None, "Entre novembre et février 2017, dix villages tombent.", ["2016-11/2017-02"]),
    # what is announced lies soon after the publication, across New Year too
    ("en", "2023-12-19", "Talks are planned for 28 December.", ["2023-12-28"]),
    ("en", "2023-12-19", "They will attack on 2 January and in early March.", ["2024-01-02", "2023-03"]),
    ("fr", "2023-12-19", "La trêve commence le 2 janvier.", ["2024-01-02"]),
    # what has begun, and the last such month, do not
    ("en", "2023-09-20", "They have fought since 10 October.", ["2022-10-10/.."]),
    ("en", "2023-09-20", "They lost it last October.", ["2022-10"]),
    ("en", None, "It fell on 10 May 2024. They had joined it last November.", ["2024-05-10", "2023-11"]),
    ("en", None, "It fell on 10 May 2024. They had joined it last March.", ["2024-05-10", "2024-03"]),
    ("fr", "2023-09-20", "Ils l'ont perdue en octobre dernier.", ["2022-10"]),
    ("fr", None, "Elle est tombée le 10 mai 2024, et l'autre en août dernier.", ["2024-05-10", "2023-08"]),
    ("fr", "2024-01-05", "La trêve a pris fin le 28 décembre.", ["2023-12-28"]),
    # so long after another event: that one's day
    ("en", "2003-07-22", "Shells fell again, three days after a raid on the market.", ["2003-07-19"]),
    (
        "en",
        "1998-07-21",
        "They fled on Monday, the day after troops took the hill.",
        ["1998-07-20", "1998-07-19"],
    ),
    (
        "en",
        "1998-07-21",
        "They fled on Monday. Two days after the raid, all is calm.",
        ["1998-07-20", "1998-07-19"],
    ),
    ("en", "2013-11-01", "Two years after the withdrawal, raids go on.", ["2011"]),
    (
        "en",
        None,
        "On 4 May 2013 they raided it. Three days after the raid it fell.",
        ["2013-05-04", "2013-05-07"],
    ),
    ("en", "2013-11-01", "Three days after, it fell.", []),
    ("en", "2013-11-01", "They leave the day after tomorrow.", ["2013-11-03"]),
    ("fr", None, "Le 4 mai 2013, il part. Au lendemain du raid, il meurt.", ["2013-05-04", "2013-05-05"]),
    (
        "fr",
        "2013-11-01",
        "Des tirs ont repris vendredi au lendemain d'un raid.",
        ["2013-11-01", "2013-10-31"],
    ),
    ("fr", "2013-11-01", "Deux jours après l'attaque, la ville est calme.", ["2013-10-30"]),
    ("fr", None, "Le 4 mai 2013, il part. Deux jours après, il revient.", ["2013-05-04", "2013-05-06"]),
    # a weekday that does not fit a day of the last weeks is a slip, one of long ago says the year
    ("en", "2016-04-11", "Two men died on Monday, 5 April.", ["2016-04-05"]),
    ("en", "2016-04-11", "Two men died on Friday, 5 June.", ["2015-06-05"]),
    ("fr", None, "Le pont est tombé le 6 mars 2017.", ["2017-03-06"]),
    ("fr", None, "Le 1er mars 2017, la gare est prise.", ["2017-03-01"]),
    ("fr", None, "La ville est tenue depuis juin 2014.", ["2014-06/.."]),
    ("fr", "2016-10-31", "Les combats durent depuis le 17 octobre.", ["2016-10-17/.."]),
    ("fr", "2020-08-24", "Le ministre a parlé dimanche.", ["2020-08-23"]),
    ("fr", "2020-08-24", "Hier, deux soldats sont morts.", ["2020-08-23"]),
    ("fr", None, "Du 3 au 9 janvier 2015, dix villages tombent.", ["2015-01-03/2015-01-09"]),
    ("fr", None, "Le 4 mai 2013, tout commence. Le lendemain, tout finit.", ["2013-05-04", "2013-05-05"]),
    ("fr", "2020-08-24", "La ville a été prise il y a deux ans.", ["2018"]),
    ("fr", "2019-01-17", "Il l'avait annoncé mi-décembre.", ["2018-12"]),
    ("fr", "2020-08-24", "Dans la nuit de mardi à mercredi, il est parti.", ["2020-08-18/2020-08-19"]),
    ("fr", "2020-08-24", "La nuit de jeudi 9 à vendredi 10 juillet.", ["2020-07-09/2020-07-10"]),
    ("fr", "2020-08-24", "Jeudi et vendredi, deux ponts ont sauté.", ["2020-08-20/2020-08-21"]),
    ("fr", None, "Le dernier échange remonte à 2011, le premier à juin 2009.", ["2011", "2009-06"]),
    ("fr", None, "Une mosquée du XIIe siècle et 2.017 habitants.", []),
]


@pytest.mark.parametrize(("language", "published", "text", "expected"), CASES)
def test_expressions(language: str, published: str | None, text: str, expected: list[str]) -> None:
    assert [time.value for time in Calendar(published).find(text, language)] == expected


# (text without a year in some dates, dates that say their year, expected)
YEARS = [
    # told before the first date with a year, and in a later month than it: the year before
    ("On 18 November it began. It ended in January 2023.", ["2022-11-18", "2023-01"]),
    # after a look back, only the other year lies in the time told of
    (
        "On 2 March 2022 it began, in November 2022 it ended. In June 2015 none fell. On 3 May it burned.",
        ["2022-03-02", "2022-11", "2015-06", "2022-05-03"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), YEARS)
def test_years_that_no_publication_date_tells(text: str, expected: list[str]) -> None:
    spelled = [t.edtf for t in Calendar(None).find(text, "en") if t.edtf[:4] in text[t.start : t.end]]
    calendar = Calendar(None, spelled)
    calendar.tell_first()
    assert [time.value for time in calendar.find(text, "en")] == expected


def test_offsets_are_those_of_the_words() -> None:
    text = "Since 2014 and until 6 March 2017."
    spans = [text[time.start : time.end] for time in Calendar(None).find(text, "en")]
    assert spans == ["Since 2014", "6 March 2017"]
