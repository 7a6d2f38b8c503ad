"""The encoding of pages that declare none."""

import pytest

from crawler.html.encoding import decode


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le comité a débattu très longuement des règles de la sécurité spatiale à l'échelle européenne. ", "latin-1"),
        ("Señor Peña habló de la política espacial española en la sesión del comité. ", "latin-1"),
        ("Żółć gęślą jaźń, polityka kosmiczna Polski w ramach ESA. Rząd przyjął strategię. ", "cp1250"),
        ("Космическая политика и запуск спутников. ", "cp1251"),
    ],
)
def test_the_most_widespread_of_equally_good_encodings_is_used(text: str, encoding: str) -> None:
    assert decode(f"<p>{text * 6}</p>".encode(encoding))[1] == f"<p>{text * 6}</p>"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("L’agence française a reçue à Toulouse une délégation ; l’été dernier, où l’on étudiait…", "cp1252"),
        ("L’Agenzia ha firmato: “è la prima volta”, così il ministro. La città sarà più sicura.", "cp1252"),
        ("Die Agentur prüft „größere“ Möglichkeiten für Österreich – so der Minister.", "cp1252"),
        ("Agencja podpisała porozumienie. Źródła mówią, że umowa nie została zawarta – „to ważne”.", "cp1250"),
        ("Agentura podepsala dohodu. Příští rok přijde družice, řekl ministr – „je to důležité“.", "cp1250"),
        ("Türkiye Uzay Ajansı anlaşmayı imzaladı. Gelecek yıl yeni bir uydu fırlatılacağı açıklandı.", "cp1254"),
        ("Agentūra pasirašė sutartį. Kitais metais bus paleistas naujas palydovas, sakė ministrė.", "cp1257"),
    ],
)
def test_latin_letters_are_those_of_the_language(text: str, encoding: str) -> None:
    page = f"<html lang=en><body><p>{text}</p><script>{'if (the) window.has(been);' * 50}</script></body></html>"
    assert decode(page.encode(encoding))[1] == page


FRENCH = "<p>" + "L’Agence a décollé, et la délégation a été reçue à l’échelle européenne. " * 6


@pytest.mark.parametrize("damaged", [FRENCH.encode() + b"\xe9 fin", FRENCH.encode() + "é".encode()[:1]])
def test_utf_8_with_one_damaged_or_cut_character_is_utf_8(damaged: bytes) -> None:
    encoding, text = decode(damaged)
    assert encoding == "utf-8"
    assert text.startswith(FRENCH)
    assert text.count("\N{REPLACEMENT CHARACTER}") == 1


@pytest.mark.parametrize(("encoding", "declared"), [("utf-8", "iso-8859-1"), ("latin-1", "utf-8")])
def test_a_page_in_another_encoding_than_its_header_says_is_read(encoding: str, declared: str) -> None:
    story = "<p>" + "Le comité a débattu très longuement de la sécurité spatiale à l'échelle européenne. " * 6
    assert decode(story.encode(encoding), f"text/html; charset={declared}")[1] == story


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        ("委员会就太空碎片准则进行了讨论，各代表团交换了意见。", ("gbk", "gb18030")),
        ("委員會就太空碎片準則進行了討論，各代表團交換了意見。", ("big5",)),
        ("宇宙ゴミに関する委員会は、新しい指針を採択した。各国代表団が参加した。", ("shift_jis", "euc-jp")),
        ("Комитет обсудил руководящие принципы по космическому мусору. ", ("cp1251", "koi8-r")),
    ],
)
def test_an_encoding_that_nobody_declares_is_recognised(text: str, encodings: tuple[str, ...]) -> None:
    for encoding in encodings:
        assert text * 6 in decode(f"<p>{text * 6}</p>".encode(encoding))[1], encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", "; charset=utf-16", "; charset=utf-8"])
@pytest.mark.parametrize("start", ["<!doctype html>", "\r\n <html>", "<?xml version='1.0'?><html>"])
def test_utf_16_without_a_byte_order_mark_is_recognised(encoding: str, declared: str, start: str) -> None:
    page = f"{start}<p>Комитет обсудил руководящие принципы по космическому мусору."
    assert decode(page.encode(encoding), f"text/html{declared}") == (encoding, page)


@pytest.mark.parametrize("declared", ["utf-16", "utf-16le"])
def test_a_page_that_only_says_that_it_is_utf_16_is_read(declared: str) -> None:
    page = "<!doctype html><p>Комитет обсудил руководящие принципы."
    assert decode(page.encode(), f"text/html; charset={declared}") == ("utf-8", page)


@pytest.mark.parametrize("text", ["The committee’s “draft” – 40 € for São Tomé 🚀", "委员会说：“太空碎片”。"])
def test_utf_8_that_was_encoded_twice_is_read(text: str) -> None:
    page = f"<p>{text} “Yes”</p>"
    assert decode(page.encode().decode("latin-1").encode()) == ("utf-8", page)


def test_letters_that_look_like_utf_8_in_latin_1_stay() -> None:
    page = "<p>“NÃO Â»” – SÃ£o é um erro de outra página</p>"
    assert decode(page.encode()) == ("utf-8", page)
