"""Distinguish organisations and news agencies from persons by the words of their names."""

import re

from crawler.html.text import key

_AGENCIES = frozenset(
    "ap,afp,dpa,apa,sid,pti,ani,ians,upi,efe,ansa,kyodo,xinhua,tass,epd,kna,jiji,yonhap,reuters,"
    "associated press,the associated press,deutsche presse agentur".split(",")
)
_ORGANISATION = re.compile(
    r"^The\s|\b(?:institut\w*|universit\w*|college|cent(?:er|re)|foundation|association|society|council|committee|commission"
    r"|ministry|department|laboratory|observatory|collective|network|group|company|corporation|inc|llc|ltd|gmbh|plc|press"
    r"|news|media|times|magazine|journal|agency|agentur|federation|coalition|alliance|partners|studios?|labs?)\b"
    r"|stiftung\b|\be\.\s?V\b",
    re.IGNORECASE,
)
OFFICE = re.compile(  # its name may contain a comma and an "and"
    r"\b(?:(?:cent(?:er|re)|office|department|ministry|institute|bureau|division|directorate|(?:sub)?committee|council"
    r"|school|faculty|board|commission|agency|society|association|administration|secretariat) (?:for|of|on)"
    r"|\w{0,30}(?:d[eé]part[ae]ment[eo]?|dipartimento|minist[eè]r(?:e|io|ium)|ministério|behörde|amt|anstalt|institut[eo]?|agen(?:ce|cia|tur|zia)"
    r"|comit[eéè]|commissione?|comisión|comissão|komitee|consejo|conselho|conseil)"
    r" (?:für|d[eoa]s?|del|d[eu]lla|du|per|para|pour)"
    r"|министерств\w|агентств\w|комитет\w?|институт\w?)\s",
    re.IGNORECASE,
)
PUBLIC_BODY = re.compile(  # "National Aeronautics and Space Administration"
    r"(?:(?:u\.?s\.?|uk|inter)?national|european|federal|royal|american|international|japan|indian|canadian|australian)\s"
    r".{3,60}\b(?:administration|agency|association|authority|committee|commission|council|organi[sz]ation|society)$",
    re.IGNORECASE,
)


def is_organisation(name: str) -> bool:
    """Return whether a name has a word of organisations, or is that of an office or a public body."""
    return bool(_ORGANISATION.search(name) or OFFICE.search(name) or PUBLIC_BODY.match(name))


def is_agency(name: str) -> bool:
    """Return whether this is a news agency's name or abbreviation."""
    return key(name) in _AGENCIES
