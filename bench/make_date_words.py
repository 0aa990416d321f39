"""Write the names of months and weekdays that `pagestrata.parse.dates` knows, from CLDR through babel.

    python bench/make_date_words.py        (needs babel)

The result is committed, so that nobody pays for babel at run time. This script may only turn CLDR into that one file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container, Iterator
from pathlib import Path

import langdetect
from babel import Locale
from babel.core import UnknownLocaleError

TARGET = Path(__file__).parent.parent / "src/pagestrata/parse/data/date_words.json"

# The first language that claims a name keeps it (but see CROATIAN).
LANGUAGES = """
en de es fr pl pt it nl ru uk cs sv da nb nn fi tr ro hu el ca gl eu sk sl hr sr bg mk lt lv et is ga cy id ms vi sq az be hy ka kk af sw tl
de_AT en_AU en_CA es_MX es_AR es_CO fr_CA pt_PT it_CH sr_Latn bs
"""

# Kept apart: what is trained with the names above stays as it is.
RIGHT_TO_LEFT = "ar ar_LB ar_MA he fa ur"
UNSPACED = "zh zh_Hant ja ko"
"""Languages whose weekdays alone are names: a month is a number there."""
HEBREW_IN = "\u05d1"
"""The letter that Hebrew sets before a month, after its day."""

# Kept apart as well: their vowel signs are no letters to a pattern, which reads them as `dates.scanned.lowered` writes them. So is the sign
# of the genitive on Persian months; May has two letters there.
WITH_VOWEL_SIGNS = "hi bn ta te mr gu kn ml pa th ne si my km lo or as"
ABBREVIATED = "\u0970."
"""Signs that end an abbreviation, in Hindi and elsewhere."""
GERESH = "\u05f3"
"""The sign that ends a Hebrew abbreviation."""
NUKTA = "\u093c\u09bc\u0a3c\u0abc"
"""The dot below a letter, which many leave out."""
MORE_WITH_VOWEL_SIGNS = """
सितम्बर 9 अक्तूबर 10 नवम्बर 11 दिसम्बर 12 ऑक्टोबर 10 பிப்ரவரி 2 ஜூலை 7 ఆగస్ట్ 8 జూలై 7 ஒக்டோபர் 10 ஓகஸ்ட் 8 பெப்ரவரி 2 யூன் 6 யூலை 7 செப்டெம்பர் 9 டிசெம்பர் 12
জানুয়ারি 1 ফেব্রুয়ারি 2 আগষ্ট 8
مه 5 مهٔ 5 ژانویهٔ 1 فوریهٔ 2 ژوئیهٔ 7 آب 8
"""
# Languages in which months have names of two words, and how else those are spelt.
OF_TWO_WORDS = "ar_LB ckb ga"
MORE_OF_TWO_WORDS = {
    "كانون ثاني": 1, "كانون ثان": 1, "كانون التاني": 1, "تشرين أول": 10,
    "تشرين ثاني": 11, "تشرين ثان": 11, "تشرين التاني": 11, "كانون أول": 12,
}  # fmt: skip
HAMZA = str.maketrans("أ", "ا")
"""The letter that many write without its sign."""

# Months of the Solar Hijri calendar in Persian, and in Dari; babel knows no calendar but our own.
SOLAR = """
فروردین 1 اردیبهشت 2 خرداد 3 تیر 4 مرداد 5 امرداد 5 شهریور 6 مهر 7 آبان 8 ابان 8 آذر 9 اذر 9 دی 10 بهمن 11 اسفند 12
حمل 1 ثور 2 جوزا 3 سرطان 4 اسد 5 سنبله 6 میزان 7 عقرب 8 قوس 9 جدی 10 دلو 11 حوت 12
"""
ARABIC_LETTERS = str.maketrans({"ی": "ي", "ک": "ك"})
"""Letters that many keyboards put in place of the Persian ones."""

# Abbreviations that pages print and CLDR does not list.
MORE_MONTHS = """
sept 9 mrz 3 mär 3 maerz 3 setiembre 9 fevr 2 juil 7 janv 1 ene 1 feber 2 okt 10 dez 12
jan 1 feb 2 mar 3 apr 4 jun 6 jul 7 aug 8 sep 9 oct 10 nov 11 dec 12 avr 4 aoû 8
"""
# The same of boards, found later, and kept apart: what is trained with the names above stays as it is.
BOARD_MONTHS = """
сен 9 ноя 11 кві 4 тра 5 чер 6 сер 8 жов 10 лис 11 гру 12 noi 11 fév 2 már 3 szep 9 agt 8 nop 11 xuñ 6
tammik 1 helmik 2 maalisk 3 huhtik 4 toukok 5 kesäk 6 heinäk 7 elok 8 syysk 9 lokak 10 marrask 11 jouluk 12
"""
# Found later still, and in no list that networks or rankers learned from.
LATER_MONTHS = """
vel 2 sentabr 9 oktabr 10 mayis 5 kasim 11 aralik 12 μαϊου 5 μάϊος 5 μαϊος 5 μάϊο 5 μαϊο 5 μαϊ 5 μάϊ 5 μάη 5 μάης 5
urtarrilaren 1 otsailaren 2 martxoaren 3 apirilaren 4 maiatzaren 5 ekainaren 6 uztailaren 7 abuztuaren 8 irailaren 9 urriaren 10
azaroaren 11 abenduaren 12 urtarrilak 1 otsailak 2 martxoak 3 apirilak 4 maiatzak 5 ekainak 6 uztailak 7 abuztuak 8 irailak 9 urriak 10
azaroak 11 abenduak 12
"""
LATER_LANGUAGES = "am ckb ug"
# Of these the full names alone: short ones are words elsewhere (`fan`, `och`, `pay`, `Sat`), and so is `Maris`.
LATER_IN_FULL = "tg lb ast oc rm ha ps sd"
LEAST_IN_FULL = 4
NOT_LATER = frozenset(("maris",))
# What names two months: `listopad` is November in Polish and Czech, `lip` July in Polish, `srp` August in Czech.
CROATIAN = "lip 6 srp 7 lis 10 listopad 10 listopada 10"
# Languages in which the unit alone may stand for one of it: `час назад`, `před rokem`.
ONE_UNSAID = frozenset(["ru", "uk", "be", "pl", "cs", "sk", "sl", "hr", "sr", "bg", "mk", "lt", "lv", "he", "ar", "el"])
# Words before a number that tell nothing without others behind the unit; and a language that sets the unit before the number.
TWO_PARTS = frozenset(("for", "för", "\u062e\u0644\u0627\u0644"))
UNIT_FIRST = frozenset(("sw",))
LONGEST_UNIT = 8
"""Letters of a unit of time, at the most: where a language sets no space between it and what follows, both are longer."""
UNIT_NAMES = ("second", "minute", "hour", "day", "week", "month", "year")
# Found later, and in no list that networks learned from, as of months: CLDR's names with a space, a hyphen or a vowel sign, how else
# they are spelt, and those of `LATER_LANGUAGES`. Of scripts with vowel signs the full names alone: short ones are names of people.
LATER_WEEKDAYS = {
    "sexta feira": 4, "segunda feira": 0, "terça feira": 1, "quarta feira": 2, "quinta feira": 3,
    "2ª feira": 0, "3ª feira": 1, "4ª feira": 2, "5ª feira": 3, "6ª feira": 4,
    "2ª-feira": 0, "3ª-feira": 1, "4ª-feira": 2, "5ª-feira": 3, "6ª-feira": 4,
    "thứ 2": 0, "thứ 3": 1, "thứ 4": 2, "thứ 5": 3, "thứ 6": 4, "thứ 7": 5,
    "یک\u200cشنبه": 6, "یک شنبه": 6, "دو شنبه": 0, "سه شنبه": 1, "چهار\u200cشنبه": 2, "چهار شنبه": 2, "پنج شنبه": 3,
    "திங்கட்கிழமை": 0, "செவ்வாய்க்கிழமை": 1, "புதன்கிழமை": 2, "வியாழக்கிழமை": 3, "வெள்ளிக்கிழமை": 4, "சனிக்கிழமை": 5, "ஞாயிற்றுக்கிழமை": 6,
}  # fmt: skip
MODIFIER = "\u02bc"
"""The letter that CLDR sets for an apostrophe."""
APOSTROPHES = "'\u2019"
THAI_DAY = "วัน"
"""The word for day that begins Thai names of weekdays, and that some leave out."""
MORE_WEEKDAYS = {"tues": 1, "sali": 1, "weds": 2, "thur": 3, "thurs": 3, "سه\u200cشنبه": 1, "پنج\u200cشنبه": 3, "پير": 0, "جمعـء": 4}


def forms(name: str) -> set[str]:
    """The spellings of one name that are looked up: lower case, with and without its accents, no full stop."""
    lower = name.lower().strip().rstrip(".").replace("’", "'")
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return {lower, bare}


def names(locale: Locale, what: str, smallest: int, ending: str = ".", widths: tuple[str, ...] = ("wide", "abbreviated")) -> dict[str, int]:
    """Every single-word name that a locale gives to its months or days, with its number; without the sign that ends a short one."""
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in widths:
            for number, name in getattr(locale, what).get(context, {}).get(width, {}).items():
                for form in forms(name.rstrip(ending)):
                    if len(form) >= smallest and form.isalpha():
                        found.setdefault(form, int(number))
    return found


def month_names() -> Iterator[tuple[str, int]]:
    """Every name of a month with its number, those that CLDR does not list first; a name may stand for several months."""
    more = MORE_MONTHS.split()
    for name, number in zip(more[::2], more[1::2], strict=True):
        yield from ((form, int(number)) for form in forms(name))
    for code in LANGUAGES.split():
        yield from names(Locale.parse(code), "months", 3).items()


def months_of_two_words() -> dict[str, int]:
    """Names of months that are two words, by CLDR and as else they are spelt."""
    printed = [pair for code in OF_TWO_WORDS.split() for pair in Locale.parse(code).months["format"]["wide"].items()]
    known = {name.lower(): int(number) for number, name in printed if " " in name} | MORE_OF_TWO_WORDS
    return known | {name.translate(HAMZA): number for name, number in known.items()}


def right_to_left_months() -> dict[str, int]:
    """Names of months in the languages that are written from right to left."""
    months: dict[str, int] = {}
    for code in RIGHT_TO_LEFT.split():
        for form, number in names(Locale.parse(code), "months", 3, GERESH).items():
            if unicodedata.bidirectional(form[0]) not in ("R", "AL"):
                continue
            months.setdefault(form, number)
            if code == "he":
                months.setdefault(HEBREW_IN + form, number)
    return months


def spellings(name: str) -> tuple[str, ...]:
    """A name as printed, its letters in two signs where they can be, and those without the dot below."""
    parted = unicodedata.normalize("NFD", name)
    return name, parted, "".join(sign for sign in parted if sign not in NUKTA)


def months_with_vowel_signs() -> dict[str, int]:
    """Names of months in the scripts of South and Southeast Asia, with the dots that part Thai abbreviations, and Persian genitives.

    A letter with a dot below is written in one sign or two, and by many without its dot. What would name two months is left out.
    """
    more = MORE_WITH_VOWEL_SIGNS.split()
    known = {name: {int(number)} for name, number in zip(more[::2], more[1::2], strict=True)}
    for code in WITH_VOWEL_SIGNS.split():
        for width in ("wide", "abbreviated"):
            for number, printed in Locale.parse(code).months["format"][width].items():
                known.setdefault(printed.rstrip(ABBREVIATED), set()).add(int(number))
    spelled: dict[str, set[int]] = {}
    for name, numbers in known.items():
        for form in spellings(name):
            spelled.setdefault(form, set()).update(numbers)
    return {form: min(numbers) for form, numbers in spelled.items() if len(numbers) == 1 and len(form) > 1}


def solar_months() -> dict[str, int]:
    """Names of the months of the Solar Hijri calendar."""
    words = SOLAR.split()
    months = {name: int(number) for name, number in zip(words[::2], words[1::2], strict=True)}
    return months | {name.translate(ARABIC_LETTERS): number for name, number in months.items()}


def listed_months(listed: str) -> dict[str, int]:
    """Names of months that CLDR does not list, each with its number behind it."""
    more = listed.split()
    return {form: int(number) for name, number in zip(more[::2], more[1::2], strict=True) for form in forms(name)}


def later_months(known: Container[str]) -> dict[str, int]:
    """Names of months that are kept apart because they were found later, without those known before."""
    full = [names(Locale.parse(code), "months", LEAST_IN_FULL, widths=("wide",)) for code in LATER_IN_FULL.split()]
    listed = [listed_months(LATER_MONTHS), *(names(Locale.parse(code), "months", 3) for code in LATER_LANGUAGES.split()), *full]
    # The first that claims a name keeps it here as well.
    return {form: number for some in reversed(listed) for form, number in some.items() if form not in known and form not in NOT_LATER}


def parted_weekdays() -> Iterator[tuple[str, int]]:
    """Names of weekdays with a space, a hyphen or an apostrophe, which is printed as one of three signs."""
    for code in f"{LANGUAGES} {RIGHT_TO_LEFT}".split():
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(code).days["format"][width].items():
                spelled = {form.replace("'", sign) for form in forms(name.replace(MODIFIER, "'")) for sign in APOSTROPHES}
                for form in sorted(spelled):
                    if not form.isalpha() and form[-1].isalpha() and "." not in form:
                        yield form, int(number)
                        if code == "he":
                            yield HEBREW_IN + form, int(number)


def weekdays_in_full() -> Iterator[tuple[str, int]]:
    """Full names of weekdays in scripts with vowel signs and in later languages; Thai ones also without the word for day."""
    for code in f"{WITH_VOWEL_SIGNS} {LATER_LANGUAGES}".split():
        for number, name in Locale.parse(code).days["format"]["wide"].items():
            for form in spellings(name):
                yield form, int(number)
                yield form.removeprefix(THAI_DAY), int(number)


def later_weekdays(known: Container[str]) -> dict[str, int]:
    """Names of weekdays that are kept apart because they were found later, without those known before."""
    found = dict(LATER_WEEKDAYS)
    for form, number in (*parted_weekdays(), *weekdays_in_full()):
        if form not in known:
            found.setdefault(form, number)
    return found


def ago_phrases() -> dict[str, list[str] | dict[str, str]]:
    """How CLDR tells a time from now on: `before` a number, with `units` behind it; `behind` a number; and `alone` where it is one.

    Of one letter only `h` and `j` are units: others are words as well.
    """
    before: set[str] = set()
    units: dict[str, str] = {}
    behind: dict[str, str] = {}
    alone: dict[str, str] = {}
    for code in f"{LANGUAGES} {RIGHT_TO_LEFT} {WITH_VOWEL_SIGNS}".split():
        fields = {} if code in UNIT_FIRST else Locale.parse(code)._data["date_fields"]
        for unit, width in ((name, name + short) for name in UNIT_NAMES for short in ("", "-short")):
            for count, phrase in (fields.get(width, {}).get("past") or {}).items():
                ahead, number, after = (part.strip().lower() for part in phrase.partition("{0}"))
                if number and ahead not in {"", *TWO_PARTS} and (len(after) > 1 or after in {"h", "j"}):
                    before.add(ahead)
                    units.setdefault(after.rstrip("."), unit)
                elif number and not ahead and (" " in after or len(after) > LONGEST_UNIT):
                    behind.setdefault(after, unit)
                one = f"{ahead} {after}".strip()
                if count == "one" and code in ONE_UNSAID and width == unit and " " in one:
                    alone.setdefault(one, unit)
    return {
        "before": sorted(before),
        "units": dict(sorted(units.items())),
        "behind": dict(sorted(behind.items())),
        "alone": dict(sorted(alone.items())),
    }


def day_first_languages() -> list[str]:
    """Those of the languages that langdetect tells which write a date with the day before the month.

    In figures, or, where they write those with the year first (Swedish), with the month's name.
    """
    found = []
    for profile in sorted((Path(langdetect.__file__).parent / "profiles").iterdir()):
        try:
            forms = Locale.parse(profile.name, sep="-").date_formats
        except (ValueError, UnknownLocaleError):
            continue
        patterns = [re.sub("'[^']*'", "", forms[width].pattern) for width in ("short", "medium")]
        orders = [[sign for sign in pattern if sign in "ydM"] for pattern in patterns]
        if (orders[1] if orders[0][0] == "y" else orders[0])[0] == "d":
            found.append(profile.name)
    return found


def main() -> None:
    """Write the file."""
    months: dict[str, int] = {}
    for form, number in month_names():
        months.setdefault(form, number)
    weekdays = dict(MORE_WEEKDAYS)
    for code in f"{LANGUAGES} {RIGHT_TO_LEFT} {UNSPACED}".split():
        for form, number in names(Locale.parse(code), "days", 2).items():
            weekdays.setdefault(form, number)
    content = {
        "source": "Unicode CLDR month and weekday names (Unicode-3.0 licence), through babel; made by bench/make_date_words.py",
        "months": dict(sorted(months.items())),
        "right_to_left_months": dict(sorted(right_to_left_months().items())),
        "months_of_two_words": dict(sorted(months_of_two_words().items())),
        "solar_months": dict(sorted(solar_months().items())),
        "months_with_vowel_signs": dict(sorted(months_with_vowel_signs().items())),
        "weekdays": dict(sorted(weekdays.items())),
        "later_weekdays": dict(sorted(later_weekdays(weekdays).items())),
        "board_months": dict(sorted(listed_months(BOARD_MONTHS).items())),
        "later_months": dict(sorted(later_months(months).items())),
        "croatian_months": dict(sorted(listed_months(CROATIAN).items())),
        "ago": ago_phrases(),
        "day_first": day_first_languages(),
    }
    TARGET.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(months)} months, {len(weekdays)} weekdays: {TARGET}")


if __name__ == "__main__":
    main()
