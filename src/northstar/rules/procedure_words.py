"""What some words say of a procedure: which one, where, on which side, whole or in part, and in what sense.

"Right total knee replacement on September 12" plans one; "left knee replaced in 2019", "no surgery on the
left" and "her sister had a hip replacement" do not, and are told apart here. Words of English notes.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# A full stop ends a sentence, but not after "Dr", an initial, or inside a number.
_SENTENCE = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|St|Rt|Lt|vs|approx|[A-Z])\.|[.!?](?!\s|$)|[^\n.!?;])+[.!?;]?"
)

# Family of procedure: how it is written, and the place it implies where none is named.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("replacement", r"replacement|arthroplasty|arthroplasties|resurfacing|\bt[kh][ar]\b", ""),
    ("arthroscopy", r"arthroscop\w+|meniscectomy", ""),
    ("fusion", r"fusion|arthrodesis", ""),
    ("reconstruction", r"reconstruction", ""),
    ("release", r"carpal tunnel (?:release|surgery)|trigger finger release", "hand"),
    ("amputation", r"amputation", ""),
    ("cataract", r"cataract (?:surgery|extraction|removal|operation)|phacoemulsification", "eye"),
    ("mastectomy", r"mastectom\w+", "breast"),
    ("lumpectomy", r"lumpectom\w+", "breast"),
    ("nephrectomy", r"nephrectom\w+", "kidney"),
    ("hernia", r"hernia repair|herniorrhaph\w+|hernioplast\w+", "groin"),
    ("gallbladder", r"cholecystectom\w+", "gallbladder"),
    ("appendectomy", r"appendectom\w+", "appendix"),
    ("hysterectomy", r"hysterectom\w+", "uterus"),
    ("oophorectomy", r"oophorectom\w+", "ovary"),
    ("thyroidectomy", r"thyroidectom\w+", "thyroid"),
    ("prostatectomy", r"prostatectom\w+", "prostate"),
    ("colectomy", r"colectom\w+", "colon"),
    ("endarterectomy", r"endarterectom\w+", "carotid"),
    ("bypass", r"bypass (?:graft|surgery|operation)", ""),
    ("catheterization", r"(?:cardiac|heart) catheteri[sz]ation|coronary angiogra\w+|angioplast\w+", "heart"),
    ("ablation", r"(?:catheter )?ablation", ""),
    ("pacemaker", r"pacemaker (?:implant\w*|placement|insertion)", "heart"),
    ("colonoscopy", r"colonoscop\w+", "colon"),
    ("endoscopy", r"upper endoscop\w+|gastroscop\w+|\begd\b", "stomach"),
    ("biopsy", r"biops(?:y|ies)", ""),
    ("cesarean", r"c(?:a)?esarean(?: section| delivery)?|cerclage", "uterus"),
    ("repair", r"(?:rotator cuff|tendon|ligament|meniscus|fracture|valve) repair|open reduction", ""),
    ("vascular", r"vascular surgery|fistula (?:creation|surgery)|vein stripping", ""),
    ("surgery", r"\b(?:surgery|operation|surgical procedure)\b", ""),
)  # fmt: skip
_IMAGING = (
    ("contrast-ct", r"\b(?:ct|cat|computed tomograph\w*)\b(?=[^.;\n]{0,60}\b(?:with (?:and without )?(?:iv |intravenous |iodinated )?contrast|contrast[- ]enhanced)\b)|\bct angiogra\w+|\bcta\b"),
    ("ct", r"\b(?:ct|cat) scan\b|\bcomputed tomograph\w*|\bct of\b|\bpet[-/ ]ct\b"),
    ("mri", r"\bmri\b|magnetic resonance"),
)  # fmt: skip
_SITES = {
    "knee": r"knees?|patell\w+|tk[ar]", "hip": r"hips?|th[ar]", "shoulder": r"shoulders?|rotator cuff",
    "ankle": r"ankles?", "foot": r"foot|feet|toes?|bunion", "hand": r"hands?|fingers?|thumbs?|carpal tunnel",
    "wrist": r"wrists?", "elbow": r"elbows?", "eye": r"eyes?|cataracts?", "ear": r"ears?",
    "breast": r"breasts?", "kidney": r"kidneys?|renal", "lung": r"lungs?|pulmonary", "ovary": r"ovar(?:y|ies|ian)",
    "carotid": r"carotids?", "groin": r"groin|inguinal", "leg": r"legs?|femoral|thigh", "arm": r"arms?|forearm",
    "spine": r"spine|spinal|lumbar|cervical spine|l[1-5][-/]?[ls]?[1-5]?", "heart": r"heart|cardiac|coronary",
    "thyroid": r"thyroid", "prostate": r"prostate", "colon": r"colon", "liver": r"liver|hepatic",
}  # fmt: skip
_PAIRED = frozenset(
    [
        "knee",
        "hip",
        "shoulder",
        "ankle",
        "foot",
        "hand",
        "wrist",
        "elbow",
        "eye",
        "ear",
        "breast",
        "kidney",
        "lung",
        "ovary",
        "carotid",
        "groin",
        "leg",
        "arm",
    ]
)
_FAMILY = [
    (name, re.compile(rf"\b(?:{words})", re.IGNORECASE), site) for name, words, site in _FAMILIES
]
_PICTURE = [(name, re.compile(words, re.IGNORECASE)) for name, words in _IMAGING]
_SITE = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _SITES.items()}
_SIDE = re.compile(r"\b(?:(right|rt)|(left|lt)|(bilateral(?:ly)?|both))\b\.?(?!\s+(?:away|now|after|before the|hand side of)\b)", re.IGNORECASE)  # fmt: skip
_PART = re.compile(
    r"\b(?:partial|uni-?compartmental|unicondylar|one compartment|hemi-?arthroplasty)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\btotal\b|\b[tT][KH][AR]\b", re.IGNORECASE)
_CODE = re.compile(
    r"(?<![\d-])(?:CPT[ :#]*|HCPCS[ :#]*)?\(?((?:[0-6]\d{4})|(?:[A-V]\d{4}))\)?(?![\d-])"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_PAST = re.compile(
    r"\b(?:history of|hx of|status[- ]post|s/p|previous(?:ly)?|prior(?! to)|past surgical|earlier|years? ago|months? ago|"
    r"(?<!-)(?<!year )(?<!years )old|former(?:ly)?|underwent|undergone|was (?:done|performed|replaced|repaired)|has had|had (?:a|an|her|his|their)|"
    r"post-?op(?:erative)?|healed|(?:since|in) (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# A list of what was once done, as histories write it.
_LISTED = re.compile(
    r"\b(?:surgeries include|significant for|at (?:the )?age (?:of )?\d|x ?[1-9]\b)", re.IGNORECASE
)
_HEADING = re.compile(r"(?m)^[ \t]*([A-Za-z][A-Za-z /&-]{2,40}):")
_HISTORY = re.compile(
    r"\bhistory\b(?! of present)|\bpsh\b|\bpmh\b|\bprevious\b|\bpast\b|\bsurgeries\b"
)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|denies|declin\w+|refus\w+|rather than|instead of|other than|except|unlike|"
    r"contralateral|opposite|ruled out|cancel\w+|wrong(?:ly)?)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:mother|father|sister|brother|husband|wife|son|daughter|aunt|uncle|friend|neighbou?r|cousin|family history)"
    r"(?:'s|’s)?\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b(?:may need|might|could later|later (?:on|this|next)|next year|in (?:the )?future|eventually|consider\w*|"
    r"if (?:it|the|she|he|they)|some ?day|unlikely|discuss\w*|asked about)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A procedure as one sentence speaks of it.

    `family` is our normal word (`surgery` where only that is said), `side` right, left, both or '';
    `extent` total, partial or ''. `quote` is the sentence, word for word; `start` where it begins in
    the text. `planned`: it speaks of this person's procedure to come, not of the past, a denial, a
    relative or a maybe.
    """

    family: str
    site: str
    side: str
    extent: str
    code: str
    quote: str
    start: int
    planned: bool
    imaging: bool = False


@lru_cache(maxsize=4096)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every procedure that a text speaks of, sentence by sentence."""
    over = _histories(text)
    return tuple(
        found
        for quote, start in sentences(text)
        if (found := _mention(quote, start, any(a <= start < b for a, b in over)))
    )


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[str, int], ...]:
    """The sentences of a text with where each begins; headings and list lines count as sentences."""
    found = []
    for hit in _SENTENCE.finditer(text[:200_000]):
        words = hit.group().strip()
        if 2 < len(words) < 900:
            found.append((words, hit.start() + hit.group().index(words[0])))
    return tuple(found)


def other_side(one: str, other: str) -> bool:
    """Left against right; "both" and silence contradict nothing."""
    return {one, other} == {"left", "right"}


def of_a_pair(site: str) -> bool:
    """Whether the body has two of these, so that a side matters."""
    return site in _PAIRED


def side_of(words: str, site: str = "") -> str:
    """The side some words give to a place: the side word nearest to it; both where both are named."""
    sides = [(m.start(), "right" if m[1] else "left" if m[2] else "both") for m in _SIDE.finditer(words)]  # fmt: skip
    if not sides:
        return ""
    if len({side for _, side in sides}) > 1:
        return "both"
    places = [m.start() for m in _SITE[site].finditer(words)] if site in _SITE else []
    near = not places or min(abs(at - p) for at, _ in sides for p in places) <= 60
    return sides[0][1] if near else ""


def speaks_of_past(words: str) -> bool:
    """Something over and done, denied, or somebody else's."""
    return bool(_PAST.search(words) or _OTHERS.search(words))


def of_an_earlier_year(quote: str, day: date) -> bool:
    """It gives a year, and no year as late as the day's."""
    years = [int(hit[0]) for hit in _YEAR.finditer(quote)]
    return bool(years) and max(years) < day.year


def _histories(text: str) -> list[tuple[int, int]]:
    """The stretches under a heading that speaks of the past."""
    heads = [(hit.start(), hit[1].casefold()) for hit in _HEADING.finditer(text)]
    ends = (*(at for at, _ in heads[1:]), len(text))
    return [
        (at, end) for (at, name), end in zip(heads, ends, strict=False) if _HISTORY.search(name)
    ]


def _mention(quote: str, start: int, over: bool) -> Mention | None:
    family, implied, at = _family(quote)
    imaging = False
    if not family:
        family = next((name for name, words in _PICTURE if words.search(quote)), "")
        imaging, implied, at = True, "", 0
    if not family:
        return None
    site = implied or _site(quote, at)
    return Mention(
        family,
        site,
        side_of(quote, site),
        "partial" if _PART.search(quote) else "total" if _WHOLE.search(quote) else "",
        next((m[1] for m in _CODE.finditer(quote) if not _YEAR.fullmatch(m[1])), ""),
        quote,
        start,
        not (
            over
            or speaks_of_past(quote)
            or _LISTED.search(quote)
            or _DENIED.search(quote[: at + 40])
            or _MAYBE.search(quote)
            or (family == "biopsy" and "show" in quote)
        ),
        imaging,
    )


def _family(quote: str) -> tuple[str, str, int]:
    for name, words, site in _FAMILY:
        if hit := words.search(quote):
            return name, site, hit.start()
    return "", "", 0


def _site(quote: str, at: int) -> str:
    """The place named nearest to the procedure."""
    near = [
        (abs(hit.start() - at), name)
        for name, words in _SITE.items()
        for hit in words.finditer(quote)
    ]
    return min(near)[1] if near else ""
