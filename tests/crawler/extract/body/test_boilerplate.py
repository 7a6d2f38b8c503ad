"""Boilerplate lines are dropped; lines that only resemble them are kept."""

import pytest

from crawler.extract.body import boilerplate
from crawler.html.blocks import Block


def dropped(*lines: str, title: str = "", authors: tuple[str, ...] = ()) -> list[str]:
    blocks = [Block(line, 0) for line in lines]
    found = boilerplate.find(blocks, range(len(blocks)), [title], authors)
    return [lines[index] for index in sorted(found)]


@pytest.mark.parametrize(
    "line",
    [
        "Folgen Sie uns auf Facebook und Instagram.", "© dpa-infocom, dpa:310304-99-123456/2",
        "Comments are closed.", "Kommentare sind geschlossen", "Les commentaires sont fermés.",
        "Комментарии закрыты",
        "评论已关闭", "Advertisement", "Anzeige", "Share this article", "Related articles:", "Читайте также:",
        "関連記事", "【関連記事】", "（责任编辑：李娜）", "举报/反馈", "#로켓 #우주 #발사",
        "この記事をシェアする", "Partager cet article",
        "Compartilhe esta notícia", "Поделиться в соцсетях", "扫一扫，分享到朋友圈",
        "© RIPRODUZIONE RISERVATA", "無断転載を禁じます。",
        "ⓒ 쿠리어, 무단 전재 및 재배포 금지", "Empfohlener redaktioneller Inhalt", "Listen to this article",
        "© Kurier Medien GmbH. Alle Rechte vorbehalten.",
        "Follow The Courier on Facebook and X.", "LINEで送る", "本文来源：轨道网",
        "구독과 좋아요 부탁드립니다.", "शेयर करें",
    ],
)  # fmt: skip
def test_a_boilerplate_line_is_dropped(line: str) -> None:
    assert dropped("A first paragraph.", line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Comments are closed to the public until the court has decided.",
        "Share prices fell by four per cent.",
        "By the end of the year, the agency wants a rule.",
        "By 2030, launches will double.",
        "May 10 is the last day for comments.",
        "On March 4, delegates met in Vienna.",
    ],
)
def test_a_sentence_is_kept(line: str) -> None:
    assert dropped(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "Published on March 6, 2024 at 10:15 am", "Stand: 14.03.2024, 11:20 Uhr", "Publié le 3 avril 2024",
        "2024年5月17日 10時30分", "21 июня 2024, 14:05", "Miércoles 10 de julio de 2024", "By Mara Winfield",
        "Von Jonas Ebermann", "Lou Ferris",
    ],
)  # fmt: skip
def test_bylines_and_datelines_at_the_start_are_dropped(line: str) -> None:
    assert dropped(line, "A paragraph.", authors=("Lou Ferris",)) == [line]


def test_the_headline_is_dropped_at_the_start_only() -> None:
    title = "Treaty vote in Geneva"
    lines = ["TREATY VOTE IN GENEVA", *(f"Paragraph {number}." for number in range(10)), title]
    assert dropped(*lines, title=title) == ["TREATY VOTE IN GENEVA"]


PARAGRAPHS = [
    f"The {name} delegation said on Monday that the draft goes further than what it can sign, and that the committee "
    "has to come back to the question of cost before it votes on the text as a whole."
    for name in ("first", "second", "third")
]


def test_a_text_given_twice_is_given_once() -> None:
    lines = ["Standfirst of the day.", *PARAGRAPHS, "Photo: A", *PARAGRAPHS, "An end."]
    assert boilerplate.given_twice(lines) == {5, 6, 7}


def test_a_text_that_follows_in_one_piece_is_given_once() -> None:
    several = [paragraph.replace("Monday", day) for day in ("Monday", "Tuesday") for paragraph in PARAGRAPHS]
    whole = "said before. " + " ".join(several)
    assert len(whole) > 1_000
    assert boilerplate.given_twice([*several, whole]) == {6}
    assert boilerplate.given_twice([several[0], whole]) == set()


def test_the_piece_is_found_among_many_long_paragraphs() -> None:
    long = [f"{number}. " + " ".join(PARAGRAPHS) * 2 for number in range(30)]
    assert boilerplate.given_twice([*long[:20], " ".join(long[3:9]), *long[20:]]) == {20}


def test_a_refrain_and_a_list_may_repeat() -> None:
    meals = [f"{n} cups of rice with {n} eggs and {n} spoons of oil for breakfast at home" for n in range(8)]
    assert boilerplate.given_twice([PARAGRAPHS[0], "One.", PARAGRAPHS[0], "Two.", PARAGRAPHS[0]]) == set()
    assert boilerplate.given_twice([*meals, *meals]) == set()


PROSE = (
    "Delegates of forty states have met to talk about the lower orbits, which fill faster than the rules for them. " * 9
)


@pytest.mark.parametrize(
    "note",
    [
        "To read the full story, please subscribe to The Orbit Times.",
        "Subscribe now to our e-paper for all stories.",
        "If you’re seeing this message but you’re already a subscriber, log in.",
        "Support independent journalism. Your gift keeps us flying.",
        "Please consider making a tax-deductible donation to our newsroom.",
        "We rely on the support of our readers.",
        "For the latest stories and news updates, download the Orbit app.",
        "The views expressed in this article are those of the author.",
        "Gastkommentare müssen nicht der Meinung der Redaktion entsprechen.",
        "Sie mögen den Tag kompakt? Dann sind Sie bei unserem Newsletter richtig.",
        "» Die ORBIT auch bei Social Media – ob WhatsApp oder Facebook.",
        "Pour accéder en illimité à nos articles, connectez-vous.",
        "Abonnez-vous à partir d’un euro.",
        "Suscríbete para seguir leyendo",
        "Abbonati per leggere tutto",
        "Подпишитесь на наш канал",
        "欢迎关注我们的公众号",
        "Follow us on WhatsApp, Telegram and Google News for more stories like this.",
        "Bleiben Sie informiert mit unserem Newsletter.",
        "Recibe cada mañana nuestro boletín de ciencia.",
        "Have a tip? Send it to the desk.",
        "Do you have a question about orbits? Let us know via desk@courier.example.",
        "To view this content, please enable cookies.",
        "All rights reserved. This material may not be published.",
        "The post Delegates meet appeared first on The Courier.",
        "Thank you for reading. Please tell others.",
        "An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt.",
        "Alle Rechte vorbehalten. Vervielfältigung nur mit Genehmigung.",
        "Die Kommentarfunktion ist für diesen Beitrag geschlossen.",
        "Mehr über die Sonde lesen Sie hier.",
        "Recevez chaque matin l’actualité dans votre boîte mail.",
        "Suivez-nous sur WhatsApp et Google Actualités.",
        "Tous droits réservés. Reproduction interdite.",
        "Une erreur dans l’article ? Écrivez-nous.",
        "Sigue toda la información de ciencia en Facebook y X.",
        "Únete a nuestro canal de Telegram.",
        "Siga o canal do Courier no WhatsApp.",
        "Seguici su Facebook e Google News.",
        "Нашли ошибку? Выделите её и нажмите Ctrl+Enter.",
        "При цитировании материала ссылка на «Курьер» обязательна.",
        "Самые важные новости — в нашем телеграм-канале",
        "更多精彩内容，请关注“轨道”微信公众号。",
        "免责声明：本文仅代表作者个人观点。",
        "LINEで友だち追加して最新ニュースを受け取ろう。",
        "続きを読むには会員登録が必要です。",
        "네이버에서 쿠리어 구독하기",
        "제보는 카카오톡 tip 으로 보내주세요.",
        "تابعوا آخر الأخبار على واتساب وتلغرام.",
        "جميع الحقوق محفوظة. يمنع النسخ دون إذن.",
        "ताज़ा खबरों के लिए हमारे व्हाट्सएप चैनल से जुड़ें।",
    ],
)
def test_an_appeal_or_a_note_of_the_house_is_dropped(note: str) -> None:
    assert dropped(PROSE, note, PROSE) == [note]
    assert dropped(note) == []  # nothing would be left


@pytest.mark.parametrize(
    "sentence",
    [
        "Support for the treaty grew in the spring, and the committee noted it.",
        "To read the sky, astronomers need dark nights.",
        "Subscribers of the service in Nairobi lost their signal at noon.",
        "The views of the two delegations are far apart.",
        "(c) the launching State shall inform the Secretary-General",
        "ⓒ 위성은 궤도에 남는다",
        "Pour accéder à l’orbite basse, il faut une licence.",
        "Apoya la agencia el plan de los Estados.",
        "Der Newsletter der Behörde erschien am Montag zum letzten Mal.",
        "Donations to the museum doubled after the launch.",
        "We rely on tracking data from forty stations, the agency said.",
        "Follow these steps shared on Twitter to catch a meteor.",
        "An dieser Stelle wird ein Startplatz gebaut.",
        "Die Kommentarfunktion der App hilft den Beobachtern.",
        "Une erreur dans le calcul a perdu la sonde.",
        "Suivez la fusée sur son pas de tir, dit le guide.",
        "Sigue la polémica por los satélites en Twitter.",
        "При использовании материалов нового типа ступень легче.",
        "Больше половины каналов связи занято.",
        "LINEの衛星通信に新機能を追加した。",
        "네이버가 구독 서비스를 시작했다.",
        "제보는 경찰에 접수됐다.",
        "تابع الملايين على تويتر إطلاق الصاروخ.",
    ],
)
def test_a_sentence_that_begins_like_an_appeal_is_kept(sentence: str) -> None:
    assert dropped(PROSE, sentence, PROSE) == []


@pytest.mark.parametrize(
    "line",
    [
        "Schon gelesen?",
        "Notas relacionadas",
        "Auch auf orbit.example",
        "추천 기사",
        "延伸阅读",
        "Lees ook:",
        "По теме:",
    ],
)
def test_a_heading_of_links_elsewhere_is_dropped(line: str) -> None:
    assert dropped("A first paragraph.", line) == [line]


@pytest.mark.parametrize(
    "label",
    [
        "Read more:", "ALSO READ:", "Related story:", "Lesen Sie auch:", "Mehr dazu:", "À lire aussi »", "MIRA:",
        "Te puede interesar:", "Leggi anche:", "Leia também:", "Читайте также:",
        "延伸阅读：", "【関連記事】", "관련 기사:", "اقرأ أيضا:", "यह भी पढ़ें:", "ये भी पढ़ें-", "[관련기사]",
        "☞", ">>", "Lire aussi –",
        "Ранее мы писали:", "Материалы по теме:", "Tags:", "Mots-clés :",
    ],
)  # fmt: skip
def test_the_linked_headline_of_another_article_after_its_label_is_dropped(label: str) -> None:
    text = f"{label} The next launch is late"
    linked = Block(text, 0, linked=len("The next launch is late"))
    assert boilerplate.find([Block(PROSE, 0), linked], (0, 1), [], ()) == {1}
    assert boilerplate.find([Block(PROSE, 0), Block(text, 0)], (0, 1), [], ()) == set()  # not linked
    assert boilerplate.find([linked, linked], (0, 1), [], ()) == set()  # a text that consists of them


@pytest.mark.parametrize("label", ["Related articles:", "相关阅读：", "【関連記事】", "Lesen Sie auch"])
def test_linked_headlines_below_their_label_are_dropped(label: str) -> None:
    link = Block("The next launch is late", 0, linked=23)
    blocks = [Block(PROSE, 0), Block(label, 0), link, link, Block("The agency waits.", 0), link]
    assert boilerplate.find(blocks, range(6), [], ()) == {1, 2, 3}


def test_linked_headings_below_a_table_of_contents_are_kept() -> None:
    heading = Block("How the next launch is planned", 0, linked=30)
    assert boilerplate.find([Block(PROSE, 0), Block("Table of contents", 0), heading], range(3), [], ()) == {1}


def test_a_sentence_that_begins_like_a_label_is_kept() -> None:
    for text in ("Read more books: that is her advice.", "More: the agency has not said when.", "See, all is well."):
        assert dropped(PROSE, text) == []
