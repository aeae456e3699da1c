"""Problems and symptoms: what is wrong, by its normal word, and whether it is so, now, of the person."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from northstar.knowledge.problem_words import FEELINGS, PARTS, named, normal_of
from northstar.rules.extracts.extract import Extract, Kind, Said
from northstar.rules.extracts.turns import how_told

# Short forms that are also words or names: read only in capitals.
_CAPITALS = frozenset(
    ["ms", "mi", "pe", "ra", "dm", "oa", "af", "loc", "aids", "uri", "cad", "tb", "mass"]
)
_LETTERS = [
    "sob",
    "loc",
    "htn",
    "chf",
    "cad",
    "mi",
    "af",
    "cva",
    "tia",
    "dvt",
    "pe",
    "pvd",
    "aaa",
    "dm",
    "copd",
    "urti",
    "uri",
    "tb",
    "osa",
    "uti",
    "ckd",
    "esrd",
    "aki",
    "bph",
    "ibs",
    "ibd",
    "oa",
    "ra",
    "ms",
    "std",
    "sti",
    "hiv",
    "aids",
    "gerd",
    "gord",
    "pcos",
    "adhd",
    "ihd",
]
_NOT_MEANT = re.compile(
    r"(?:fell|fall|falling|falls) (?:asleep|off|back|behind|apart|in love|within|under|into|short|out)|(?:this|last|next|the|in) fall\b|over the fall|"
    r"stroke of|pregnancy test|stress (?:that|on|test|echo)|broke out into a sweat\b.{0}$|cold (?:pack|water|compress|air|drink|weather)|feel(?:s)? cold|it feels cold|weak stream|"
    r"sore muscles? rub|depressed skull|positive for|cancer (?:screening|center)|depression screen\w*|diabetes (?:prevention|class|educat\w+)|"
    r"burn(?:s|ed|ing)? (?:calories|fat)|no (?:acute )?distress|heart (?:rate|sounds)|fit(?:s)? (?:in|into|the)|stiff competition",
    re.IGNORECASE,
)
_COLD = re.compile(
    r"(?:\ba|\bbad|\bcommon|\bhead|\bthe|\bthis|\bmy|\bcough,|\bhad|\bwith)\s*$", re.IGNORECASE
)
_ANOTHER = re.compile(
    rf"\b(?P<part>{'|'.join(PARTS.values())})\s*(?:,|/|,?\s*\bor\b|,?\s*\band\b)\s*(?:the |my |any )?$",
    re.IGNORECASE,
)
_SAME = {
    "head pain": "headache", "throat pain": "sore throat", "neck stiffness": "stiff neck", "skin itching": "itching",
    "eye itching": "itchy eyes", "head burning": "headache", "muscle cramps": "muscle spasm", "muscle weakness": "weakness",
    "skin bruising": "bruising", "rectal bleeding": "blood in the stool", "tooth pain": "toothache",
    "abdominal cramps": "abdominal pain", "abdominal burning": "abdominal pain", "chest injury": "chest injury",
    "muscle sprain": "sprain", "head bleeding": "bleeding", "chest burning": "heartburn",
}  # fmt: skip


def find(text: str, now: datetime) -> Iterator[Extract]:
    """Every problem named; one said in a question counts as it was answered."""
    taken: list[tuple[int, int]] = []
    for start, end, says in sorted(_candidates(text), key=lambda c: (c[0] - c[1], c[0])):
        if any(start < e and s < end for s, e in taken):
            continue
        taken.append((start, end))
        how = how_told(text, start, end)
        if how is not None:
            yield Extract("problem", says, start, end, how)


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    pattern, _ = named()
    for found in pattern.finditer(text):
        if _is_meant(text, found):
            yield found.start(), found.end(), normal_of(found.group().lower())
    for found in _abbreviated().finditer(text):
        yield found.start(), found.end(), normal_of(found.group().replace(" ", "").lower())
    for pattern in _of_parts():
        for found in pattern.finditer(text):
            says = f"{_which(PARTS, found['part'])} {_which(FEELINGS, found['feeling'])}"
            yield found.start(), found.end(), _SAME.get(says, says)
            yield from _also_parts(text, found)


def _also_parts(text: str, found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The back in "back or neck pain"."""
    if found.start("part") > found.start("feeling"):
        return
    start = found.start()
    while other := _ANOTHER.search(text[:start]):
        start = other.start()
        says = f"{_which(PARTS, other['part'])} {_which(FEELINGS, found['feeling'])}"
        yield start, other.end("part"), _SAME.get(says, says)


def _is_meant(text: str, found: re.Match[str]) -> bool:
    words = found.group()
    if words.lower() in _CAPITALS:
        return words.isupper()
    if words.lower() == "cold" and not _COLD.search(
        text[max(0, found.start() - 12) : found.start()]
    ):
        return False
    near = text[max(0, found.start() - 12) : found.end() + 16]
    place = found.start() - max(0, found.start() - 12)
    return not any(
        m.start() <= place + len(words) - 1 and place < m.end() for m in _NOT_MEANT.finditer(near)
    )


@cache
def _abbreviated() -> re.Pattern[str]:
    """Spelled letter by letter, as some transcripts write them: U T I."""
    spelled = (" ".join(one.upper()) for one in sorted(_LETTERS, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?<![A-Z] )(?:{'|'.join(spelled)})(?!\w)(?! [A-Z](?!\w))")


@cache
def _of_parts() -> tuple[re.Pattern[str], ...]:
    part = rf"(?P<part>{'|'.join(sorted(PARTS.values(), key=len, reverse=True))})"
    feeling = rf"(?P<feeling>{'|'.join(FEELINGS.values())})"
    between = r"(?:\s+(?:is|are|was|were|feels?|felt|looks?|just|really|has|have|been|a|bit|little|very|still|also|so|starts? to|started|getting|got|gets|hurts? and is|and))*"
    side = r"(?:(?:in|on|of|around|at|to|down|along|behind|over|across|from|under|near|into|through|my|the|his|her|your|their|both|one|top|bottom|side|inside|outside|back|front|left|right|upper|lower|this|that|a|area|and|medial|lateral|mid)\s+)"
    return (
        re.compile(rf"\b{part}{between}\s+{feeling}\b", re.IGNORECASE),
        re.compile(rf"\b{feeling}\s+(?:all\s+)?(?:in|on|of|around|at|down|along|behind|over|across|under|near|into|through|to)\s+{side}{{0,6}}{part}\b", re.IGNORECASE),
        re.compile(rf"\b(?P<feeling>hurt|hurts|injured|broke|sprained|strained|bruised)\s+(?:my|his|her|your|their|the)\s+(?:left\s+|right\s+|lower\s+|upper\s+)?{part}\b", re.IGNORECASE),
    )  # fmt: skip


def _which(classes: dict[str, str], words: str) -> str:
    said = words.lower()
    if said == "broke":
        return "fracture"
    return next(name for name, pattern in classes.items() if re.fullmatch(pattern, said))


KIND = Kind(
    code="problem",
    title="Problem or symptom",
    why="What hurts or worries her, in one word that others look for.",
    files="A concern, said by the person and not confirmed by a clinician",
    find=find,
    examples=(
        Said("plain", "She is dizzy and her knee hurts.", ("dizziness", "knee pain")),
        Said("denied", "No chest pain or shortness of breath.", ("chest pain: denied", "shortness of breath: denied")),
        Said("denied after", "Chest pain: none.", ("chest pain: denied",)),
        Said("the denial ends", "No fever but she has a cough.", ("fever: denied", "cough")),
        Said("still there", "No longer short of breath, still coughing.", ("shortness of breath: denied", "cough")),
        Said("asked and said no", "Asked whether she was dizzy: she said no.", ("dizziness: denied, unsure",)),
        Said("long past", "She had a stroke ten years ago.", ("stroke: past",)),
        Said("somebody else's", "Her mother had breast cancer.", ("breast cancer: somebody else’s",)),
        Said("unsure", "It might be a sprain.", ("sprain: unsure",)),
        Said("only if", "Call us if you get a fever.", ("fever: only if",)),
        Said("asked and denied", "Nurse: Any nausea?\nPatient: No.", ("nausea: denied",)),
        Said("asked and so", "Nurse: Any nausea?\nPatient: Yes, all day.", ("nausea",)),
        Said("only asked", "Nurse: Any nausea?\nPatient: What do you mean?", ()),
        Said("cannot sleep is a complaint", "He can't sleep.", ("trouble sleeping",)),
        Said("asleep is no fall", "He fell asleep early.", ()),
        Said("an abbreviation in capitals", "Hx of MS, HTN.", ("multiple sclerosis: past", "high blood pressure: past")),
        Said("a title is no illness", "Spoke with Ms Rivera.", ()),
    ),
)  # fmt: skip
