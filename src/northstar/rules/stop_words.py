"""Does a message ask us to stop writing, or to write again? Obeyed at once, whoever sent it, in the
languages that our people speak with. A stranger who has got a number that was somebody's asks it too.
"""

import re
import unicodedata

# 47 CFR 64.1200(a)(10), in force since 11 April 2025: these words, and any other reasonable way.
CITES = "47 CFR 64.1200(a)(10)"
_STOP = frozenset(
    [
        "stop",
        "stopall",
        "stopit",
        "stopnow",
        "stopp",
        "quit",
        "end",
        "revoke",
        "optout",
        "optmeout",
        "cancel",
        "unsubscribe",
        "unsub",
        "alto",
        "parar",
        "pare",
        "para",
        "detener",
        "detente",
        "basta",
        "cancelar",
        "salir",
        "baja",
        "fin",
        "noescriba",
        "noescriban",
        "停",
        "停止",
        "停止发送",
        "停止發送",
        "停发",
        "停發",
        "别发了",
        "別發了",
        "退订",
        "退訂",
        "取消",
        "取消订阅",
        "取消訂閱",
        "拒收",
        "td",
        "dung",
        "dunglai",
        "ngung",
        "ngunglai",
        "huy",
        "huybo",
        "itigil",
        "tigil",
        "tigilna",
        "tigilnapo",
        "hinto",
        "ihinto",
        "tamana",
        "стоп",
        "отписаться",
        "отписка",
        "прекратите",
        "arret",
        "arreter",
        "arretez",
        "desabonner",
        "rete",
        "sispann",
        "kanpe",
        "توقف",
        "قف",
        "الغاء",
        "لغو",
        "중지",
        "정지",
        "그만",
        "수신거부",
        "中止",
        "解除",
    ]
)
_START = frozenset(
    [
        "start",
        "startagain",
        "unstop",
        "subscribe",
        "resume",
        "iniciar",
        "comenzar",
        "empezar",
        "reanudar",
        "seguir",
        "开始",
        "開始",
        "恢复",
        "恢復",
        "订阅",
        "訂閱",
        "batdau",
        "magsimula",
        "simulan",
        "начать",
        "старт",
        "commencer",
        "reprendre",
        "komanse",
        "ابدا",
        "시작",
    ]
)
_KINDLY = frozenset(["please", "pls", "plz", "thanks", "thankyou", "porfavor", "gracias", "谢谢", "謝謝"])  # fmt: skip
_NOT = r"(?<!don't )(?<!do not )(?<!never )(?<!dont )"
_WHAT = r"(?:me|us|to me|to us|these|those|this|them|any|all|your|it|texts?|e-?mails?|messages?|letters?|mail)\b"
_MAIL = r"(?:texts?|texting|messages?|e-?mails?|e-?mailing|letters?|sms)"
_PLAIN = re.compile(
    rf"\b{_NOT}(?:stop|quit) (?:texting|messaging|e-?mailing|contacting|bothering)\b"
    rf"|\b{_NOT}(?:stop|quit) (?:writing|sending)(?: {_WHAT}|\s*(?:[.!,]|$))"
    rf"|\b{_NOT}stop (?:all |the |these |your |any |with )*{_MAIL}\b"
    r"|\b(?:do not|don'?t|please no) (?:ever )?(?:text|e-?mail|message|write|contact)(?: to)? (?:me|us|here|this)\b"
    rf"|\bno more {_MAIL}\b|\bopt(?:ing)?(?: me)? out\b|\bunsubscribe me\b|\bleave me alone\b"
    r"|\b(?:take|remove) (?:me|us|my (?:number|name|e-?mail|address)|this number) (?:off|from)\b|\bremove me\b"
    r"|\b(?:you have (?:the|a) )?wrong (?:number|person)\b|\bn[úu]mero equivocado\b|(?:打|发|發|號碼|号码)错了?"
    r"|\b(?:no|no me) (?:más|mas) (?:mensajes|textos|correos)\b"
    r"|\bno me (?:escriban?|(?:manden?|env[íi]en?) (?:más |mas )?(?:mensajes|textos|correos|nada))\b"
    r"|\bdej[ae]n? de (?:escribir|mandar|enviar)\w*\b"
    r"|(?:不要|别|別|停止|请勿|請勿|勿)(?:再)?(?:给我|給我)?(?:发|發|寄|写|寫)",
    re.IGNORECASE,
)
_LONGEST = 400  # a longer letter is read by a person
# Where in a reply our own words, or a telephone's, begin again.
_REPLIED = re.compile(
    r"^[ \t]*(?:>|-- ?$|_{5,}|-{3,} ?(?:original|forwarded|mensaje)|on .{4,200} wrote:|el .{4,200} escribi[óo]:"
    r"|在.{2,200}(?:写道|寫道)|(?:from|de|发件人|寄件者)\s?[:：].{0,200}@|(?:sent|get|enviado) (?:from|desde|via|outlook)\b)",
    re.IGNORECASE | re.MULTILINE,
)


def asks(text: str) -> str:
    """ "stop", "start", or "" where it asks for neither. A keyword counts only alone."""
    said = _own_words(text)
    word = _bare(said)
    if word in _START:
        return "start"
    if word in _STOP or (len(said) <= _LONGEST and _PLAIN.search(said)):
        return "stop"
    return ""


def _own_words(text: str) -> str:
    """What was written now, without the message that it answers and the telephone's own line."""
    text = " \n".join(text[:20_000].replace("’", "'").splitlines())
    quoted = _REPLIED.search(text)
    own = text[: quoted.start()] if quoted else text
    return " ".join((own if own.strip() else text).split())


def _bare(said: str) -> str:
    """Letters only, without accents and without please and thank you: “¡Alto, por favor!” is alto."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", said) if not unicodedata.combining(sign)
    ).casefold()
    plain = unicodedata.normalize("NFC", plain).replace("đ", "d").replace("por favor", "porfavor")
    plain = plain.replace("thank you", "thankyou")
    words = [re.sub(r"[^\w]", "", word) for word in plain.split()]
    return "".join(word for word in words if word not in _KINDLY).lstrip("请請")


# Carriers ask for it in what is sent to many (CTIA, Messaging Principles and Best Practices, 2023, 5.1).
_WAY_OUT = {
    "en": "To get no more texts, reply STOP.",
    "es": "Para no recibir más mensajes, responda STOP.",
    "zh": "不想再收到短信,请回复 STOP。",
}
_TOLD = re.compile(r"\bSTOP\b")


def way_out(language: str) -> str:
    """How a text message says that one may have it stop, in its language or in English."""
    return _WAY_OUT.get(language.lower()[:2], _WAY_OUT["en"])


def with_way_out(text: str, language: str) -> str:
    """A text message that says how to stop, at its end if it does not say so already."""
    text = text.strip()
    return text if not text or _TOLD.search(text) else f"{text} {way_out(language)}"
