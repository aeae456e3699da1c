"""Message waiting: somebody wrote or called and has no answer yet; what it is about, and how long it takes."""

import re
from datetime import date, datetime

from northstar.chart.words import Communication
from northstar.knowledge.calendar import add_business_days
from northstar.rules.examples import item, message
from northstar.rules.item import Item
from northstar.rules.places import quoting
from northstar.rules.signal import Band, Because, Example, Finding, Signal, because
from northstar.rules.stop_words import asks
from northstar.rules.wording import part_of_day

# The first that fits names the message: (gist, minutes, points, words). Own lists, to be amended freely.
_GISTS = tuple(
    (gist, minutes, points, re.compile(words, re.IGNORECASE))
    for gist, minutes, points, words in (
        ("a denial or insurance question", 15, 3,
         r"\b(?:denied|denial|appeal|authoriz\w+|prior auth|insurance|medicaid|medicare|cover(?:ed|age)|claim|bill(?:ed)?|copay|negaron|negada|seguro|aseguradora)\b|保險|保险|拒絕|拒绝"),
        ("a medicine question", 10, 3,
         r"\b(?:side effects?|dose|how (?:do i|to) take|with (?:or without )?food|new (?:pill|medicine|medication)|interact\w*|stop taking|instead of|which (?:pill|one)|medicina nueva|efectos)\b|副作用|怎麼吃|怎么吃|新藥|新药"),
        ("a refill", 5, 2,
         r"\b(?:refills?|renew|run(?:ning)? out|ran out|out of my|days? left|prescription|strips|receta|surtir|se me acab\w+|inhaler)\b|續藥|续药|拿藥|拿药|快吃完"),
        ("a ride", 8, 3, r"\b(?:rides?|transport\w*|van|taxi|pick(?:ed)? (?:me )?up|transporte)\b|接送|交通"),
        ("a test result", 8, 2, r"\b(?:results?|labs?|blood ?work|biopsy|a1c|mri|x-?ray|ct scan|resultados?|analisis|análisis)\b|結果|结果|報告|报告"),
        ("an appointment", 5, 1, r"\b(?:appointments?|appt|resched\w*|cancel|move (?:it|my|the)|visit|see the (?:doctor|nurse)|cita)\b|預約|预约|改約|改约|看診"),
        ("a form or letter", 8, 1, r"\b(?:forms?|paperwork|fax|letter|records?|note for|disability|fmla|signature|formulario|carta)\b|表格|證明|证明"),
        ("food, housing or bills", 15, 3, r"\b(?:food|meals|rent|evict\w*|electric\w*|utility|heat|homeless|shelter|comida|renta|luz)\b"),
        ("help for a caregiver", 15, 3, r"\b(?:caregiver|respite|take care of my|caring for|haven't slept|worn out|cuidador\w*|no he dormido)\b"),
    )
)  # fmt: skip
_CALL = re.compile(
    r"\b(?:call me|call (?:us|back)|give me a (?:call|ring)|return my call|llám\w+|llam[ae]me)\b|回電|回电|打電話",
    re.IGNORECASE,
)
_MAY_STOP = ("text", "email")
_FRESH = ("voicemail", "portal", "text", "email", "letter", "upload", "")


def find(item: Item, now: datetime):
    """Any message a person has not answered, with its gist in the sender's words where there are any."""
    told = item.message
    if item.answered or not told.began or told.medium not in _FRESH:
        return
    if told.medium == "voicemail" and not item.has_words:
        return  # "not heard yet" speaks for it
    if told.medium in _MAY_STOP and asks(told.text) == "stop":
        yield _no_more(told, now)
        return
    gist, minutes, points, reason = _gist(told)
    call = _CALL.search(told.text)
    came = part_of_day(told.began, now.tzinfo)
    yield Finding(
        key="message waiting",
        says=f"{'left a message' if told.medium == 'voicemail' else 'wrote'} {came} about {gist}",
        because=(reason,),
        due=add_business_days(told.began.start, 1, now.tzinfo),
        factors={gist: points, **({"asks for a call": 1} if call else {})},
        minutes=minutes,
        suggests="Call back" if call or told.medium == "voicemail" else "Answer",
        matter="message",
    )


def _no_more(told: Communication, now: datetime) -> Finding:
    """It is obeyed already, and an answer in writing would break it."""
    return Finding(
        key="message waiting",
        says=f"asked {part_of_day(told.began, now.tzinfo)} that we stop writing there",
        because=(because(told, "Nothing more goes to this address"),),
        due=add_business_days(told.began.start, 1, now.tzinfo),
        factors={"something else": 1},
        minutes=1,
        suggests="File it; what is still open is asked by telephone",
        matter="message",
    )


def _gist(told) -> tuple[str, int, int, Because]:
    for gist, minutes, points, words in _GISTS:
        if hit := words.search(told.text):
            return gist, minutes, points, quoting(told, *hit.span(), f"“{hit.group()}”: {gist}")
    about = next((g for g in _GISTS if g[3].search(told.subject)), None)
    if about:
        return about[0], about[1], about[2], because(told, f"Subject: {told.subject}")
    return "something else", 6, 1, because(told, "What it is about is not clear from its words")


SIGNAL = Signal(
    code="message-waiting",
    title="A message waits",
    why="Everyone who calls is answered. Most calls are short once somebody knows what they are about.",
    cites="Own rule; answer by the end of the next business day",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.REST,
    minutes=6,
    kinds=("Communication",),
)

_NOW = "Tue 8 Sep 2026 07:30"
_AT = "Tue 8 Sep 2026 06:10"
EXAMPLES = [
    Example(
        "a ride",
        item(message("I need a ride to dialysis, please call me.", _AT)),
        _NOW,
        1,
        says="about a ride",
        due="9 Sep 2026",
    ),
    Example(
        "a denial",
        item(message("I got a letter, my MRI was denied", _AT, medium="portal")),
        _NOW,
        1,
        says="wrote",
    ),
    Example(
        "a refill in Spanish",
        item(message("Necesito surtir mi receta", _AT)),
        _NOW,
        1,
        says="a refill",
    ),
    Example(
        "left on Friday evening before a holiday",
        item(message("my appointment", "Fri 4 Sep 2026 18:00")),
        _NOW,
        1,
        due="8 Sep 2026",
    ),
    Example("answered", item(message("I need a ride", _AT), answered=True), _NOW, 0),
    Example(
        "a newer message came from the same phone: each is answered, it may be another person",
        item(message("hi", _AT), later=[message("hi", "Tue 8 Sep 2026 07:00")]),
        _NOW,
        1,
    ),
    Example(
        "a word to stop is no letter to answer",
        item(message("STOP", _AT, medium="text")),
        _NOW,
        1,
        says="that we stop writing there",
    ),
    Example("a recording without words is another rule's", item(message("", _AT)), _NOW, 0),
]
