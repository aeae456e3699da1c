"""Follow-ups: the next visit, test, referral or treatment that was spoken of."""

import re
from collections.abc import Iterator
from datetime import datetime

from northstar.rules.extracts.dates import first_day
from northstar.rules.extracts.extract import Extract, Kind, Said
from northstar.rules.extracts.turns import how_told

_TESTS = {
    "X-ray": r"x-?\s?rays?", "MRI": r"mri|m r i", "CT scan": r"c\s?t(?: scan)?|cat scan|ct scans?", "ultrasound": r"ultrasounds?|doppler",
    "echocardiogram": r"echocardiogram|echo", "ECG": r"e[ck]g|electrocardiogram", "stress test": r"stress test|nuclear stress",
    "blood test": r"blood (?:tests?|work|count|culture)|labs?|lab work|laboratory|bloods|cbc|bmp|cmp|lipid panel|metabolic panel|hemoglobin a1c|a1c|tsh|thyroid panel|psa|inr|lead level|rheumatoid factor|autoimmune panel|electrolytes|liver function",
    "urine test": r"urine (?:sample|culture|dip|test|drug screen)|urinalysis|msu|u a", "biopsy": r"biops(?:y|ies)",
    "colonoscopy": r"colonoscopy", "endoscopy": r"endoscopy|egd", "mammogram": r"mammogram", "sleep study": r"sleep study",
    "lung function test": r"pulmonary function tests?|pfts?|spirometry", "allergy test": r"allergy (?:tests?|testing)", "bone density": r"dexa|bone density",
    "pregnancy test": r"pregnancy test", "nerve test": r"emg|nerve conduction", "monitor": r"holter|event monitor|cardiac monitor", "stool test": r"stool (?:sample|culture|test)",
    "cardiac catheterization": r"cardiac cath\w*", "eye exam": r"eye exam",
}  # fmt: skip
_CARE = {
    "physical therapy": r"physical therap(?:y|ist)|physio(?:therapy|therapist)?", "occupational therapy": r"occupational therapy",
    "cardiology": r"cardiolog(?:y|ist)", "neurology": r"neurolog(?:y|ist)", "orthopedics": r"orthop(?:a)?edics?|orthopedic surgeon",
    "dermatology": r"dermatolog(?:y|ist)", "gastroenterology": r"gastroenterolog(?:y|ist)|g i (?:doctor|specialist)", "nephrology": r"nephrolog(?:y|ist)",
    "urology": r"urolog(?:y|ist)", "endocrinology": r"endocrinolog(?:y|ist)", "rheumatology": r"rheumatolog(?:y|ist)", "oncology": r"oncolog(?:y|ist)",
    "pulmonology": r"pulmonolog(?:y|ist)", "ophthalmology": r"ophthalmolog(?:y|ist)|optometrist|eye doctor", "ear, nose and throat": r"e n t|ent\b|ear,? nose,? (?:and|&) throat",
    "psychiatry": r"psychiatr(?:y|ist)", "counseling": r"counsel(?:l)?ing|counsel(?:l)?or|see a therapist|psychotherap\w+|iapts?", "dietitian": r"dietiti(?:an|cian)|nutritionist|diabetic educator|nutrition",
    "podiatry": r"podiatr(?:y|ist)", "gynecology": r"gyn(?:a)?ecolog(?:y|ist)|ob gyn", "surgery consult": r"(?:general |vascular |hand |spine |neuro)?surgeon|surgical consult", "specialist": r"specialist",
    "pain clinic": r"pain (?:clinic|management)", "allergist": r"allergist|immunologist", "dentist": r"dentist", "cardiac rehab": r"cardiac rehab\w*|pulmonary rehab\w*", "dialysis": r"dialysis",
    "home health": r"home health",
}  # fmt: skip
_AHEAD = re.compile(
    r"\b(?:will|'ll|going to|gon na|gonna|want to|wan na|would like|'d like|like (?:you|her|him) to|need(?:s)? (?:to|a|an)|needs|should|let'?s|lets|recommend\w*|order\w*|schedul\w+|arrang\w+|"
    r"refer\w*|set (?:you )?up|send|book|get (?:a|an|some|you|your)|repeat|plan|due for|advised|consider|check|obtain|urgent|ask(?:ed)? (?:you )?to|have you|add|request\w*|for ibuprofen|draw|before we|do (?:a|an|some))\b",
    re.IGNORECASE,
)  # fmt: skip
_BEHIND = re.compile(
    r"\b(?:reviewed|results? of|looked at|showed|shows|revealed|came back|last|previous|did (?:a|an|your|the)|had (?:a|an|your|the|my)|done|was (?:done|normal|negative)|were normal|"
    r"i saw|read(?:ing)?|ordered (?:a|an) .{0,25}and said|you (?:went|saw|were)|i (?:went|saw|was)|who referred|referred me|have seen|been seeing|sees?|saw)\b",
    re.IGNORECASE,
)  # fmt: skip
_VISIT = re.compile(
    r"(?<!see )\b(?:follow(?:ing)?[ -]?up|followup|see (?:you|me|us|him|her) (?:back|again|in|next|on|at|for)|come (?:back|in|see (?:me|us))|return(?: to (?:the )?(?:clinic|office|us|me))?|re-?check|re-?evaluat\w+|check (?:back|in)|"
    r"to review|review(?: (?:you|in))?|reviewed by|make an appointment|book (?:in )?(?:for )?(?:an(?:other)?|your) appointment|book in|next (?:visit|appointment)|appointment)\b",
    re.IGNORECASE,
)  # fmt: skip
_TIME = re.compile(
    r"\b(?:in|within|for|next|every|after|on)\s+(?:about\s+|the next\s+|a\s+|one\s+|two\s+|three\s+|four\s+|five\s+|six\s+|\d)*[\w/ -]{0,14}?(?:hours?|days?|weeks?|months?|years?|monday|tuesday|wednesday|thursday|friday|week|month|\d+d|\d/(?:7|52|12)|\d+/(?:7|52|12))\b"
    r"|\b\d{1,2}/(?:7|52|12)\b|\btomorrow\b|\bif (?:\w+ ){0,4}(?:not|no|worse\w*|inb)\b|\binb\b",
    re.IGNORECASE,
)  # fmt: skip
_FINDINGS = re.compile(
    r"\b(?:reviewed (?:your|the)|review (?:of|your|the results)|i (?:did )?review|systems? review)\b",
    re.IGNORECASE,
)


def find(text: str, now: datetime) -> Iterator[Extract]:
    """Visits with their day, tests, referrals and treatments that lie ahead."""
    for found in _VISIT.finditer(text):
        after = _rest(text, found.start(), 80)
        told = found.group().lower()
        asks_time = not told.startswith(
            ("follow", "make an", "book", "see you back", "recheck", "re-check")
        )
        if _FINDINGS.search(text[max(0, found.start() - 8) : found.end() + 14]):
            continue
        if (asks_time and not _TIME.search(after)) or not _lies_ahead(
            text, found.start(), found.end()
        ):
            continue
        yield from _one(text, found.start(), found.end(), "visit", now)
    for table in (_TESTS, _CARE):
        for says, words in table.items():
            for found in re.finditer(rf"(?<![\w-])(?:{words})(?![\w-])", text, re.IGNORECASE):
                if _is_planned(text, found.start(), found.end()):
                    yield from _one(text, found.start(), found.end(), says, now)


def _one(text: str, start: int, end: int, says: str, now: datetime) -> Iterator[Extract]:
    how = how_told(text, start, end)
    if how is not None and not how.denied and not how.past:
        on = first_day(_rest(text, end, 80), now)
        yield Extract("follow-up", says, start, end, how, on)


def _is_planned(text: str, start: int, end: int) -> bool:
    before = _clause(text, start)
    if re.search(
        r"\b(?:look(?:ed|ing)? (?:at|over)|go(?:ing)? over|review(?:ed|ing)?|see(?:ing)? (?:that|in|on) (?:your|the|her|his))\b",
        before[-40:],
        re.IGNORECASE,
    ):
        return False
    if _BEHIND.search(before[-45:]) and not re.search(
        r"\b(?:gon na|going to|will|'ll|want)\b", before[-45:]
    ):
        return False
    return bool(_AHEAD.search(before)) or _is_listed(text, start)


def _lies_ahead(text: str, start: int, end: int) -> bool:
    return not re.search(
        r"\b(?:here (?:today )?for|came in for|last|since (?:your|his|her|our)|did (?:he|she|you) have an?|was (?:his|her|your)|this is|six months?|year)\b[^.?!\n]{0,30}$",
        _clause(text, start),
        re.IGNORECASE,
    )


def _is_listed(text: str, start: int) -> bool:
    """In a written plan: a line of its own after "Plan"."""
    plan = text.rfind("Plan", 0, start)
    line = text.rfind("\n", 0, start)
    return (
        plan >= 0
        and re.fullmatch(
            r"[\s\d.)*•-]*\w{0,12}\s?(?:and |\w+ and )?", text[max(line, plan + 5) : start]
        )
        is not None
    )


def _clause(text: str, start: int) -> str:
    near = text[max(0, start - 130) : start]
    cut = max((near.rfind(mark) for mark in (".", "?", "!", "\n", ";")), default=-1)
    return near[cut + 1 :]


def _rest(text: str, end: int, most: int) -> str:
    near = text[end : end + most]
    found = re.search(r"[.?!\n;](?!\d)", near)
    return near[: found.start()] if found else near


KIND = Kind(
    code="follow-up",
    title="Follow-up",
    why="What was agreed to happen next falls through unless it has a holder and a day.",
    files="A line with a holder and a date",
    find=find,
    examples=(
        Said("a visit", "Follow up in two weeks.", ("visit, Tue 22 Sep 2026",)),
        Said("a test", "We will order an MRI.", ("MRI",)),
        Said("a test that was", "I reviewed the results of your MRI.", ()),
        Said("a referral", "I'm going to refer you to cardiology.", ("cardiology",)),
        Said("seen already", "She saw a cardiologist last week.", ()),
        Said("a written plan", "Plan:\n1. Urine dip and MSU\n2. Rest", ("urine test", "urine test")),
        Said("only if", "Come back in a week if no better.", ("visit, Tue 15 Sep 2026",)),
    ),
)  # fmt: skip
