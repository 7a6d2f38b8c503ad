"""Lines that are never body text, wherever a model may see them: the headline again, the byline, the end of the comments.

Each rule is narrow, because it overrules the model: it drops short lines that are furniture as a whole.
"""

import re
from collections.abc import Sequence

from crawler.extract.blocks import Block
from crawler.extract.votes import tokens

_HEAD = 8  # chosen blocks from the start in which headline, byline and dateline may stand
_SHORT = 140  # characters
_CLOSED = re.compile(
    r"(?:comments? (?:are|is|have been|section is) (?:now )?(?:closed|off|disabled|turned off)|no comments?(?: yet)?|"
    r"(?:leave|post|add|write) a (?:comment|reply)|die kommentar\w* (?:ist|sind|wurde\w*) (?:geschlossen|deaktiviert)|"
    r"kommentare sind geschlossen|les commentaires sont (?:fermés|clos|désactivés)|(?:los )?comentarios (?:están )?cerrados|"
    r"(?:os )?comentários (?:estão )?(?:fechados|encerrados)|i commenti sono (?:chiusi|disabilitati)|"
    r"комментарии (?:закрыты|отключены)|コメントは受け付けていません|评论已关闭|評論已關閉|التعليقات مغلقة)[.!。]?(?:\W.{0,30})?",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:advertisements?|anzeige|werbung|publicité|publicidad|pubblicità|реклама|広告|广告|إعلان|sponsored|loading\W*|"
    r"share(?: this(?: (?:article|story|post|page))?)?|(?:share|tweet|email|print)(?: (?:this|on \w+))?|teilen|partager|"
    r"compartir|condividi|related(?: (?:articles?|stories|posts?|news|content|topics?|links?))?|read (?:more|next)|"
    r"most (?:read|popular|viewed)|also read|recommended(?: for you)?|trending(?: now)?|skip (?:ad|advertisement)|"
    r"story continues below(?: advertisement)?|article continues below(?: advertisement)?|read more\W*|tags?|more from .{1,40}|"
    r"follow us(?: on .{1,60})?|sign up|subscribe(?: now)?|log in|continue reading\W*|view comments|show comments|"
    r"all rights reserved\.?|mehr zum thema|lesen sie auch|zum thema|à lire aussi|sur le même sujet|lea también|"
    r"te puede interesar|leia também|leggi anche|читайте также|関連記事|相关阅读|相關新聞|اقرأ أيضا|table of contents)\W*",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan|feb|f[ée]v|mar|m[äa]r|apr|avr|abr|ma[yi]|jun|jui|jul|lug|aug|ago|ao[uû]|sep|set|o[ckt]t|out|nov|de[cz]|dic|янв|"
    r"фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)\w*\.?"
)
_DATELINE = re.compile(
    r"(?:(?:published|posted|updated|last (?:updated|modified)|created|first published|veröffentlicht|aktualisiert|stand|"
    r"publié|mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato|опубликовано|обновлено|发布|更新|公開|on|am|le|"
    r"el|em|il|at|um|à|a las|às|mon|tue|wed|thu|fri|sat|sun|\w*day|\w*tag|uhr|am|pm|[a-z]{2,4}t|utc|gmt|of|de|den|the|"
    rf"{_MONTH}|年|月|日|時|分|오전|오후|년|월|일|\d+(?:st|nd|rd|th)?|[\W_])+)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:written |posted |reported |story )?(?:by|von|par|por|di|автор:?|作者[:：]?|文/)\s+(.{2,100})",
    re.IGNORECASE,
)


def find(
    blocks: Sequence[Block], chosen: Sequence[int], titles: Sequence[str], authors: Sequence[str]
) -> set[int]:
    """Give those of the chosen blocks that are furniture."""
    headlines = {words for title in titles if len(words := tuple(tokens(title))) >= 3}
    names = {tuple(tokens(name)) for name in authors if name}
    found = set()
    for place, index in enumerate(chosen):
        text = blocks[index].text
        head = place < _HEAD
        if len(text) <= _SHORT and (_CLOSED.fullmatch(text) or _FURNITURE.fullmatch(text)):
            found.add(index)
        elif head and _is_head_matter(text, headlines, names):
            found.add(index)
    return found


def _is_head_matter(text: str, headlines: set[tuple[str, ...]], names: set[tuple[str, ...]]) -> bool:
    words = tuple(tokens(text))
    if words in headlines or words in names:
        return True
    if len(text) > _SHORT:
        return False
    if any(character.isdigit() for character in text) and _DATELINE.fullmatch(text):
        return True
    by = _BYLINE.fullmatch(text)
    return bool(by) and len(words) <= 12 and not text.endswith((".", "!", "?", "。"))
