"""Mail, received by a real mail server on this machine: taken once, refused, busy, and hung up in every step."""

import email
import socket
import ssl
import threading
from email import policy

import pytest
from aiosmtpd.controller import Controller

from northstar.engines.carrying.carrier import LATER, REFUSED, TAKEN, UNKNOWN, Outgoing
from northstar.engines.carrying.smtp import Server, Smtp, server

MAIL = Outgoing(
    key="6f9619ff-8b86-d011-b42d-00c04fc964ff", channel="email", address="mei@example.org",
    subject="Your visit\r\nBcc: everybody@example.org", text="Come Thursday.\n.hidden dot\nGrüße 你好\n" + "long " * 400,
    language="en", files=(("letter.pdf", "application/pdf", b"%PDF-1.7 \x00\xff"),),
)  # fmt: skip


class Inbox:
    """What the mail server has received."""

    def __init__(self, rcpt="250 OK", data="250 OK"):
        self.received, self._rcpt, self._data = [], rcpt, data

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self._rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self._data.startswith("250"):
            self.received.append(envelope)
        return self._data


@pytest.fixture
def receives():
    """A mail server that runs; gives its inbox and what is needed to reach it."""
    running = []

    def start(**more):
        inbox = Inbox(**{name: more.pop(name) for name in ("rcpt", "data") if name in more})
        controller = Controller(inbox, hostname="127.0.0.1", port=_free(), ready_timeout=60, **more)
        controller.start()
        running.append(controller)
        return inbox, controller.port

    yield start
    for controller in running:
        controller.stop()


def _free():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def carrier(port, **more):
    here = {"tls": "none", "sender": "desk@clinic.example", "seconds": 60} | more
    return Smtp(Server("127.0.0.1", port, **here))


def test_it_is_received_whole_by_one_person(receives):
    inbox, port = receives()
    said = carrier(port).carry(MAIL)
    assert said.state == TAKEN
    [got] = inbox.received
    assert got.rcpt_tos == ["mei@example.org"]
    mail = email.message_from_bytes(got.content, policy=policy.default)
    assert mail["Subject"] == "Your visit Bcc: everybody@example.org"
    assert mail["Bcc"] is None
    assert mail["Message-ID"] == said.reference == f"<{MAIL.key}@clinic.example>"
    assert ".hidden dot\nGrüße 你好" in mail.get_body().get_content().replace("\r\n", "\n")
    [file] = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("letter.pdf", b"%PDF-1.7 \x00\xff")


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"rcpt": "550 no such person"}, REFUSED),
        ({"rcpt": "451 come again"}, LATER),
        ({"data": "554 refused"}, REFUSED),
        ({"data": "452 full"}, LATER),
    ],
)
def test_what_the_server_answers_is_believed_and_not_repeated_to_anybody(receives, answers, state):
    inbox, port = receives(**answers)
    said = carrier(port).carry(MAIL)
    assert said.state == state
    assert not inbox.received
    assert "no such person" not in said.why


def test_a_server_that_is_not_there_took_nothing():
    assert carrier(_free()).carry(MAIL).state == LATER


GREETING, EHLO, MAIL_FROM, RCPT, DATA = (
    b"220 x\r\n",
    b"250 x\r\n",
    b"250 ok\r\n",
    b"250 ok\r\n",
    b"354 go\r\n",
)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], LATER),
        ([GREETING], LATER),
        ([GREETING, EHLO], LATER),
        ([GREETING, EHLO, MAIL_FROM], LATER),
        ([GREETING, EHLO, MAIL_FROM, RCPT], LATER),
        ([GREETING, EHLO, MAIL_FROM, RCPT, DATA], UNKNOWN),
    ],
)
def test_hung_up_after_each_step(steps, state):
    """Only between the last dot and its answer can nobody know."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_plays, args=(listening, steps))
        thread.start()
        said = carrier(listening.getsockname()[1]).carry(MAIL)
        thread.join(60)
    assert said.state == state


def _plays(listening, steps):
    line, _ = listening.accept()
    with line:
        line.settimeout(60)
        for number, step in enumerate(steps):
            if number:
                line.recv(65536)
            line.sendall(step)
        if steps and steps[-1] == DATA:
            line.recv(200)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of this machine's own, as (certificate file, key file)."""
    folder = tmp_path_factory.mktemp("certificate")
    made, key = str(folder / "c.pem"), str(folder / "k.pem")
    _sign(made, key)
    return made, key


def _sign(made, key):
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    own = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    begins = datetime.now(UTC) - timedelta(days=1)
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(secret.public_key())
        .serial_number(1).not_valid_before(begins).not_valid_after(begins + timedelta(days=9))
        .add_extension(own, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )  # fmt: skip
    Path(made).write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    Path(key).write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def test_under_tls_only_with_a_certificate_that_is_trusted(receives, certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    inbox, port = receives(tls_context=context)
    assert carrier(port, tls="starttls").carry(MAIL).state == LATER
    assert not inbox.received
    assert carrier(port, tls="starttls", ca=certificate[0]).carry(MAIL).state == TAKEN
    assert len(inbox.received) == 1


def test_no_tls_offered_is_no_mail(receives):
    inbox, port = receives()
    assert carrier(port, tls="starttls").carry(MAIL).state == LATER
    assert not inbox.received


@pytest.mark.parametrize(
    "url",
    ["smtp://mail.example.org?tls=none", "http://localhost", "smtp://", "smtp://x?tls=maybe"],
)
def test_a_server_that_cannot_be_trusted_is_refused_at_once(url):
    with pytest.raises(ValueError, match=r"Mail without TLS|A mail server is written"):
        server(url, "desk@clinic.example")


def test_what_a_url_says():
    told = server("smtp://me:p%40ss@mail.example.org?tls=tls", "Desk <desk@clinic.example>")
    assert (told.port, told.user, told.password, told.tls) == (465, "me", "p@ss", "tls")
