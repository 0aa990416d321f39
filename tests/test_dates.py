"""Printed dates and times: formats and languages, what is left open, what is no date, and cost on hostile text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Literal

import pytest
from babel.dates import format_date, format_time
from hypothesis import given
from hypothesis import strategies as st

from growth import slowdown
from pagestrata.parse.dates import PrintedTime, find_times
from pagestrata.parse.dates.scanned import lowered
from pagestrata.parse.dates.settling import day_order, follow, order_in, resolve, varying_order

NOW = datetime(2025, 12, 20, 12, 30, tzinfo=UTC)  # a Saturday


def only(text: str, day_first: bool | None = None) -> PrintedTime:
    (found,) = find_times(text, 0, day_first)
    return found


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("25. listopada 2023.", "2023-10-25"),
        ("25 listopada 2023", "2023-11-25"),
        ("25. listopadu 2023", "2023-11-25"),
        ("31. listopada 2023", "2023-10-31"),
        ("Sri lis 25, 2023", "2023-10-25"),
        ("pet 30 lip 2023", "2023-06-30"),
        ("30 lip 2023", "2023-07-30"),
        ("4. srp 2023.", "2023-07-04"),
        ("4. srp 2023", "2023-08-04"),
    ],
)
def test_a_month_of_two_languages_is_told_by_full_stops_or_the_weekday(text: str, at: str) -> None:
    found = only(text).at
    assert found is not None
    assert found.date().isoformat() == at


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("sexta-feira, 3 de maio de 2024", "ahead"),
        ("Terça-feira, 30 de Abril de 2024", "ahead"),
        ("6ª feira, 3 de maio de 2024", "ahead"),
        ("Thứ sáu, 3/5/2024", "ahead"),
        ("Thứ Sáu, ngày 3 tháng 5 năm 2024", "ahead"),
        ("יום שישי, 3 במאי 2024", "ahead"),
        ("शुक्रवार, 3 मई 2024", "ahead"),
        ("শুক্রবার, ৩ মে ২০২৪", "ahead"),
        ("வெள்ளிக்கிழமை, 3 மே 2024", "ahead"),
        ("วันศุกร์ที่ 3 พฤษภาคม 2567", "ahead"),
        ("e premte, 3 maj 2024", "ahead"),
        ("п'ятниця, 3 травня 2024", "ahead"),
        ("п’ятниця, 3 травня 2024", "ahead"),
        ("سه شنبه 11 اردیبهشت 1403", "ahead"),
        ("الجمعة، 3 مايو 2024", "ahead"),
        ("Freitag, den 3. Mai 2024", "ahead"),
        ("fredag den 3. maj 2024", "ahead"),
        ("2024年5月3日 星期五", "behind"),
        ("2024年5月3日（金）", "behind"),
        ("2024년 5월 3일 금요일", "behind"),
        ("2024. május 3., péntek", "behind"),
        ("3 Mayıs 2024 Cuma", "behind"),
        ("3 May 2024 (Fri)", "behind"),
        ("2024年5月3日 星期五 10:22", "behind"),
        ("15 Mayıs 2012 Salı, 14:22", "behind"),
        ("2006/10/02(Mon) 15:14", "behind"),
        ("2019年1月22日 (星期二) 23:08", "behind"),
    ],
)
def test_a_weekday_belongs_to_its_date(text: str, side: str) -> None:
    found = only(text)
    assert found.text == text
    assert found.weekday == side


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("sexta-feira, 05/04/2024", "2024-04-05"),
        ("Thứ sáu, 05/04/2024", "2024-04-05"),
        ("05/04/2024 (金)", "2024-04-05"),
        ("05/04/2024 (土)", "2024-05-04"),
        ("05/04/2024, péntek", "2024-04-05"),
        ("05/04/2024 (金) 10:22", "2024-04-05"),
    ],
)
def test_a_weekday_tells_which_figure_is_the_day(text: str, at: str) -> None:
    found = only(text).at
    assert found is not None
    assert found.date().isoformat() == at


@pytest.mark.parametrize(
    "text",
    [
        "3 May 2024 Friday 10 May",
        "May 3, 2024 Fri, 3 May 2024 08:00",
        "5 May 2024 Sunday Times",
        "5 May 2024 Sunday's ferry",
        "3 May 2024 Monday",
        "3 mai 2024 Marché",
        "2024年5月3日 金沢",
        "3 Mayıs 2024 Cumalı",
    ],
)
def test_a_word_behind_a_date_is_not_always_its_weekday(text: str) -> None:
    assert find_times(text)[0].weekday is None


def test_a_word_that_ends_in_one_before_days_is_no_weekday() -> None:
    assert only("Madden 3 May 2024").weekday is None
    assert only("Sadden 3 May 2024").weekday is None


@pytest.mark.parametrize(
    "text",
    [
        "tegnap 14:05",
        "Včera v 14:05",
        "Dnes, 7:12",
        "Eilen klo 14.05",
        "I går kl. 14.05",
        "учора о 14:05",
        "χθες στις 14:05",
        "astăzi la 14:05",
        "jučer u 14:05",
        "šodien plkst. 14:05",
        "eile kell 14:05",
        "avant-hier à 14:05",
        "אתמול 14:05",
        "دیروز ۱۴:۰۵",
        "कल 14:05",
        "เมื่อวานนี้ 14:05",
        "vakar",
        "tegnapelőtt",
    ],
)
def test_days_told_from_now_on_in_many_languages(text: str) -> None:
    found = only(text)
    assert found.relative
    assert found.text == text


@pytest.mark.parametrize("text", ["Ma, come dici tu", "Ma", "Danes like it", "vakar buvo gražu", "Včera jsme byli v Praze", "azi"])
def test_a_word_for_a_day_within_a_sentence_is_no_time(text: str) -> None:
    assert not find_times(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("21 August 2012", "2012-08-21T00:00:00"),
        ("August 21st, 2012 at 4:30 pm", "2012-08-21T16:30:00"),
        ("2012-03-08T12:00:00Z", "2012-03-08T12:00:00"),
        ("2019-02-23, 09:14 PM", "2019-02-23T21:14:00"),
        ("12.03.2025, 14:22 Uhr", "2025-03-12T14:22:00"),
        ("06.11.2023, 13.47 Uhr", "2023-11-06T13:47:00"),
        ("14. 01. 2020, 13:47", "2020-01-14T13:47:00"),
        ("30th March 2025, 16:26", "2025-03-30T16:26:00"),
        ("3rd of May 2020", "2020-05-03T00:00:00"),
        ("Sun Dec 17, 2023 11:23 am", "2023-12-17T11:23:00"),
        ("Friday December 19, 2025 @08:08PM", "2025-12-19T20:08:00"),
        ("Feb 11, 2011 at 23:49", "2011-02-11T23:49:00"),
        ("July 11, 2021 / 9:47 pm", "2021-07-11T21:47:00"),
        ("3:21pm On Mar 09, 2023", "2023-03-09T15:21:00"),
        ("12/24/2021 at 12:48am", "2021-12-24T00:48:00"),
        ("24/12/2021 12:05 pm", "2021-12-24T12:05:00"),
        ("5/5/2020", "2020-05-05T00:00:00"),
        ("Wed, 12/17/2025 - 02:42", "2025-12-17T02:42:00"),
        ("28.09.1912:44", "2019-09-28T12:44:00"),
        ("07.08.09", "2009-08-07T00:00:00"),
        ("3. März 2019", "2019-03-03T00:00:00"),
        ("Di, 21. April 2020 - 16:40", "2020-04-21T16:40:00"),
        ("Пн дек 05, 2011 10:22", "2011-12-05T10:22:00"),
        ("25. Februar 2020 um 13:02\xa0Uhr", "2020-02-25T13:02:00"),
        ("Juli 30, 2013 um 2:33 pm", "2013-07-30T14:33:00"),
        ("mercredi 15 mai 2019 à 08h07", "2019-05-15T08:07:00"),
        ("1er août 2018", "2018-08-01T00:00:00"),
        ("26 abril 2022 a las 14:02", "2022-04-26T14:02:00"),
        ("1 de março de 2020 às 9:15", "2020-03-01T09:15:00"),
        ("12 gennaio 2020 alle 10:00", "2020-01-12T10:00:00"),
        ("5 oktober 2017 om 21:05", "2017-10-05T21:05:00"),
        ("21 kwietnia 2021", "2021-04-21T00:00:00"),
        ("12 мая 2020 в 10:15", "2020-05-12T10:15:00"),
        ("2019. március 3.", "2019-03-03T00:00:00"),
        ("3 Mart 2019", "2019-03-03T00:00:00"),
        ("2019年3月4日 12:30", "2019-03-04T12:30:00"),
        ("Вт, 5 ноя 2013 19:40", "2013-11-05T19:40:00"),
        ("03 сен 2013, 19:40", "2013-09-03T19:40:00"),
        ("05 лис 2013, 19:40", "2013-11-05T19:40:00"),
        ("Mar 05 Nov 2013, 19:40", "2013-11-05T19:40:00"),
        ("Mar 5 Mar 2013 - 19:40", "2013-03-05T19:40:00"),
        ("Mar Noi 05, 2013 7:40 pm", "2013-11-05T19:40:00"),
        ("15 Mayıs 2012 Salı, 14:22", "2012-05-15T14:22:00"),
        ("5 mai 2012, ora 14:22", "2012-05-05T14:22:00"),
        ("UpdatedMarch 3, 2019", "2019-03-03T00:00:00"),
        ("by Ann WinterbottomNovember 20, 2007", "2007-11-20T00:00:00"),
        ("April 2, 20241 yr", "2024-04-02T00:00:00"),
        ("Mar 9, 202640 mins", "2026-03-09T00:00:00"),
        ("2 avril 202410 mois", "2024-04-02T00:00:00"),
        ("October 17, 20236:01 PM", "2023-10-17T18:01:00"),
        ("5. Mai 202012:30 Uhr", "2020-05-05T12:30:00"),
        ("April 10, 20175 Tips", "2017-04-10T00:00:00"),
        ("January 4, 202614,267 Views", "2026-01-04T00:00:00"),
        ("Jul. 11. 2025", "2025-07-11T00:00:00"),
        ("2025•01•08", "2025-01-08T00:00:00"),
        ("2012/05/03(木) 14:05:12", "2012-05-03T14:05:12"),
        ("2012년 5월 3일 (목) 14:05", "2012-05-03T14:05:00"),
        ("2097 January 8, 2025, 3:14am", "2025-01-08T03:14:00"),
        ("1, Oct 20, 2025", "2025-10-20T00:00:00"),
        ("14, May 12, 2024", "2024-05-12T00:00:00"),
        ("2019年01月21日 06時20分", "2019-01-21T06:20:00"),
        ("2019年1月21日 午後3時5分", "2019-01-21T15:05:00"),
        ("2020년 3월 5일 오후 2시 5분", "2020-03-05T14:05:00"),
        ("30 مارس 2020", "2020-03-30T00:00:00"),
        ("25 مارچ، 2021", "2021-03-25T00:00:00"),
        ("25\u200f/03\u200f/2021", "2021-03-25T00:00:00"),
        ("2021. 3. 25. 오후 2:05", "2021-03-25T14:05:00"),
        ("2021. 03. 25. 14:05", "2021-03-25T14:05:00"),
        ("2021. márc. 25. 14:05", "2021-03-25T14:05:00"),
        ("25. 03. 2021. 14:05", "2021-03-25T14:05:00"),
        ("25.03.2021 г., 14:05", "2021-03-25T14:05:00"),
        ("25.3.2021 14.05", "2021-03-25T14:05:00"),
        ("25. mar. 2021 14.05.30", "2021-03-25T14:05:30"),
        ("25. mars 2021 kl. 14.05", "2021-03-25T14:05:00"),
        ("1. 25.03.2021, 14:05 #1", "2021-03-25T14:05:00"),
        ("2. 11.01.2021", "2021-01-11T00:00:00"),
        ("14. 01. 2020 12.50 €", "2020-01-14T00:00:00"),
        ("ngày 25 tháng 3 năm 2021", "2021-03-25T00:00:00"),
        ("2018/6/19 晚上11:59", "2018-06-19T23:59:00"),
        ("12 במרץ 2020", "2020-03-12T00:00:00"),
        ("10:00 BST, 22 May 2020", "2020-05-22T10:00:00"),
        ("मार्च 25, 2021 02:05 PM", "2021-03-25T14:05:00"),
        ("25 मई 2021", "2021-05-25T00:00:00"),
        ("২৫ মার্চ ২০২১, ১৪:০৫", "2021-03-25T14:05:00"),
        ("৫ জানুয়ারি ২০২১", "2021-01-05T00:00:00"),
        ("٢٥/٠٣/٢٠٢١", "2021-03-25T00:00:00"),
        ("25 มีนาคม พ.ศ. 2564 เวลา 14.05 น.", "2021-03-25T14:05:00"),
        ("25 มี.ค. 64 14:05", "2021-03-25T14:05:00"),
        ("25/03/2564", "2021-03-25T00:00:00"),
        ("3 octombrie 2018 la 08:12", "2018-10-03T08:12:00"),
        ("Jun 22 Sat 2013 23:17", "2013-06-22T23:17:00"),
        ("週一, 10/05/2020 - 06:00", "2020-10-05T06:00:00"),
        ("2021年3月5日 星期五 10:22", "2021-03-05T10:22:00"),
        ("2021年3月5日 金曜日 10:22", "2021-03-05T10:22:00"),
        ("سه\u200cشنبه ۱۵ خرداد ۱۴۰۲ - ساعت ۱۰:۲۳", "2023-06-05T10:23:00"),
        ("vr 4 februari 2022, 10:12", "2022-02-04T10:12:00"),
        ("23.05.11 14:22l최종 업데이트", "2023-05-11T14:22:00"),
        ("更新時間：11:48 2024-04-23 HKT", "2024-04-23T11:48:00"),
        ("نوشته شده در یکشنبه پانزدهم دی ۱۳۹۲ ساعت ۲۱:۴۰", "2014-01-05T21:40:00"),
        ("پنجشنبه بیست و سوم آذر ۱۳۹۱ ساعت 10:05", "2012-12-13T10:05:00"),
        ("سی‌ام آبان ۱۳۹۰ ساعت 8:00", "2011-11-21T08:00:00"),
        ("العدد: 2981 - 2010 / 5 / 18 - 23:14", "2010-05-18T23:14:00"),
        ("Mandag 22/8-2016 kl. 05:30", "2016-08-22T05:30:00"),
        ("2009 m. rugsėjo mėn. 14 d. 00:05", "2009-09-14T00:05:00"),
        ("irklas iš Prienų, 2009 09 14 07:12", "2009-09-14T07:12:00"),
        ("• 5月 23 週四 2019 22:18", "2019-05-23T22:18:00"),
        ("آبان ۲۲, ۱۴۰۱", "2022-11-13T00:00:00"),
        ("12 مهر ماه 1400", "2021-10-04T00:00:00"),
        ("۱۰:۲۳ - ۱۴۰۲/۰۳/۱۵", "2023-06-05T10:23:00"),
        ("15/03/1402", "2023-06-05T00:00:00"),
        ("۱۴۰۲-۰۳-۱۵", "2023-06-05T00:00:00"),
        ("30 اسفند 1399", "2021-03-20T00:00:00"),
        ("2021年（令和3年）3月25日", "2021-03-25T00:00:00"),
        ("令和元年5月1日", "2019-05-01T00:00:00"),
        ("中華民國 110 年 3 月 25 日", "2021-03-25T00:00:00"),
        ("25/3/21, 2:05 μ.μ.", "2021-03-25T14:05:00"),
        ("25 مارس 2021، 2:05 م", "2021-03-25T14:05:00"),
        ("25 de marzo de 2021, 2:05 p. m.", "2021-03-25T14:05:00"),
        ("2021-03-25 PM 2:05", "2021-03-25T14:05:00"),
        ("22 كانون الثاني 2020", "2020-01-22T00:00:00"),
        ("22 كانون الثاني/يناير 2020", "2020-01-22T00:00:00"),
        ("22 يناير/كانون الثاني 2020", "2020-01-22T00:00:00"),
        ("10 تشرين ثاني، 2019 12:30 م", "2019-11-10T12:30:00"),
        ("الأحد 5 آب/أغسطس 2018 - 14:05", "2018-08-05T14:05:00"),
        ("21:14-2 أغسطس 2022", "2022-08-02T21:14:00"),
        ("२५ अप्रैल २०१० ८:४० अपराह्न", "2010-04-25T20:40:00"),
        ("5 май 2012 г., 8:40 сл.об.", "2012-05-05T20:40:00"),
        ("12 Mart 2012 8:40 ÖS", "2012-03-12T20:40:00"),
        ("25 באפריל 2010 8:40 אחה״צ", "2010-04-25T20:40:00"),
        ("5 mars 2021 à 14 h 05", "2021-03-05T14:05:00"),
        ("4 Deireadh Fómhair 2020", "2020-10-04T00:00:00"),
        ("15 MAYIS 2012 SALI, 14:22", "2012-05-15T14:22:00"),
        ("23 NİSAN 2021", "2021-04-23T00:00:00"),
        ("1 ARALIK 2021", "2021-12-01T00:00:00"),
        ("9 ΜΑΪΟΥ 2021, 10:30", "2021-05-09T10:30:00"),
        ("Tue Mar  9 10:12:44 CET 2010", "2010-03-09T10:12:44"),
        ("Tue Mar 9 10:12:44 2010", "2010-03-09T10:12:44"),
        ("۵ مهر ۹۹ ، ۲۱:۰۵", "2020-09-26T21:05:00"),
        ("۵ مهر ۰۱، ۹:۰۵", "2022-09-27T09:05:00"),
    ],
)
def test_formats(text: str, at: str) -> None:
    found = only(text)
    assert found.at is not None
    assert found.at.isoformat() == at
    assert not found.relative


LANGUAGES = """
en de fr es pt it nl pl cs sk hu ro bg ru uk sr sl el tr sv nb da fi et lt lv id vi ja zh ko ar
he hi bn ta te mr gu kn ml pa ne th
"""


@pytest.mark.parametrize("language", LANGUAGES.split())
@pytest.mark.parametrize("form", ["medium", "long", "full"])
def test_dates_as_cldr_writes_them(language: str, form: Literal["medium", "long", "full"]) -> None:
    for day in (date(2021, 3, 25), date(2019, 11, 7), date(2022, 5, 14), date(2020, 8, 2), date(2023, 1, 30), date(2018, 6, 19)):
        found = only(format_date(day, form, locale=language), order_in(language, 1.0))
        assert found.at is not None
        assert found.at.date() == day


CLOCKED = f"{LANGUAGES} ca eu gl cy ga is hy ka be mk sq az uz tg oc af sw fil ms ar_LB ar_MA fa ur km lo zh_Hant en_US es_MX fr_CA"


@pytest.mark.parametrize("language", CLOCKED.split())
@pytest.mark.parametrize("hour", [8, 20])
def test_clocks_behind_days_as_cldr_writes_them(language: str, hour: int) -> None:
    for month in range(1, 13):
        at = datetime.combine(date(2021, month, 23), time(hour, 41))
        (found,) = find_times(f"{format_date(at, 'long', locale=language)} {format_time(at, 'short', locale=language)}")
        assert found.at == at


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2012-03-08T12:00:00Z", 0),
        ("2012-03-08T12:00:00+02:00", 120),
        ("2012-03-08 12:00:00 -0530", -330),
        ("5 May 2012 10:30 GMT+2", 120),
        ("5 May 2012, 10:30 CEST", 120),
        ("5 May 2012, 10:30 am EST", -300),
        ("5 May 2012, 10:30", None),
        ("2012-03-08 12:00:00 +9900", None),
    ],
)
def test_zones(text: str, minutes: int | None) -> None:
    assert find_times(text)[0].utc_offset_minutes == minutes


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2 hours ago", "2025-12-20T10:30:00"),
        ("5 min ago", "2025-12-20T12:25:00"),
        ("an hour ago", "2025-12-20T11:30:00"),
        ("1 day ago", "2025-12-19T00:00:00"),
        ("vor 3 Tagen", "2025-12-17T00:00:00"),
        ("vor einer Woche", "2025-12-13T00:00:00"),
        ("hace 2 días", "2025-12-18T00:00:00"),
        ("il y a 3 heures", "2025-12-20T09:30:00"),
        ("há 2 dias", "2025-12-18T00:00:00"),
        ("3 giorni fa", "2025-12-17T00:00:00"),
        ("4 dagen geleden", "2025-12-16T00:00:00"),
        ("3 dni temu", "2025-12-17T00:00:00"),
        ("2 дня назад", "2025-12-18T00:00:00"),
        ("3 gün önce", "2025-12-17T00:00:00"),
        ("1 decennio fa", "2015-12-21T00:00:00"),
        ("2 decades ago", "2005-12-20T00:00:00"),
        ("4 années il y a", "2021-12-20T00:00:00"),
        ("2 años hace", "2023-12-21T00:00:00"),
        ("8d", "2025-12-12T00:00:00"),
        ("2mo", "2025-10-20T00:00:00"),
        ("Yesterday at 4:25 AM", "2025-12-19T04:25:00"),
        ("Gestern um 14:05 Uhr", "2025-12-19T14:05:00"),
        ("Tuesday at 4:27 AM", "2025-12-16T04:27:00"),
        ("just now", "2025-12-20T12:30:00"),
        ("3小时前", "2025-12-20T09:30:00"),
        ("3 小时 25 分钟前", "2025-12-20T09:30:00"),
        ("2 天前", "2025-12-18T00:00:00"),
        ("3時間前", "2025-12-20T09:30:00"),
        ("2ヶ月前", "2025-10-20T00:00:00"),
        ("3시간 전", "2025-12-20T09:30:00"),
        ("昨天 12:30", "2025-12-19T12:30:00"),
        ("어제 오후 2시 5분", "2025-12-19T14:05:00"),
        ("刚刚", "2025-12-20T12:30:00"),
        ("منذ 3 ساعات", "2025-12-20T09:30:00"),
        ("3 giờ trước", "2025-12-20T09:30:00"),
        ("2 hari lalu", "2025-12-18T00:00:00"),
        ("2 дні тому", "2025-12-18T00:00:00"),
        ("3 órával ezelőtt", "2025-12-20T09:30:00"),
        ("2 napja", "2025-12-18T00:00:00"),
        ("před 5 minutami", "2025-12-20T12:25:00"),
        ("před rokem", "2024-12-20T00:00:00"),
        ("pred 2 dňami", "2025-12-18T00:00:00"),
        ("преди 3 часа", "2025-12-20T09:30:00"),
        ("пре 2 дана", "2025-12-18T00:00:00"),
        ("prije 5 minuta", "2025-12-20T12:25:00"),
        ("pred 3 urami", "2025-12-20T09:30:00"),
        ("acum o oră", "2025-12-20T11:30:00"),
        ("3 ore în urmă", "2025-12-20T09:30:00"),
        ("час назад", "2025-12-20T11:30:00"),
        ("tydzień temu", "2025-12-13T00:00:00"),
        ("for 3 timer siden", "2025-12-20T09:30:00"),
        ("il y a 2 j", "2025-12-18T00:00:00"),
        ("prieš 2 dienas", "2025-12-18T00:00:00"),
        ("pirms 3 stundām", "2025-12-20T09:30:00"),
        ("2 päeva tagasi", "2025-12-18T00:00:00"),
        ("3 ชั่วโมงที่แล้ว", "2025-12-20T09:30:00"),
        ("2 दिन पहले", "2025-12-18T00:00:00"),
        ("৩ বছর আগে", "2022-12-20T00:00:00"),
        ("قبل يومين", "2025-12-18T00:00:00"),
        ("לפני שעה", "2025-12-20T11:30:00"),
        ("۲ روز قبل", "2025-12-18T00:00:00"),
        ("3 ώρες πριν", "2025-12-20T09:30:00"),
    ],
)
def test_relative_times_wait_for_the_day_of_reading(text: str, at: str) -> None:
    found = only(text)
    assert found.relative
    assert found.at is None
    resolved = resolve(found, NOW).at
    assert resolved is not None
    assert resolved.isoformat() == at


@pytest.mark.parametrize(
    ("text", "printed"), [("hier", "hier"), ("Posté hier", "hier"), ("Marie · hier", "hier"), ("hier à 10h30", "hier à 10h30")]
)  # fmt: skip
def test_a_day_word_that_is_another_word_elsewhere_stands_alone_or_has_a_clock(text: str, printed: str) -> None:
    assert only(text).text == printed


@pytest.mark.parametrize(
    "text",
    ["Niemand von hier", "Mehr dazu hier", "Lees hier alles over de haven", "Bake it for 20 minutes", "för 3 veckor", "a day like this"],
)
def test_what_is_no_time(text: str) -> None:
    assert find_times(text) == ()


@pytest.mark.parametrize(
    "text",
    ["Oct 7", "18. September um 08:37", "March 2025", "3/4/2020", "07/03/24 02:57 PM", "12/02 à 11:30", "08:25 7/4", "Mar 9 10:12 2010"],
)  # fmt: skip
def test_what_is_not_sure_is_left_open(text: str) -> None:
    assert only(text).at is None


@pytest.mark.parametrize("text", ["5 mars à 10:12", "3 mai, 10:30", "18 avr. 10:12", "18 Apr. 10:12", "12 may 09:15"])
def test_clock_behind_a_short_month_makes_it_a_date(text: str) -> None:
    found = only(text)
    assert (found.text, found.has_time) == (text, True)
    assert only(text.replace(":", "h")).text == text.replace(":", "h")


@pytest.mark.parametrize("text", ["5 mars", "we saw 12 may 5 times"])
def test_short_month_alone_is_no_date(text: str) -> None:
    assert find_times(text) == ()


def test_day_without_year_is_the_last_such_day() -> None:
    resolved = resolve(only("December 24 at 8:00"), NOW).at
    assert resolved == datetime(2024, 12, 24, 8, 0)  # noqa: DTZ001 -- wall clock
    assert resolve(only("3/4/2020"), NOW).at is None


@pytest.mark.parametrize(
    ("text", "earliest", "at"),
    [
        ("January 4 at 7:45", date(2019, 12, 28), datetime(2020, 1, 4, 7, 45)),  # noqa: DTZ001 -- wall clock
        ("Dec 28", date(2019, 12, 28), datetime(2019, 12, 28)),  # noqa: DTZ001 -- wall clock
        ("3:40pm On Jan 21", date(2025, 11, 22), datetime(2026, 1, 21, 15, 40)),  # noqa: DTZ001 -- wall clock
        ("29. Februar", date(1897, 3, 1), datetime(1904, 2, 29)),  # noqa: DTZ001 -- wall clock
        ("2 days ago", date(2019, 12, 28), None),
        ("12/02 à 11:30", date(2019, 12, 28), None),
        ("3/5(木) 9:15", date(2020, 1, 2), datetime(2020, 3, 5, 9, 15)),  # noqa: DTZ001 -- wall clock
        ("03.25 18:40:12", date(2020, 1, 2), datetime(2020, 3, 25, 18, 40, 12)),  # noqa: DTZ001 -- wall clock
        ("25.03 18:40", date(2020, 1, 2), datetime(2020, 3, 25, 18, 40)),  # noqa: DTZ001 -- wall clock
        ("03/25 18:40", date(2020, 1, 2), datetime(2020, 3, 25, 18, 40)),  # noqa: DTZ001 -- wall clock
        ("03.05 18:40:12", date(2020, 1, 2), None),
    ],
)
def test_day_without_year_follows_the_last_full_date(text: str, earliest: date, at: datetime | None) -> None:
    assert follow(only(text), earliest).at == at


@pytest.mark.parametrize(
    "text",
    [
        "", "10年3月5日",
        "30 February 2019", "2019-13-45", "32.01.2020", "192.168.1.12", "a 5-4-3 defence", "Chapter 12", "$12.50", "12:30",
        "1,200 people", "5時間", "3時", "3年", "第12回", "2021. 3. 25", "1. 2. 3. Los",
        "https://harbour.example/2019/03/12/ferry", "call 555-12-3456",
        "version 10.2.3.4", "May I have 2 of them", "in March 20241", "in 2020-2021-22",
        "1402-03-15", "1402.3.15", "30 اسفند 1400", "1402/13/01", "12 مهر 14001", "Mutt/1.5.21", "Kite/4.12.09", "10:30 1/2 mile",
        "Ann 10:30 5/5", "03.25", "12.50 10:30", "3/25 8:40", "6/18(3 of them)", "۵ مهر ۹۹ نفر",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find_times(text) == ()


@pytest.mark.parametrize("text", ["Foto: dpa/12.05.2020", "Berlin/12.05.2020"])
def test_an_agency_or_a_place_before_a_day_is_no_program(text: str) -> None:
    assert only(text).text == "12.05.2020"


def test_a_number_of_people_behind_a_clock_is_no_year() -> None:
    assert only("Tue, 9 Mar 10:12 2000 people liked this").text == "Tue, 9 Mar 10:12"


def test_page_settles_the_order_of_day_and_month() -> None:
    assert day_order(["3/4/2020", "25/4/2020"]) is True
    assert day_order(["3/4/2020", "4/25/2020"]) is False
    assert day_order(["3/4/2020", "March 5, 2020"]) is False
    assert day_order(["3/4/2020", "5 mars 2020"]) is True
    assert day_order(["3/4/2020"]) is None
    assert day_order(["25/4/2020", "4/25/2020"]) is None
    settled = [only("3/4/2020", day_first).at for day_first in (True, False)]
    assert [at.isoformat()[:10] for at in settled if at] == ["2020-04-03", "2020-03-04"]


@pytest.mark.parametrize("text", ["en février 2022, la lettre du 05/10/2023", "im Mai 2021 und am 05/10/2023", "May 2021"])
def test_a_month_without_a_day_tells_no_order(text: str) -> None:
    assert day_order([text]) is None


@pytest.mark.parametrize(
    ("days", "is_day_first"),
    [
        (("07/03/24", "07/04/24", "07/07/24"), False),
        (("3/7/2024", "4/7/2024", "4/7/2024", "9/7/2024"), True),
        (("07/03/24", "07/04/24"), None),
        (("07/03/24", "08/04/24", "07/07/24"), None),
        (("07/03/24",) * 5, None),
    ],
)
def test_the_figure_that_changes_within_a_thread_is_the_day(days: tuple[str, ...], is_day_first: bool | None) -> None:
    assert varying_order(days) is is_day_first


def test_a_language_told_surely_settles_the_order() -> None:
    assert order_in("fr", 0.99) is order_in("vi", 0.99) is order_in("sv", 0.99) is True
    assert order_in("fr", 0.6) is None, "not told surely"
    assert order_in("en", 0.99) is None, "countries disagree"
    assert order_in("ja", 0.99) is order_in("und", 0.0) is None


def test_printed_weekday_settles_the_order() -> None:
    at = only("Fri, 3/4/2020").at, only("Wed, 3/4/2020").at
    assert [day.isoformat()[:10] for day in at if day] == ["2020-04-03", "2020-03-04"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Beitrag von ann » So 18. Jan 2015, 17:46", "So 18. Jan 2015, 17:46"),
        ("ann » on April 21, 2015", "April 21, 2015"),
        ("So 19. Jan 2015", "19. Jan 2015"),
    ],
)
def test_a_short_weekday_is_known_where_boards_print_it(text: str, printed: str) -> None:
    assert only(text).text == printed


def test_spans_count_from_the_base() -> None:
    text = "Ann wrote on Friday, March 13, 2020 at 9:05 am, and Bo 2 days ago"
    first, second = find_times(text, base=100)
    assert text[first.start - 100 : first.end - 100] == first.text == "Friday, March 13, 2020 at 9:05 am"
    assert text[second.start - 100 : second.end - 100] == second.text == "2 days ago"


DATE_LIKE = st.lists(
    st.sampled_from(
        [
            "12",
            "3",
            "2019",
            "/",
            ".",
            "-",
            " ",
            ":",
            ",",
            "May",
            "März",
            "janvier",
            "at",
            "um",
            "pm",
            "Uhr",
            "ago",
            "vor",
            "T",
            "Z",
            "+02:00",
            "İ",
            "de",
            "日",
            "年",
        ]
    ),
    max_size=25,
).map("".join)


@given(st.one_of(st.text(), DATE_LIKE), st.integers(0, 1000), st.sampled_from([None, True, False]))
def test_any_text_gives_times_inside_it(text: str, base: int, day_first: bool | None) -> None:
    times = find_times(text, base, day_first)
    end = base
    for found in times:
        assert end <= found.start < found.end <= base + len(text)
        assert text[found.start - base : found.end - base] == found.text
        assert found.at is None or not found.relative
        end = found.end
        resolve(found, NOW)


@pytest.mark.parametrize(
    "unit", ["12/", "1 ", "a 1 ", "12. ", "jan 1", "1 jan 20 ", "12:30 ", "vor 1 ", "1", "a", " ", "12/12/20 ", "1 de ", "ag", "12 a"]
)
def test_time_grows_with_the_text(unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = unit * (size // len(unit))
        return lambda: find_times(text)

    assert slowdown(work, (20_000, 80_000), 9) < 9


@given(st.text(max_size=40))
def test_a_text_is_scanned_as_long_as_it_is(text: str) -> None:
    assert len(lowered(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("18 نومبر ، 2025", "2025-11-18 00:00:00"),
        ("১২ মার্চ ২০২৫, ১৫: ০২", "2025-03-12 15:02:00"),
        ("12 March 2025, 3: 10 things", "2025-03-12 00:00:00"),
        ("12 March 2025 10: 30 people came", "2025-03-12 00:00:00"),
    ],
)
def test_spaces_before_commas_and_behind_colons(text: str, at: str) -> None:
    assert [str(time.at) for time in find_times(text)] == [at]


@pytest.mark.parametrize("text", ["2h trước", "3d geleden", "1h fa", "5m ago"])
def test_short_units_with_the_word_behind_them(text: str) -> None:
    assert [(time.text, time.relative) for time in find_times(text)] == [(text, True)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Me gusta · Responder · 87 · 5 años", ["5 años"]),
        ("Curtir · Responder · 5 a", ["5 a"]),
        ("Chapter 5 a", []),
        ("Gefällt mir · Antworten · 3 Tage · Bearbeitet", ["3 Tage"]),
        ("Нравится · Ответить · 5 года", ["5 года"]),
        ("Podcast · 2 hours", []),
        ("Ann Ferris · Travel · 12 minutes", []),
    ],
)
def test_a_length_of_time_behind_two_other_parts_is_ago(text: str, printed: list[str]) -> None:
    assert [time.text for time in find_times(text) if time.relative] == printed


def test_a_weekday_glued_to_a_label_in_han() -> None:
    [found] = find_times("時間Wed Mar 18 21:36:04 2020")
    assert (found.text, str(found.at)) == ("Wed Mar 18 21:36:04 2020", "2020-03-18 21:36:04")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("vr 4 februari 2022", "vr 4 februari 2022"),
        ("So 18. Jan 2015", "So 18. Jan 2015"),
        ("do 4 februari 2022", "4 februari 2022"),
        ("Op vr 4 februari 2022", "4 februari 2022"),
    ],
)
def test_a_weekday_of_two_letters_begins_a_text_whose_day_it_fits(text: str, printed: str) -> None:
    assert [time.text for time in find_times(text)] == [printed]
