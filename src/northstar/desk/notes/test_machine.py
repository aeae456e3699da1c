"""A language model on this machine that lies, stalls and babbles; and the door to one elsewhere."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Role, Staff
from northstar.access.viewer import viewer_of
from northstar.casework.notes import model_door
from northstar.doing import drafting
from northstar.doing.acting import did

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SAID = "Reached her. She takes warfarin and does not take lisinopril."
ELSEWHERE = "https://model.example.org/v1"


@pytest.fixture
def liar(settings):
    """An OpenAI-compatible server that answers what it is told to; it keeps what it heard."""

    class Answers(BaseHTTPRequestHandler):
        said, status, heard = "", 200, []

        def do_POST(self):
            Answers.heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(Answers.status)
            if Answers.status == 302:
                self.send_header("Location", ELSEWHERE)
            self.end_headers()
            self.wfile.write(Answers.said.encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MODEL_ADDRESS = f"http://127.0.0.1:{server.server_port}/v1"
    yield Answers
    server.shutdown()
    server.server_close()


def answer(*rows):
    content = json.dumps({"sentences": [{"says": says, "sources": ["1"]} for says in rows]})
    return json.dumps({"choices": [{"message": {"content": content}}]})


@pytest.fixture
def makes(client, sarah, chen):
    did(
        by=viewer_of(sarah, NOW),
        patient=chen,
        kind="call",
        says=SAID,
        at=NOW,
        began=NOW - timedelta(minutes=8),
    )
    did(
        by=viewer_of(sarah, NOW),
        patient=chen,
        kind="call",
        says="Zanzibarine.",
        at=NOW,
        began=NOW,
        label=2,
    )
    client.force_login(sarah)

    def makes():
        made = client.post(f"/patients/{chen.public_id}/notes/make/", {"span": "day", "model": "1"})
        return client.get(made.headers["Location"]).content.decode()

    return makes


def test_what_is_true_stands_and_what_lies_is_shown_as_refused(liar, makes):
    liar.said = answer(
        "She takes warfarin and does not take lisinopril.", "She takes warfarin and lisinopril.",
        "She takes 5 mg warfarin.", "She is much better.",
    )  # fmt: skip
    page = makes()
    note, refused = page.split("Refused from the language model")
    assert "drafted by the language model, checked" in note
    assert "She takes warfarin and does not take lisinopril." in note
    for lie in ("takes warfarin and lisinopril", "5 mg", "much better"):
        assert lie in refused
        assert lie not in note
    assert "The number 5 is not in its source." in refused


def test_it_hears_nothing_restricted_and_each_asking_is_audited(liar, makes):
    liar.said = answer(SAID)
    makes()
    assert "Zanzibarine" not in "".join(liar.heard)
    assert "warfarin" in liar.heard[-1]
    relay(1000)
    assert AuditEntry.objects.filter(what="language model asked").count() == 1


@pytest.mark.parametrize(
    ("said", "status"),
    [("", 200), ("not json", 200), ("{}", 200), (answer("She is well."), 500), (answer(SAID), 302), ('{"choices": []}', 200)],
)  # fmt: skip
def test_without_a_usable_answer_the_note_is_made_without_it(liar, makes, said, status):
    liar.said, liar.status = said, status
    page = makes()
    assert "made without it" in page
    assert "does not take lisinopril" in page
    liar.status = 200


def test_off_by_default(client, sarah, chen, settings):
    assert settings.MODEL_ADDRESS == ""
    client.force_login(sarah)
    assert b"language model draft" not in client.get(f"/patients/{chen.public_id}/notes/").content


def test_elsewhere_it_hears_nothing_until_an_administrator_says_so(client, sarah, settings):
    settings.MODEL_ADDRESS, settings.REQUIRE_SECOND_STEP = ELSEWHERE, False
    assert not model_door.is_open(ELSEWHERE)
    client.force_login(sarah)
    assert client.get("/notes/model/").status_code == 403
    boss = Staff.objects.create(username="boss", name="Boss")
    Role.objects.create(staff=boss, role="administrator", start=NOW - timedelta(days=9))
    client.force_login(boss)
    assert client.post("/notes/model/", {"what": "allow", "paper": ""}).status_code == 422
    client.post(
        "/notes/model/", {"what": "allow", "paper": "BAA of 1 Sep 2026, signed by the director"}
    )
    assert model_door.is_open(ELSEWHERE)
    assert not model_door.is_open("https://model.example.org/v2")
    assert not model_door.is_open("http://model.example.org/v1")
    assert b"BAA of 1 Sep 2026" in client.get("/notes/model/").content
    client.post("/notes/model/", {"what": "end", "paper": "ended by letter, 8 Sep"})
    assert not model_door.is_open(ELSEWHERE)


def test_a_closed_door_is_not_asked(sarah, chen):
    with pytest.raises(drafting.NoAnswer):
        drafting.draft(
            by=viewer_of(sarah, NOW), patient=chen, told=[], with_model=drafting.Model(ELSEWHERE), at=NOW
        )  # fmt: skip
