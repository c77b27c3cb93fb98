"""The currencies by the names and signs documents use for them."""

CURRENCIES: dict[str, str] = {
    "人民币元": "CNY",
    "人民币": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "¥": "CNY",
    "美元": "USD",
    "美圆": "USD",
    "美金": "USD",
    "美刀": "USD",
    "USD": "USD",
    "US$": "USD",
    "$": "USD",
    "欧元": "EUR",
    "EUR": "EUR",
    "€": "EUR",
    "英镑": "GBP",
    "GBP": "GBP",
    "£": "GBP",
    "日元": "JPY",
    "日圆": "JPY",
    "日币": "JPY",
    "JPY": "JPY",
    "港元": "HKD",
    "港圆": "HKD",
    "港币": "HKD",
    "HKD": "HKD",
    "HK$": "HKD",
    "澳门元": "MOP",
    "澳门币": "MOP",
    "新台币": "TWD",
    "台币": "TWD",
    "韩元": "KRW",
    "韩币": "KRW",
    "泰铢": "THB",
    "卢布": "RUB",
    "澳元": "AUD",
    "澳大利亚元": "AUD",
    "A$": "AUD",
    "加元": "CAD",
    "加拿大元": "CAD",
    "瑞士法郎": "CHF",
    "瑞郎": "CHF",
    "新加坡元": "SGD",
    "新西兰元": "NZD",
    "印度卢比": "INR",
    "卢比": "INR",
    "奈拉": "NGN",
    "越南盾": "VND",
    "林吉特": "MYR",
    "迪拉姆": "AED",
}
_WORDS = sorted((name for name in CURRENCIES if name not in {"¥", "$", "€", "£"}), key=len, reverse=True)

PREFIX = "|".join(word.replace("$", r"\$") for word in _WORDS if word not in {"HK$", "US$", "A$"})
"""Alternatives of a regular expression: the names that stand before an amount."""

SUFFIX = "|".join(
    "日元(?!旦)" if word == "日元" else word
    for word in _WORDS
    if word.isascii() is False or word in {"RMB", "CNY", "USD", "EUR", "HKD", "JPY", "GBP"}
)
"""Alternatives of a regular expression: the names that stand after an amount."""
