"""Classify a visible date by the words next to it: published, updated, or not a date of an article.

"Updated:", "Actualizado", "更新" mark a change; "Posted on", "Veröffentlicht", "入力" the publication; a copyright
line, an event or a deadline is neither.
"""

import re

_UPDATED = re.compile(
    r"updated?\b|modified|last (?:edit|change|review)|revised|edited|aktualisiert|geändert|änderung"
    r"|bearbeitet|stand:"
    r"|mis(?:e)? à jour|modifié|actualiz|actualis|modificad|atualizad|aggiornat|modificat|обновл|изменен"
    r"|оновлен"
    r"|更新|修改|改訂|수정|업데이트|تحديث|تعديل|अपडेट|अद्यतन|संशोधित|cập nhật|güncelle|zaktualizow|aktualizac"
    r"|bijgewerkt|gewijzigd|oppdatert|uppdaterad|opdateret|päivitetty|به‌روز|ویرایش|diperbarui|อัปเดต"
    r"|atnaujint",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi[sc]?|posted|first|created|issued|released|\bdat(?:e|um|a|o)\b|veröffentlicht|erstellt|paru"
    r"|posté|pubblicat"
    r"|опубликован|опубліков|дата|发布|發布|発行|公開|掲載|配信|登録|発表|입력|등록|게재|승인|نشر|प्रकाशित|đăng|yayın"
    r"|opublikow|gepubliceerd|udgivet|julkaistu|منتشر|انتشار|dipublikasi|เผยแพร่|paskelbt|fecha|tarih|dátum",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"published|posted|veröffentlicht|publié|publicado|pubblicato|опубликован\w*|发布|發布|公開|掲載|配信|입력|등록|승인|نشر"
    r"|प्रकाशित",
    re.IGNORECASE,
)  # the labels that are of nothing but a publication
_OTHER = re.compile(
    r"copyright|©|\(c\)|all rights|est\.|since|expire|deadline|founded|born|event|valid|retrieved|accessed"
    r"|download|effective|week (?:of|ending)|woche vom|semaine du|semana del|settimana del"
    r"|^\W*(?:when|where|venue|wann|quand|cuándo|quando|когда|日時|開催日時?|会期|일시|時間|时间地点)\s?[:：]",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"^[日일]?\W{0,4}(?:\d{1,2}\D\d{2}(?:\D\d{2})?\D?\s?)?(公開|掲載|配信|発行|発表|更新|修改|发布|發布|입력|등록|수정)"
)
_CREDIT = re.compile(
    r"\b(?:photo\w*|fotos?|foto\w*|bild(?:er)?|image|picture|imagen|写真|撮影|사진)\b[^.]{0,40}$", re.IGNORECASE
)
_REACH = 40


def of_other_things(text: str) -> bool:
    """Return whether a line with a date is about something else: rights, events, deadlines."""
    return bool(_OTHER.search(text))


def credits_picture(words: str) -> bool:
    """Return whether words before a date credit a picture; its day is when the picture was taken."""
    return bool(_CREDIT.search(words))


def says_published(words: str) -> bool:
    """Return whether words directly before a date mark the publication."""
    return bool(_PUBLISHED.search(words[-_REACH:]))


def says_updated(words: str) -> bool:
    """Return whether words directly before a date mark a change, and the last label among them no publication."""
    near = words[-_REACH:]
    ends = [match.end() for match in _UPDATED.finditer(near)]
    return bool(ends) and not _NAMED.search(near, ends[-1])


def label_after(text: str) -> str:
    """Return the label that East Asian pages write after the date ("2024年3月6日 14時30分 公開")."""
    match = _TRAILING.match(text)
    return match[1] if match else ""
