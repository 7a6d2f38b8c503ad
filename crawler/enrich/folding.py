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
# Only characters with one simplified form (compared with TSCharacters of OpenCC), of those frequent in news. Japanese
# terms are folded by the same table on both sides, so that their own characters stay equal to themselves.

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
    "劍館課諾貪貧貫貯賞賦贊趙趕辯遲鄭鄧醜醬釀鈔鈣鉛銅銘鋒錢鍵鎮鐘閃閑閣閥闊闖陰陣雞韌須頌頓頗飄飯飲饋馳駕驟髒鬆鬧魚鳳鳴"
    "鴨鷹龜龐龔壟壘壩夢妝姦娛婁寢尷屍屢嶼巒巔帥帳幀幹廁廈廚廟廠弒彎彙彥恥悅悶惱慘慣慮憐憤懇懲懷懼懶戀挾捨掄掙揀揚換揮搖"
    "摑摟摺撈撓撲撿擁擠擺擾攤攪斃斕斬晉晝暈暢朧棗棟棧楊榮槍樓樞樸樹橫檔檸欄歡歲殼氈氫洩涼淚淺減渦渾湊湧湯溝滄滌滯滲漁漸"
    "漿潑潔潤澀濁濃濕濾瀏瀝灑灘煉煩燈燒燙燦燭爐爛爺牽犧狀狹獅獸獻瑣瑤璽畝畢疊痙瘋癒癡癢癥癱皺盞睜瞞矚矯碩碼磚礎礙礫禍禎"
    "禮禪稈稜穌窩窪竄竅筍篩籃籠籤糞糾紋純紗紡紮紳紹絡絢給絨絲綁綢綱綴綺綽綿緝締緣緩緯緻縛縫縮織繃繞繡繩繫繭繳纏纖罈罵羈"
    "聰聳聽肅脅腎腫腳腸膚膩膽臉臟艱芻莖萊葷蒼蓮蔣蔭薑薦藥蘆蘊虛虜虧蟲蝕蝦螢蠅蠟蠶蠻袞裡褲襯見覓親覺觸記訛訝訟訣訴診註詐"
    "詩詭該詳誇誌誕誘誠誰誼請諒諜諧諱諷諸謂謊謎謙謝謠謬謹譏譚譯譽讓豈豎豐豬貓貝貞貢販貶貸賀賄賊賢賤賬賭賺贓趨踐軀軋軒輔"
    "輕輝輩輯輾轄轎迴逕遊遜邁還邏鄉醞釐鑄鋁鋪錦錫錯鍋鍛鏡鑒鑰鑽閂閏閘閻闆闢陝隸雛鞏響頂頸頹顏顛顫飢飾餅養餓饅駁駛駱騎騙"
    "騰騷驕驢骯鬱鯨鷗鹼鹽黃齒綫閩嚇嚮囑堯塊壺奩婭嬰孿嵐幟弔弳徹惻憶慟慪慫憊憫戩捲搗擄撻擱攏攙攢斂旂曠曖柺梔梟棲榿槓槳橢"
    "櫥櫻殲毆汙洶浹涇湞溈溼漲漵澆潰澗澩濘瀆瀉瀕瀟瀾灝煒熾燁爍犖狽猙獰瑩瓏甌瘡皚硯磯禱秈穎窯竇筧箋箏篤簾籟粵糰紂紈絞綸縉"
    "繒缽羋羥聾脛膿臍艤蒞蓀蔔蔥蕩蕭薔藺蘚蝸螞蟻衚褻襖訃訐詛詣詫誅誆誣誹諂諄諉諍諭諳諺謁謨謳譎譖讎讒讖讞賁賂賑賡贅贛踴蹤"
    "躓躪輒輓輟轅轍轔轢轤鄒鄖鄲釁釗釘釣釵鈍鈞鈴鉀鉑鉗鉚鉤銓銖銳鋅鋤鋰鋸錘錠錳鎂鎊鎘鎢鎳鏽鐃鐐鐮鐳鑲鑼閨閭闌闡闥陞陘霑霽"
    "靂靄韁韜韞頃頡頤頷顎顳颱颳颶餃餌餚餞饑饒饞駒駝駟駭騁騫驍驛髏鬍鬢鬮魷鮑鮭鯉鰓鱉鱗鵝鵬鶴鷥黽鼴齋齦"
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
    "剑馆课诺贪贫贯贮赏赋赞赵赶辩迟郑邓丑酱酿钞钙铅铜铭锋钱键镇钟闪闲阁阀阔闯阴阵鸡韧须颂顿颇飘饭饮馈驰驾骤脏松闹鱼凤鸣"
    "鸭鹰龟庞龚垄垒坝梦妆奸娱娄寝尴尸屡屿峦巅帅帐帧干厕厦厨庙厂弑弯汇彦耻悦闷恼惨惯虑怜愤恳惩怀惧懒恋挟舍抡挣拣扬换挥摇"
    "掴搂折捞挠扑捡拥挤摆扰摊搅毙斓斩晋昼晕畅胧枣栋栈杨荣枪楼枢朴树横档柠栏欢岁壳毡氢泄凉泪浅减涡浑凑涌汤沟沧涤滞渗渔渐"
    "浆泼洁润涩浊浓湿滤浏沥洒滩炼烦灯烧烫灿烛炉烂爷牵牺状狭狮兽献琐瑶玺亩毕叠痉疯愈痴痒症瘫皱盏睁瞒瞩矫硕码砖础碍砾祸祯"
    "礼禅秆棱稣窝洼窜窍笋筛篮笼签粪纠纹纯纱纺扎绅绍络绚给绒丝绑绸纲缀绮绰绵缉缔缘缓纬致缚缝缩织绷绕绣绳系茧缴缠纤坛骂羁"
    "聪耸听肃胁肾肿脚肠肤腻胆脸脏艰刍茎莱荤苍莲蒋荫姜荐药芦蕴虚虏亏虫蚀虾萤蝇蜡蚕蛮衮里裤衬见觅亲觉触记讹讶讼诀诉诊注诈"
    "诗诡该详夸志诞诱诚谁谊请谅谍谐讳讽诸谓谎谜谦谢谣谬谨讥谭译誉让岂竖丰猪猫贝贞贡贩贬贷贺贿贼贤贱账赌赚赃趋践躯轧轩辅"
    "轻辉辈辑辗辖轿回迳游逊迈还逻乡酝厘铸铝铺锦锡错锅锻镜鉴钥钻闩闰闸阎板辟陕隶雏巩响顶颈颓颜颠颤饥饰饼养饿馒驳驶骆骑骗"
    "腾骚骄驴肮郁鲸鸥碱盐黄齿线闽吓向嘱尧块壶奁娅婴孪岚帜吊弪彻恻忆恸怄怂惫悯戬卷捣掳挞搁拢搀攒敛旗旷暧拐栀枭栖桤杠桨椭"
    "橱樱歼殴污汹浃泾浈沩湿涨溆浇溃涧泶泞渎泻濒潇澜灏炜炽烨烁荦狈狰狞莹珑瓯疮皑砚矶祷籼颖窑窦笕笺筝笃帘籁粤团纣纨绞纶缙"
    "缯钵芈羟聋胫脓脐舣莅荪卜葱荡萧蔷蔺藓蜗蚂蚁胡亵袄讣讦诅诣诧诛诓诬诽谄谆诿诤谕谙谚谒谟讴谲谮雠谗谶谳贲赂赈赓赘赣踊踪"
    "踬躏辄挽辍辕辙辚轹轳邹郧郸衅钊钉钓钗钝钧铃钾铂钳铆钩铨铢锐锌锄锂锯锤锭锰镁镑镉钨镍锈铙镣镰镭镶锣闺闾阑阐闼升陉沾霁"
    "雳霭缰韬韫顷颉颐颔颚颞台刮飓饺饵肴饯饥饶馋驹驼驷骇骋骞骁驿髅胡鬓阄鱿鲍鲑鲤鳃鳖鳞鹅鹏鹤鸶黾鼹斋龈"
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


class _Letters(dict[int, int | str]):
    """A table for str.translate: lower case, and letters with marks to bare letters (Latin, Greek, ё).

    It learns the characters it leaves alone: a miss there is dear.
    """

    def __missing__(self, code: int) -> int | str:
        """Return the lower-case bare letter, if it is one character."""
        self[code] = lower = chr(code).lower()[0]
        if 0xC0 <= code < 0x400 or 0x1E00 <= code < 0x2000 or lower == "ё":
            bare = _COMBINING.sub("", unicodedata.normalize("NFD", lower))
            self[code] = bare if len(bare) == 1 else lower
        return self[code]


_CLEAN: dict[int, str | None] = {
    **dict.fromkeys(_DROPPED), **{ord(c): to for to, signs in _UNIFIED.items() for c in signs}
}  # fmt: skip
_LETTERS = _Letters({ord(c): to for signs, to_all in _VARIANTS for c, to in zip(signs, to_all, strict=True)})
_RARE = re.compile(f"[{re.escape(''.join(map(chr, _CLEAN)))}]")
_MARKED = re.compile(f"[\u00c0-\u03ff\u1e00-\u1fffё{''.join(map(chr, _LETTERS))}]+")


def fold(text: str) -> Folded:
    """Normalise, then fold case and marks. White space becomes single spaces."""
    if text.isascii():
        plain = _WHITE.sub(" ", text.replace("`", "'"))
        return Folded(plain, plain.lower())
    plain = unicodedata.normalize("NFKC", text)
    plain = _RARE.sub(lambda sign: _CLEAN[ord(sign[0])] or "", plain)
    plain = _WHITE.sub(" ", plain)
    return Folded(plain, _folded(plain))


def _folded(plain: str) -> str:
    """Return the letters in lower case and without marks, position for position.

    Most letters only need str.lower, which is ten times faster than a table; it may lengthen a text (İ).
    """
    lower = plain.lower()
    if len(lower) != len(plain):
        return plain.translate(_LETTERS)
    return _MARKED.sub(lambda letters: letters[0].translate(_LETTERS), lower)
