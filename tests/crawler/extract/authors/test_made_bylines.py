"""Bylines as newspapers and content systems of several countries write them, in pages that are read whole."""

import pytest

from archive.records import Article, Lead
from crawler.catalogue.source import Source
from crawler.extract.article import extract
from crawler.extract.page import Page

_TEXT = {
    "en": "The agencies agreed on Friday on a plan for the removal of debris, and the delegations welcomed the step. ",
    "de": "Die Agenturen haben sich am Freitag auf einen Plan geeinigt, und die Delegationen begrüßten den Schritt. ",
    "ru": "Агентства согласовали в пятницу план удаления мусора, и делегации приветствовали этот шаг. ",
    "zh": "各国航天机构周五就清除近地轨道碎片的计划达成一致，各代表团对这一步骤表示欢迎。",
    "ja": "各国の宇宙機関は金曜日、低軌道のごみを取り除く計画で合意し、代表団は一歩を歓迎した。",
    "ar": "اتفقت الوكالات يوم الجمعة على خطة لإزالة الحطام ورحبت الوفود بهذه الخطوة. ",
    "hi": "एजेंसियों ने शुक्रवार को मलबा हटाने की योजना पर सहमति जताई और प्रतिनिधिमंडलों ने इस कदम का स्वागत किया। ",
}


@pytest.mark.parametrize(
    ("language", "byline", "end", "names"),
    [
        ("en", "<div>Written by <a>Ada Quist</a><span> on </span><time>Oct 3, 2031</time></div>", "", ("Ada Quist",)),
        (
            "en",
            "<p>By <a href='/author/ada-quist'>Ada Quist</a><button>Follow</button> and Ben McRoe</p>",
            "",
            ("Ada Quist", "Ben McRoe"),
        ),
        ("en", "<p class='meta'>Ada Quist, Senior Space Editor • Oct 3, 2031</p>", "", ("Ada Quist",)),
        ("en", "<p>Auteur(s) : Ada Quist, Ben Roe</p>", "", ("Ada Quist", "Ben Roe")),
        ("en", "<p><span>Author, </span>Ada Quist</p><p><span>Role, </span>Editor</p>", "", ("Ada Quist",)),
        ("hi", "<p><span>लेखक, </span><span>आदित्य शर्मा</span></p>", "", ("आदित्य शर्मा",)),
        ("de", "<p><b>David Quist</b>, Klaus Roe</p><p>3. Oktober 2031, 12:03</p>", "", ("David Quist", "Klaus Roe")),
        ("de", "<p>Das Interview führte <strong>Ada Quist</strong></p>", "", ("Ada Quist",)),
        ("ru", "<p>3 октября 2031, 12:03 <span>Мария Белова</span></p>", "", ("Мария Белова",)),
        ("zh", "<div>2031年10月03日 12:03 <span>文｜财新 周沁尘</span></div>", "", ("周沁尘",)),
        ("ja", "<p><span>垂水友里香</span> <time>2031年10月3日 12時03分</time></p>", "", ("垂水友里香",)),
        ("ja", "<p><span>松下電器</span> <time>2031年10月3日 12時03分</time></p>", "", ()),
        ("ja", "<p>2031/10/3 12:03</p>", "<p>【垂水友里香】</p>", ("垂水友里香",)),
        ("ja", "<p>2031/10/3 12:03</p>", "<p>（山形新聞）</p>", ()),
        ("ar", "<span class='writeBy'>كتبت ليلى حداد</span>", "", ("ليلى حداد",)),
    ],
)  # fmt: skip
def test_a_byline_names_its_authors(language: str, byline: str, end: str, names: tuple[str, ...]) -> None:
    body = "".join(f"<p>{_TEXT[language] * 4}</p>" for _ in range(4))
    title = _TEXT[language][:30]
    html = f"<html lang={language}><title>{title}</title><body><article><h1>{title}</h1>{byline}{body}{end}</article>"
    url = "https://courier.example/2031/plan"
    source = Source(
        id="courier", name="Courier", homepage="https://courier.example/", country="US", languages=(language,),
        kind="general-press", focus="general",
    )  # fmt: skip
    page = Page(
        url, html.encode(), {"content-type": "text/html; charset=utf-8"}, "2031-10-04T00:00:00Z", Lead(url), source
    )
    article = extract(page)
    assert isinstance(article, Article)
    assert article.authors == names
