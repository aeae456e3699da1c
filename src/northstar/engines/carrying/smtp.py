"""E-mail by SMTP (RFC 5321), step by step, so that at every step we know whether it was taken.

Before the last dot of DATA a failure means surely not taken. Between that dot and the server's answer
nobody can know, so it is neither repeated nor given up: a person is asked. TLS is required, with the
server's certificate checked; only a server on this machine may be spoken to without.
"""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from northstar.engines.carrying.carrier import LATER, REFUSED, TAKEN, UNKNOWN, Outgoing, Receipt

_PERMANENT = range(500, 600)
_STARTTLS, _TLS, _NONE = "starttls", "tls", "none"
_PORTS = {_STARTTLS: 587, _TLS: 465, _NONE: 25}


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, and in whose name. `ca`: a file of certificates to trust instead of
    the system's. `seconds` to wait for any one answer."""

    host: str
    port: int
    tls: str = _STARTTLS
    user: str = ""
    password: str = ""
    sender: str = ""
    ca: str = ""
    seconds: float = 30.0


def server(url: str, sender: str, ca: str = "") -> Server:
    """`smtp://user:password@host:port?tls=starttls|tls|none`. Raises ValueError in one sentence."""
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", [_STARTTLS])[0]
    host = parts.hostname or ""
    if parts.scheme != "smtp" or not host or tls not in _PORTS:
        raise ValueError("A mail server is written smtp://user:password@host:port?tls=starttls.")
    if tls == _NONE and not _is_here(host):
        raise ValueError("Mail without TLS goes only to a server on this machine.")
    if "@" not in sender:
        raise ValueError("Say in whose name mail is sent: an e-mail address.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(host, parts.port or _PORTS[tls], tls, user, password, sender, ca)


class Smtp:
    """One mail server. It cannot be asked afterwards whether it took a message."""

    name, can_ask = "smtp", False

    def __init__(self, to: Server) -> None:
        self._to = to

    def carry(self, message: Outgoing) -> Receipt:
        try:
            line = self._open()
        except smtplib.SMTPResponseException as sorry:
            return _judged(sorry)
        except (OSError, smtplib.SMTPException):
            return Receipt(LATER, "the mail server could not be reached")
        try:
            return self._hand_over(line, message)
        finally:
            line.close()

    def ask(self, key: str, reference: str) -> Receipt:
        return Receipt(UNKNOWN, "a mail server cannot be asked")

    def _open(self) -> smtplib.SMTP:
        to, trusted = self._to, ssl.create_default_context(cafile=self._to.ca or None)
        if to.tls == _TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                to.host, to.port, timeout=to.seconds, context=trusted
            )
        else:
            line = smtplib.SMTP(to.host, to.port, timeout=to.seconds)
        try:
            if to.tls == _STARTTLS:
                line.starttls(context=trusted)
            if to.user:
                line.login(to.user, to.password)
            line.ehlo_or_helo_if_needed()
        except BaseException:
            line.close()
            raise
        return line

    def _hand_over(self, line: smtplib.SMTP, message: Outgoing) -> Receipt:
        try:
            for code, said in (line.mail(self._to.sender), line.rcpt(message.address)):
                if code not in (250, 251):
                    return _judged(smtplib.SMTPResponseException(code, said))
            line.putcmd("data")
            code, said = line.getreply()
            if code != 354:
                return _judged(smtplib.SMTPResponseException(code, said))
        except (OSError, smtplib.SMTPException):
            return Receipt(LATER, "the mail server hung up before it took the message")
        return _last_step(line, written(message, self._to.sender))


def _last_step(line: smtplib.SMTP, mail: EmailMessage) -> Receipt:
    """The words, the dot, the answer: from here on silence means that nobody knows."""
    try:
        line.send(_dotted(mail.as_bytes()))
        code, said = line.getreply()
    except (OSError, smtplib.SMTPException):
        return Receipt(UNKNOWN, "the mail server hung up while it took the message")
    if code != 250:
        return _judged(smtplib.SMTPResponseException(code, said))
    _goodbye(line)
    return Receipt(TAKEN, "the mail server took it", str(mail["Message-ID"]))


def _goodbye(line: smtplib.SMTP) -> None:
    """It is taken; how the farewell goes does not matter."""
    try:
        line.quit()
    except (OSError, smtplib.SMTPException):
        return


def written(message: Outgoing, sender: str) -> EmailMessage:
    """The mail itself. The same key gives the same Message-ID, by which a receiver knows a repetition."""
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["From"] = sender
    mail["To"] = Address(addr_spec=message.address)
    mail["Subject"] = " ".join(message.subject.split())
    mail["Message-ID"] = f"<{message.key}@{sender.rpartition('@')[2].strip('> ')}>"
    if message.language:
        mail["Content-Language"] = message.language
    mail.set_content(message.text)
    for name, content_type, data in message.files:
        main, _, sub = content_type.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub or "octet-stream", filename=name)
    return mail


def _dotted(data: bytes) -> bytes:
    """As DATA wants it: CRLF, a dot doubled at the beginning of a line, a dot alone at the end."""
    lines = data.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    return b"\r\n".join(b"." + one if one.startswith(b".") else one for one in lines) + b"\r\n.\r\n"


def _judged(sorry: smtplib.SMTPResponseException) -> Receipt:
    """A 5xx is for ever, anything else for now. The server's words may name the person: only its number."""
    final = sorry.smtp_code in _PERMANENT
    return Receipt(REFUSED if final else LATER, f"the mail server answered {sorry.smtp_code}", "")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
