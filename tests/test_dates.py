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
    ("en", None, "The talks were held on Monday.", []),
    ("en", None, "Some 2,016 men and 30 tanks took part.", []),
    ("en", None, "The 31 February offensive was announced.", []),
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
    ("fr", None, "Une mosquée du XIIe siècle et 2.017 habitants.", []),
]


@pytest.mark.parametrize(("language", "published", "text", "expected"), CASES)
def test_expressions(language: str, published: str | None, text: str, expected: list[str]) -> None:
    assert [time.value for time in Calendar(published).find(text, language)] == expected


def test_offsets_are_those_of_the_words() -> None:
    text = "Since 2014 and until 6 March 2017."
    spans = [text[time.start : time.end] for time in Calendar(None).find(text, "en")]
    assert spans == ["Since 2014", "6 March 2017"]
