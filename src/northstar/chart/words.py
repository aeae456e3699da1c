"""What people wrote and said: documents, sections, messages, plans, consents."""

from msgspec import Struct

from northstar.chart.value import Concept, Value
from northstar.chart.when import When


class Attachment(Struct, gc=False, frozen=True, omit_defaults=True):
    """A part of a message or document that plays or shows: `locator` finds it in the arrival."""

    content_type: str
    title: str = ""
    locator: str = ""
    size: int = 0
    seconds: float | None = None
    pages: int | None = None


class DocumentReference(Value, frozen=True, omit_defaults=True, kw_only=True):
    """A document about the person. `text` is short plain text where there is any."""

    code: Concept = Concept()
    status: str = ""
    title: str = ""
    date: When | None = None
    author: str = ""
    custodian: str = ""
    text: str = ""
    encounter: str = ""
    replaces: str = ""
    confidentiality: str = ""
    attachments: tuple[Attachment, ...] = ()

    @property
    def began(self):
        return self.date


class Section(Value, frozen=True, omit_defaults=True, kw_only=True):
    """One narrative section of a document, as plain text; `document` is the key of its document.

    `places`, where the text was put together from several: (offset, locator) of each.
    """

    code: Concept = Concept()
    title: str = ""
    text: str = ""
    document: str = ""
    date: When | None = None
    author: str = ""
    places: tuple[tuple[int, str], ...] = ()

    @property
    def began(self):
        return self.date


class Communication(Value, frozen=True, omit_defaults=True, kw_only=True):
    """A message as it came: `medium` voicemail, portal, fax, email, text, letter, upload.

    `text` is the body, or the transcript where `transcript` is `carrier` (`none`: not transcribed).
    `phone` is E.164 where it can be, `about` what the message itself says of the person meant
    (name, birth date, member number), as (label, words). `ours`: written by our people to somebody;
    its `status` is then waiting, sent, delivered, not sent, unknown or recalled. `enclosed` are the
    texts of messages forwarded in it and of text files attached, as (locator, words). `regards` is the
    Message-ID of mail that a server sends back; `status` is then "came back", `code` its number (RFC 3463).
    """

    code: Concept = Concept()
    medium: str = ""
    status: str = ""
    sent: When | None = None
    received: When | None = None
    sender: str = ""
    phone: str = ""
    email: str = ""
    recipient: str = ""
    subject: str = ""
    text: str = ""
    transcript: str = ""
    language: str = ""
    thread: str = ""
    about: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    enclosed: tuple[tuple[str, str], ...] = ()
    ours: bool = False
    regards: str = ""

    @property
    def began(self):
        return self.received or self.sent


class CarePlan(Value, frozen=True, omit_defaults=True, kw_only=True):
    """A plan of care; `activities` in words."""

    code: Concept = Concept()
    status: str = ""
    title: str = ""
    start: When | None = None
    end: When | None = None
    author: str = ""
    activities: tuple[str, ...] = ()
    text: str = ""

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.end


class Goal(Value, frozen=True, omit_defaults=True, kw_only=True):
    """What the person or team wants to reach; `measure` with `low`, `high`, `unit` where set."""

    code: Concept = Concept()
    status: str = ""
    start: When | None = None
    due: When | None = None
    measure: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    author: str = ""

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.due


class CareTeam(Value, frozen=True, omit_defaults=True, kw_only=True):
    """`members` are (role, name, phone)."""

    code: Concept = Concept()
    status: str = ""
    start: When | None = None
    end: When | None = None
    members: tuple[tuple[str, str, str], ...] = ()

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.end


class Task(Value, frozen=True, omit_defaults=True, kw_only=True):
    """FHIR Task: work asked of somebody, also the state of a referral. `said_of`: which wording of a result it
    was said of, as `rules.what_was_read` marks it (Task.input)."""

    code: Concept = Concept()
    status: str = ""
    intent: str = ""
    focus: str = ""
    authored: When | None = None
    due: When | None = None
    requester: str = ""
    owner: str = ""
    note: str = ""
    said_of: str = ""

    @property
    def began(self):
        return self.authored

    @property
    def ended(self):
        return self.due


class Consent(Value, frozen=True, omit_defaults=True, kw_only=True):
    """`decision` permit or deny; `scope` and `actor` in words; `covers` sensitivity label names."""

    code: Concept = Concept()
    status: str = ""
    scope: str = ""
    decision: str = ""
    actor: str = ""
    covers: tuple[str, ...] = ()
    start: When | None = None
    end: When | None = None

    @property
    def began(self):
        return self.start

    @property
    def ended(self):
        return self.end


class Kept(Value, frozen=True, omit_defaults=True, kw_only=True):
    """Any other resource or segment: kept whole in its arrival, named here so that it is found."""

    code: Concept = Concept()
    title: str = ""
    status: str = ""
    date: When | None = None
    detail: str = ""

    @property
    def began(self):
        return self.date
