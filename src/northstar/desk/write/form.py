"""What is on the table while somebody writes: the words, the road, and what speaks against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer, system_viewer
from northstar.casework.outbox import roads, stopping
from northstar.casework.outbox.asking import LATEST, addresses_of
from northstar.casework.outbox.wording import BLANK, Text, Wording, filled, wordings
from northstar.chart.chart import Chart
from northstar.doing.sending import LARGEST, permission
from northstar.knowledge.languages import language_name
from northstar.record import charts
from northstar.rules.letter_values import values
from northstar.rules.reading_grade import PROMISED, grade
from northstar.rules.writing_to import CHANNELS, Way, place, relatives, ways
from northstar.sources.content import kind

AN_OFFICE = "office"
_OURS = {"en": "English", "es": "Spanish", "zh": "Chinese"}


@dataclass(frozen=True, slots=True)
class Theirs:
    """An address of somebody around the person; `closed` says why nothing may go there, or ""."""

    channel: str
    address: str
    whose: str
    closed: str


@dataclass(slots=True)
class Form:
    """What has been typed or chosen so far. `way` is `channel|address`, or `office`."""

    about: str = ""
    language: str = "en"
    way: str = ""
    office_channel: str = "fax"
    recipient: str = ""
    office_address: str = ""
    purpose: str = ""
    subject: str = ""
    text: str = ""
    checked: str = ""
    line: str = ""
    again: str = ""
    label: str = ""
    instead: str = ""
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def channel(self) -> str:
        """The road chosen."""
        if self.way == AN_OFFICE:
            return self.office_channel
        return self.way.partition("|")[0]

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.office_address if self.way == AN_OFFICE else self.way.partition("|")[2]

    @property
    def wording(self) -> Wording | None:
        """The words it was begun with."""
        return wordings().get(self.about)

    @property
    def original(self) -> Text | None:
        """Those in the language chosen."""
        return self.wording.text(self.language) if self.wording else None

    @property
    def needs_checking(self) -> bool:
        """A machine translated it: a qualified person must read it first (45 CFR 92.201(c)(3))."""
        return bool(self.original and self.original.draft)


def typed(told: Mapping[str, str]) -> Form:
    """The form as it came in. A browser sends the line breaks of an address as two signs."""
    names = Form.__slots__
    form = Form(**{name: told[name] for name in names if name in told})
    form.way = form.way.replace("\r\n", "\n")
    form.key = _own_key(form.key)
    form.instead = form.instead if _own_key(form.instead) == form.instead else ""
    return form


def _own_key(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


def begun(form: Form, chart: Chart, sender: str, now: datetime) -> Form:
    """With the words of the chosen wording, filled with what may stand in a letter."""
    if form.wording and form.original:
        known = values(chart, now, form.original.language) | {
            "sender": sender, "clinic": settings.CLINIC_NAME, "phone": settings.CLINIC_PHONE,
            "recipient": form.recipient,
        }  # fmt: skip
        form.language = form.original.language
        form.subject = filled(form.original.subject, known)
        form.text = filled(form.original.text, known)
        form.purpose = form.wording.about
        if form.wording.office:
            form.way = AN_OFFICE
    return form


def known_ways(chart: Chart, now: datetime) -> list[Way]:
    """The person's addresses, by what everybody must obey; roads that are not set up are left out."""
    stopped = stopping.stopped(addresses_of(chart))
    return [way for way in ways(chart, now, stopped) if roads.is_set_up(way.channel)]


def whole_chart(row: Any, now: datetime) -> Chart:
    """Every wish counts, also one that the writer may not read; only addresses the writer sees are shown."""
    return charts.charts(system_viewer("writing"), [row.pk], now)[row.pk]


def seen_ways(mine: Chart, whole: Chart, now: datetime) -> list[Way]:
    """The addresses that the viewer may know of, judged by everything that is known."""
    seen = {(way.channel, way.address) for way in ways(mine, now)}
    return [way for way in known_ways(whole, now) if (way.channel, way.address) in seen]


def around(mine: Chart, whole: Chart, row: Any, now: datetime) -> list[Theirs]:
    """The addresses of those around the person that the viewer may know of, judged by everything known."""
    own = {place(way.channel, way.address) for way in ways(whole, now)}
    found = [
        (channel, address, whose)
        for (channel, address), whose in relatives(mine).items()
        if place(channel, address) not in own and roads.is_set_up(channel)
    ]
    return [
        Theirs(channel, address, whose, permission(row, channel, address, now, recipient=whose, chart=whole).forbids)
        for channel, address, whose in found
    ]  # fmt: skip


def whose(form: Form, mine: Chart) -> str:
    """The name of the relative it goes to, or of the office; "" for the person."""
    if form.way == AN_OFFICE:
        return form.recipient.strip()
    own = {place(way.channel, way.address) for way in ways(mine, LATEST)}
    if place(form.channel, form.address) in own:
        return ""
    return relatives(mine).get((form.channel, form.address), "")


def read_files(files: Iterable[Any], channel: str) -> list[tuple[str, str, bytes]]:
    """What goes with it: (name, type by its bytes, bytes). A fax machine sends pages only."""
    found = []
    for file in files:
        data = file.read(LARGEST + 1)
        seen = kind(data) or "application/octet-stream"
        if channel == "fax" and seen != "application/pdf" and not seen.startswith("image/"):
            raise Refused(f"A fax takes PDF files and pictures only, not {file.name}.")
        found.append((file.name, seen, data))
    return found


def measured(text: str, language: str) -> dict[str, Any]:
    """The reading grade in words, and whether it is what we promise."""
    found = grade(text, language)
    if found is None:
        few = "A few more words, and its reading grade stands here."
        other = "There is no reading grade for this language."
        return {"grade": None, "says": few if language.startswith("en") else other, "good": True}
    good = found <= PROMISED
    more = "easy to read" if good else "shorter sentences and shorter words help"
    return {"grade": found, "says": f"Reading grade {found:g}: {more}.", "good": good}


def require(form: Form) -> None:
    """What must be so before it may go, besides what the outbox asks."""
    if not form.way:
        raise Refused("Choose where it goes.")
    if form.channel not in CHANNELS:
        raise Refused("Choose where it goes.")
    if blank := BLANK.search(form.text):
        raise Refused(f"Fill in what stands in brackets: {blank.group()}.")
    if form.needs_checking and form.original and not form.checked.strip():
        raise Refused(
            f"A machine wrote the {form.original.called.split(',')[0]}. Say which qualified translator has checked it."
        )


def languages(chart: Chart, form: Form) -> dict[str, str]:
    """What it can be written in, by code: ours, the person's own, and what was chosen."""
    return _OURS | {
        code: language_name(code)
        for code in (spoken(chart), form.language)
        if code and language_name(code) not in _OURS.values()
    }


def spoken(chart: Chart) -> str:
    """The code of the person's own language; "" where nobody has asked."""
    return next((p.language for p in reversed(chart.persons) if p.language), "")


def hint(chart: Chart, form: Form) -> str:
    """What to know where the words are not in the person's own language."""
    theirs = language_name(spoken(chart))
    if form.way == AN_OFFICE or not theirs or theirs == language_name(form.language):
        return ""
    return f"Their language is {theirs}, and this is in {language_name(form.language)}: will they be able to read it?"


def offered(viewer: Viewer) -> list[Wording]:
    """What one can begin with, by title; those to the person first."""
    return sorted(wordings().values(), key=lambda one: (one.office, one.title))
