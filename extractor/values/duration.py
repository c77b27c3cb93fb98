"""Lengths of time: 24个月, 两年零三个月, 三（3）年, 180个日历天, 10个工作日, 1至3年, 一年半, 半年."""

import re
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from extractor.values.date import date_spans
from extractor.values.length import plain
from extractor.values.numeral import Numeral, scan
from extractor.values.prepare import DASH, Prepared, Spanned, carry_back, prepare

# Each unit with the guards that tell it from other words: 5年级, 3周岁, 4天线, 2024年度, 3日元.
_UNIT = re.compile(
    r"(?P<more>[多余来])?(?P<ge>个)?(?P<halved>半)?(?:"
    r"(?P<working>工作[日天]|交易日)"
    r"|(?P<Y>周年|年(?![级代检龄版底末初生轻份]|度(?!内)|上半年|下半年|第?[一二三四1-4]季度|[一二三四]季度))"
    r"|(?P<Q>季度|季(?![一-鿿]))"
    r"|(?P<M>月(?![日初底末份中上下旬度球]))"
    r"|(?P<W>周(?![期岁边围一二三四五六日转密全年末])|星期(?![一二三四五六日天])|礼拜)"
    r"|(?P<D>日历[天日]|自然[天日]|天(?![线津然地文])|日(?![元圆](?!旦)|币|[报志语本均期程])|晚)"
    r"|(?P<h>小时|钟头|[hH](?![A-Za-z\d]))"
    r"|(?P<ms>毫秒|ms(?![A-Za-z\d]))"
    r"|(?P<m>分钟|分半钟|min(?:utes?|s)?(?![A-Za-z\d]))"
    r"|(?P<s>秒钟?|s(?:ec)?(?![A-Za-z\d/]))"
    r"|(?P<fen>分(?![之钟一-鿿])|分(?=半?[零\d一二三四五六七八九十]+秒))"
    r"|(?P<hour>时(?![一-鿿]))"
    r")(?P<half>半(?!年|月|天|日|小时|数|径|导|成)(?:钟|月(?!度))?)?"
)
_HALF = re.compile(
    r"半(?P<ge>个)?(?:(?P<Y>年(?!度|报|检))|(?P<M>月(?!刊|度|板))|(?P<D>[天日])|(?P<h>小时|钟头)|(?P<m>分钟)|(?P<W>周(?!期)|星期))"
)
_CONNECT = re.compile(rf"[{DASH}]{{1,2}}|至|到|~")
_BRACKETED = re.compile(r"[(\[【](?=[^()\[\]【】]{1,12}[)\]】])")
_ORDER = "YQMWDhms"
_BOUND = re.compile(r"(?:[(]?含[^)]{0,3}[)])?以上[,，、]?(?:至|到|且)?")

# Words before a length of time that make it something else: an ordinal, a share of round-the-clock service, a rate.
_NOT_AFTER = re.compile(
    r"(?:第|[×xX*]|近|最近|过去|前|上|同|这|那|某|有|任何?|每|每隔|另|头|最后|末|年均|20|19)$"
)
_PAST = re.compile(r"(?:近|最近|过去|以往|前)$")
_EVERY = re.compile(r"(?:每|每隔|第|同|这|那|某|任|任何|另|头|最后|[×xX*])$")
_NOT_BEFORE = re.compile(
    r"(?:不间断|不停|全天候?|值[班守]|在线|热线|全时|专人)"
    r"|(?:的|期)?(?:[一-鿿]{0,4})?(?:规划|行动计划|行动方案)"
    r"|期?(?:LPR|贷款|国债|存款)"
    r"|一[次度届评遇检]"
)
_PLAN_YEAR = re.compile(r"年(?:规划|计划|行动|攻坚)")
_EXPERIENCE = re.compile(r"[^，。；;,、:：\n]{0,14}(?:经验|经历|资历|工龄|从业|执业|工作年限|相关工作|业绩)")
_TERM = re.compile(r"(?:期限?|周期|时长|时间|满|延长|顺延|质保|保修|免费|为期|不少于|不低于|至少|不超过|不得少于)(?:为|是|:|：|满|不[少低]于)*$")
_RANGE_OF_MONTHS = re.compile(rf"(?:[{DASH}]{{1,2}}|至|到)$")
