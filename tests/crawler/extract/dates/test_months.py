"""Every month of a language is distinguished from the others, though only a vowel sign or a dot may differ."""

import pytest

from crawler.extract.dates.locale import DateLocale
from crawler.extract.dates.months import month_number, weekday_number
from crawler.extract.dates.parser import read_date

NAMES = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar-DZ": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar-LB": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "bn": "জানুয়ারী ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "th": "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
    "sr": "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
    "ta": "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
}


@pytest.mark.parametrize("language", NAMES)
def test_every_month_is_recognised_if_the_page_declares_another_language(language: str) -> None:
    read = [read_date(f"17 {name.replace('_', ' ')} 2024", DateLocale()) for name in NAMES[language].split()]
    assert [stated.day if stated else "" for stated in read] == [f"2024-{month:02d}-17" for month in range(1, 13)]


def test_an_ambiguous_month_name_needs_the_language_of_the_page() -> None:
    assert [month_number("listopada", (language,)) for language in ("pl", "hr", "en")] == [11, 10, 0]


def test_weekdays_are_numbered_from_monday() -> None:
    assert [weekday_number(word, ("en",)) for word in ("Mon", "Wednesday", "Mittwoch", "mercredi", "среда")] == [
        1, 3, 3, 3, 3,
    ]  # fmt: skip
    assert weekday_number("orbit", ("en",)) == 0


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("Wed, 03/06/2024 - 10:15", "2024-03-06"),
        ("Mon, 03/06/2024 - 10:15", "2024-06-03"),
        ("Tue, 03/06/2024 - 10:15", None),
    ],
)
def test_the_weekday_determines_the_order_of_a_numeric_date(raw: str, day: str | None) -> None:
    stated = read_date(raw, DateLocale())
    assert (stated.day if stated else None) == day
