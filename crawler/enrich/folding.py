"""Text as it is compared: one spelling for each word, whatever the keyboard, press or script variant it came
from.

Two strings of equal length come out, so that a position in one is a position in the other: `plain` keeps the
case of letters (a case-sensitive name is checked there), `folded` is what terms are looked for in.
Normal form KC is that of Unicode Standard Annex 15.
"""

import re
import unicodedata
from typing import NamedTuple

# Traditional Chinese characters and their simplified forms, so that Taipei and Beijing are read with one
# lexicon.
#
# Only characters with one simplified form, of those frequent in news. Japanese terms are folded by the same
# table on both sides, so that their own characters stay equal to themselves.

TRADITIONAL = (
    "衛軌發預國聯際協議條約務術員機構軍備競賽戰監測遙導頻譜電線無訊業產經濟資開處間關門隊陽陸顆飛馬體點龍載運辦進選遠邊達過銀"
    "長試話認語說論證識變負財貨貿費質賠購軟較輸農採損據擊擬擴數斷時會東極標樣權歐歷殘氣決滅準災為營環現畫當盤確礦種稱積穩節範"
    "簡簽紀級納紐紅組細終結統絕維網編縣總績繼續罰習職聲臺與興舉華萬葉蘇蘭號裝補複規視覽觀計訂討訓許設評詢談調億個倫價優傳僅儀"
    "內兩則剛創動勢區單參雙問啟喬嚴團圍園圖執場墜壓壞奧學寧實審寫將專對層島師帶幾庫廢廣廳張彈強後徑從復態慶應憲擇敗敵韓韋項順"
    "領題類顯風驗鮮麗黨齊亞烏緬義賓盧羅尋儲嶽樂報紛稅製鏈錄鐵針鋼銷鎖雲離難霧靜頁頒額飽駐魯鴻撥貼責賈買賣贏贈躍輛輪轉轟辭遞適"
    "遷鄰釋聞腦膠艦藝蓋藍衝襲訪詞誤諮謀講譴讀護讚貴賴跡蹟週這連違遺郵醫鑑閉閱陳隨險隱雖雜靈顧頭願驅驚鬥鳥麥齡車紙書來們僑偵傑"
    "傘債傷傾償沖凱別劃劇劉劑勵勝勞匯厲嗎嘗噴圓堅塵壯夠夾奪奮婦媧孫寶屆屬岡嶄幣幫異彌徵恆惡愛憂懸戲戶拋掃掛搶摯撫撐擋擔攔攜攝"
    "敘曆曉暫桿棄樁橋檢櫃歸殺毀沒況淨溫滬滿漢潛澤濱灣煙熱爭爾牆獎獨獲瑪瓊療盡盜眾禦穀窮竊筆築籌糧綜綠緊緒練縱繪罷聖脈脫臨舊艙"
    "薩莊獵"
)
SIMPLIFIED = (
    "卫轨发预国联际协议条约务术员机构军备竞赛战监测遥导频谱电线无讯业产经济资开处间关门队阳陆颗飞马体点龙载运办进选远边达过银"
    "长试话认语说论证识变负财货贸费质赔购软较输农采损据击拟扩数断时会东极标样权欧历残气决灭准灾为营环现画当盘确矿种称积稳节范"
    "简签纪级纳纽红组细终结统绝维网编县总绩继续罚习职声台与兴举华万叶苏兰号装补复规视览观计订讨训许设评询谈调亿个伦价优传仅仪"
    "内两则刚创动势区单参双问启乔严团围园图执场坠压坏奥学宁实审写将专对层岛师带几库废广厅张弹强后径从复态庆应宪择败敌韩韦项顺"
    "领题类显风验鲜丽党齐亚乌缅义宾卢罗寻储岳乐报纷税制链录铁针钢销锁云离难雾静页颁额饱驻鲁鸿拨贴责贾买卖赢赠跃辆轮转轰辞递适"
    "迁邻释闻脑胶舰艺盖蓝冲袭访词误咨谋讲谴读护赞贵赖迹迹周这连违遗邮医鉴闭阅陈随险隐虽杂灵顾头愿驱惊斗鸟麦龄车纸书来们侨侦杰"
    "伞债伤倾偿冲凯别划剧刘剂励胜劳汇厉吗尝喷圆坚尘壮够夹夺奋妇娲孙宝届属冈崭币帮异弥征恒恶爱忧悬戏户抛扫挂抢挚抚撑挡担拦携摄"
    "叙历晓暂杆弃桩桥检柜归杀毁没况净温沪满汉潜泽滨湾烟热争尔墙奖独获玛琼疗尽盗众御谷穷窃笔筑筹粮综绿紧绪练纵绘罢圣脉脱临旧舱"
    "萨庄猎"
)


# Signs that carry no meaning for comparison: soft hyphen, zero-width and bidi marks, byte order mark,
# tatweel, Arabic vowel signs, Devanagari nukta.
_DROPPED = (
    *(0xAD, 0x2060, 0xFEFF, 0x640, 0x670, 0x93C),
    *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x64B, 0x660)),
)
_UNIFIED = {
    "'": "\u2018\u2019\u201b\u02bc\u00b4`\u2032",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    '"': "\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f",
}
_VARIANTS = (("آأإٱىةؤئیک", "اااايهوييك"), ("ँøØłŁđĐıς", "ंoollddiσ"), (TRADITIONAL, SIMPLIFIED))
_WHITE = re.compile(r"\s{2,}|[^\S ]")
_COMBINING = re.compile("[\u0300-\u036f]")


class Folded(NamedTuple):
    """The same text twice, position for position."""

    plain: str
    folded: str


class _Memo(dict[int, int | str | None]):
    """A table for str.translate that learns the characters it leaves alone: a miss there is dear."""

    def __missing__(self, code: int) -> int | str:
        result = self.fallback(code)
        self[code] = result
        return result

    def fallback(self, code: int) -> int | str:
        """Return the character itself."""
        return code


class _Letters(_Memo):
    """Lower case, and letters with marks to bare letters: Latin, Greek, ё."""

    def fallback(self, code: int) -> int | str:
        """Return the lower-case bare letter, if it is one character."""
        lower = chr(code).lower()
        if len(lower) > 1:
            lower = lower[0]
        if 0xC0 <= code < 0x400 or 0x1E00 <= code < 0x2000 or lower == "ё":
            bare = _COMBINING.sub("", unicodedata.normalize("NFD", lower))
            return bare if len(bare) == 1 else lower
        return lower


_CLEAN = _Memo({**dict.fromkeys(_DROPPED), **{ord(c): to for to, signs in _UNIFIED.items() for c in signs}})
_LETTERS = _Letters({ord(c): to for signs, to_all in _VARIANTS for c, to in zip(signs, to_all, strict=True)})
_RARE = re.compile(f"[{re.escape(''.join(map(chr, _CLEAN)))}]")


def fold(text: str) -> Folded:
    """Normalise, then fold case and marks. White space becomes single spaces."""
    plain = unicodedata.normalize("NFKC", text)
    if _RARE.search(plain):
        plain = plain.translate(_CLEAN)
    plain = _WHITE.sub(" ", plain)
    return Folded(plain, plain.lower() if plain.isascii() else plain.translate(_LETTERS))
