"""Why we call, and words to use: plain, kind, and short. Spoken through an interpreter, never translated
by a machine: no translation that a qualified person has checked is here."""

from dataclasses import dataclass
from datetime import date

REVIEWED = date(2026, 11, 1)
CITES = "Our own words; AHRQ Re-Engineered Discharge (post-discharge call) and Teach-Back for what is asked"


@dataclass(frozen=True, slots=True)
class Purpose:
    """`about` completes "called about …". `opens` may hold {me}. `asks` are questions in their order,
    `heard` what may get in the way, `teach` the question that lets them say it in their own words,
    `signs` when to get help at once, `leave` what a machine may hear where no details may be left.
    `signals` are the rules whose lines it fits; `visit`: a visit is arranged in it; `office`: it goes to one;
    `or_office`: an office is asked about the same lines, too."""

    code: str
    title: str
    about: str
    opens: str
    asks: tuple[str, ...]
    heard: tuple[str, ...] = ()
    teach: str = ""
    signs: tuple[str, ...] = ()
    careful: str = ""
    signals: frozenset[str] = frozenset()
    visit: bool = False
    office: str = ""
    or_office: bool = False


LEAVE = "“This is {me}. Please call me back at the clinic, any time today.” No reason, no clinic name if a household shares it."
LETTER = """Dear {name},

We tried to call you and did not reach you. Nothing is wrong with what you did. We would like to hear how you are and to help.

Please call us on any day, at a time that is good for you. You may also write, or come by.

If you would rather not be called, tell us. We will keep to it.

With kind regards,
{me}"""
_HELP = (
    "Hard to breathe, chest pain, fainting, or new weakness or trouble speaking: 911 now.",
    "Worse than when you left, or a fever: call us the same day.",
)


def purpose(code: str) -> Purpose:
    """The one of that code; the plain one where there is none."""
    return next((one for one in PURPOSES if one.code == code), PURPOSES[-1])


BEREAVED = "bereaved"  # the code of the words after a death


def purpose_of(signal: str) -> Purpose:
    """The one that fits what a rule has found."""
    return next((one for one in PURPOSES if signal in one.signals), PURPOSES[-1])


PURPOSES = (
    Purpose(
        "home", "Home from hospital", "the days after hospital",
        "Hello, this is {me} from your clinic. You came home from the hospital. I am calling to see how you are, and to help. Is now a good time?",
        (
            "How have you been since you came home?",
            "What were you told was wrong, in your own words?",
            "Which medicines do you have in the house? Let us read the bottles, one by one. What is new? What was stopped?",
            "Who is at home with you? Who helps with food, washing and the stairs?",
            "Did everything come that you were promised: oxygen, walker, nurse?",
            "When is your visit, and how will you get there?",
        ),
        heard=("no ride", "cost", "does not know what changed", "no help at home", "no food", "pain", "afraid", "equipment missing"),
        teach="I want to be sure I said it well. Can you tell me which medicines you take tonight, and when you would call us?",
        signs=_HELP,
        signals=frozenset(
            ["home-without-contact", "left-day-unknown", "follow-up-visit-missing", "high-risk-at-discharge", "readmitted-within-30-days", "left-against-advice", "discharge-summary-missing", "in-the-emergency-department", "emergency-often", "touch-after-stay"]
        ),
        visit=True,
    ),
    Purpose(
        "medicine", "A medicine changed or clashes", "a change in medicines",
        "Hello, this is {me} from your clinic. I want to be sure your medicines are safe together. Can you bring me all your bottles?",
        (
            "Which bottles do you have? Please read me each label.",
            "Which of them did you take today?",
            "Did anybody tell you to stop one or start one? Who, and when?",
            "Do you take teas, herbs or anything without a prescription?",
            "How do you feel since the change?",
        ),
        heard=("two bottles of the same", "does not know what changed", "side effect", "cost", "label not readable"),
        teach="Can you tell me which bottle you take tonight, and which one you leave until we call you back?",
        signs=("Swelling of the face, lips or tongue, hard to breathe, fainting, heavy bleeding: 911 now.",),
        careful="You ask and pass on. Which medicine to take is for the prescriber or the pharmacist to say.",
        or_office=True,
        signals=frozenset(
            ["allergy-against-medicine", "duplicate-ingredient", "herb-with-medicine", "high-priority-interaction", "stopped-but-refilled", "sources-disagree", "new-medicine-without-first-fill"]
        ),
    ),
    Purpose(
        "refill", "A refill is late", "a late refill",
        "Hello, this is {me} from your clinic. Many people have weeks when medicines are hard to get or hard to take. How is it going with yours?",
        (
            "How many tablets are left in the bottle?",
            "In the last week, on how many days did you miss it?",
            "What gets in the way: the price, the trip, how it makes you feel, or something else?",
            "What would make it easier?",
        ),
        heard=("cost", "no ride to the pharmacy", "side effect", "forgets", "does not think it helps", "has enough left", "waits for the mail"),
        teach="Can you tell me how you will take it from tomorrow, and what you do if it runs low?",
        careful="No blame. A quiet gap is often a price, a side effect or a worry.",
        signals=frozenset({"refill-gap", "skipped-for-cost"}),
    ),
    Purpose(
        "missed", "A missed visit", "a missed visit",
        "Hello, this is {me} from your clinic. We missed you at your visit and wanted to know that you are all right.",
        (
            "Are you all right?",
            "What got in the way? I ask so that we can choose a better time.",
            "Which days and hours fit your week?",
            "Do you need a ride, an interpreter, or somebody to come along?",
        ),
        or_office=True,
        heard=("work hours", "no ride", "cost", "forgot", "was ill", "cares for somebody", "afraid of the result", "did not know of it"),
        teach="Can you tell me when and where we see you now, and whom you call if it does not fit?",
        signals=frozenset({"missed-appointment", "gone-quiet", "appointments-overlap", "booked-twice"}),
        visit=True,
    ),
    Purpose(
        "denied", "The plan said no", "a denied request",
        "Hello, this is {me} from your clinic. Your plan did not agree to pay for what your doctor asked for. That is not the last word, and I am here to help.",
        (
            "Did you get a letter? Please read me the date and the reason on it.",
            "Has anything changed in how you feel? Is it worse to wait?",
            "May we ask the plan to look at it again for you?",
            "Please pay nothing and cancel nothing until we have talked again.",
        ),
        heard=("letter not received", "afraid of a bill", "symptoms are worse", "wants to give up"),
        teach="Can you tell me what we do next, and what you do if a bill comes?",
        signals=frozenset({"coverage-ending"}),
    ),
    Purpose(
        "result", "A result to be looked at", "a result",
        "Hello, this is {me} from your clinic. The doctor wants to talk with you about a test. I am calling to find a time soon.",
        (
            "How do you feel today?",
            "Which number is best for the doctor or nurse to reach you today?",
            "Is there somebody you want to have with you when you talk?",
        ),
        heard=("worried", "no private place to talk", "work hours"),
        careful="You arrange the talk. What the result means is for the clinician to say.",
        or_office=True,
        signs=_HELP[:1],
        signals=frozenset(
            ["abnormal-result-not-followed", "ordered-never-resulted", "result-changed-after-read", "a1c-high", "blood-pressure-very-high", "blood-pressure-high"]
        ),
        visit=True,
    ),
    Purpose(
        "screening", "Asking the screening questions", "screening questions",
        "Hello, this is {me} from your clinic. We ask everybody a few questions about daily life, because they change how we can help. You can skip any of them. Is this a private moment?",
        (
            "Are you somewhere where you can talk freely?",
            "Shall I ask them now, send them to you, or ask when you are here?",
            "Would you like help with any of it? You may say no.",
        ),
        heard=("not private now", "prefers paper", "prefers to be asked in person"),
        careful="If somebody hurts them, or they speak of not wanting to live: stay on the line and press H.",
        signs=("Thoughts of ending one's life: stay on the line, call 988 together. In danger now: 911.",),
        signals=frozenset({"positive-screening", "depression-screening-gap", "colorectal-screening-gap", "breast-screening-gap", "a1c-gap", "blood-pressure-gap"}),
    ),
    Purpose(
        "danger", "Words that worry us", "urgent words",
        "Hello, this is {me} from your clinic. I heard your message and I am calling at once. Where are you right now? Are you safe?",
        (
            "Where are you? Is somebody with you?",
            "What is happening now? Since when?",
            "Stay on the line with me while I get help.",
        ),
        heard=("alone", "door is locked", "a weapon or tablets at hand"),
        careful="Do not judge how bad it is. Follow your clinic's own words for this and bring in a clinician.",
        signs=(_HELP[0], "Thoughts of ending one's life: stay on the line, call 988 together. In danger now: 911."),
        signals=frozenset({"urgent-words", "self-harm-answer"}),
    ),
    Purpose(
        BEREAVED, "A death", "a death in the family",
        "Hello, this is {me} from the clinic. I heard the sad news and I am so sorry. I do not call to ask anything of you.",
        (
            "How are you? Is somebody with you today?",
            "Is there anything we can take off your hands: appointments, pharmacy, equipment, letters?",
            "May I call again next week, just to hear how you are?",
        ),
        heard=("alone", "letters or calls still came", "does not eat or sleep", "money"),
        careful="No batch, no survey, no sale of anything. Let silence be. Say the name of who has died.",
        signs=("Thoughts of ending one's life: stay on the line, call 988 together. In danger now: 911.",),
        signals=frozenset({"person-died", "bereavement", "gone-to-hospice"}),
    ),
    Purpose(
        "plan", "The insurance plan", "a request to the plan",
        "Hello, this is {me} calling for a member of yours. May I have your name, and a reference number for this call?",
        (
            "What is the state of the request, and what is missing?",
            "By which day is it decided? Who decides?",
            "How do we send it again faster, or speak with the reviewer?",
        ),
        careful="Say no more about the person than the plan needs for this request.",
        signals=frozenset(
            ["authorization-deadline-near", "authorization-denied", "authorization-expiring", "authorization-unanswered", "authorized-for-other-procedure"]
        ),
        office="plan",
    ),
    Purpose(
        "pharmacy", "A pharmacy", "a medicine at the pharmacy",
        "Hello, this is {me} from the clinic. I call about a medicine of a patient we share.",
        (
            "What is on file: last fill, refills left, automatic refills?",
            "Which prescriptions should no longer be filled? Please read them back to me.",
            "What does it cost today, and is there a lower price?",
        ),
        careful="A stop or a change of a medicine is the prescriber's word: pass it on, do not give it.",
        office="pharmacy",
    ),
    Purpose(
        "office", "Another office", "a patient we share",
        "Hello, this is {me} from the clinic. I call about a patient we share.",
        (
            "Did it reach you? Is it booked, and for when?",
            "What do you still need from us?",
            "When and how do we get your report?",
        ),
        signals=frozenset({"referral-without-report", "moved-to-another-hospital", "gone-to-skilled-facility", "admitted-overnight"}),
        office="office",
    ),
    Purpose(
        "any", "Something else", "",
        "Hello, this is {me} from your clinic. Is now a good time to talk?",
        ("How are you?", "What matters most to you this week?", "What can we do for you?"),
        heard=("cost", "no ride", "work hours", "cares for somebody", "afraid", "does not understand the paper", "no telephone of their own"),
        teach="Can you tell me in your own words what we do next?",
        signs=_HELP[:1],
    ),
)  # fmt: skip
