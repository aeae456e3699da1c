"""Messages as the carrier, the portal and the fax service send them: RFC 5322, body first."""

import base64
import io
import wave
from datetime import datetime
from email.utils import format_datetime


def voicemail(key: str, at: datetime, phone: str, seconds: int, transcript: str, audio: bytes,
              kind: tuple[str, str] = ("audio/mpeg", "mp3"), language: str = "en-US") -> bytes:  # fmt: skip
    """A recording with what the carrier made of it; an empty transcript is one it could not make."""
    said = f"Transcript:\n{transcript}" if transcript else "Transcript: not available"
    body = f"You have a new voicemail from {phone or 'a withheld number'} in mailbox 2200.\nDuration: {seconds // 60}:{seconds % 60:02}\n\n{said}\n\n--\nTo listen to this message, open the attached file.\n"
    head = f"Voicemail from {phone}" if phone else "Voicemail from a withheld number"
    part = (kind[0], f"message.{kind[1]}", audio)
    return _mail(
        key, at, "Carrier Voicemail <no-reply@carrier.example>", head, body, [part], language
    )


def hush(seconds: int = 1) -> bytes:
    """A recording in which nothing is heard, for the people in the background."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as out:
        out.setparams((1, 1, 8000, 0, "NONE", ""))
        out.writeframes(b"\x80" * 8000 * seconds)
    return sound.getvalue()


def portal(key: str, at: datetime, name: str, born: str, subject: str, words: str) -> bytes:
    """A notice of a message in the portal."""
    body = f"You have a new message in the patient portal.\n\nPatient: {name}\nDate of birth: {born}\nSubject: {subject}\n\nMessage:\n{words}\n"
    return _mail(
        key, at, "Patient Portal <notices@portal.example>", f"New portal message: {subject}", body
    )


def fax(
    key: str, at: datetime, phone: str, subject: str, notes: str, scan: bytes, kind: tuple[str, str]
) -> bytes:
    """A fax, its pages attached."""
    body = f"A fax has arrived.\nCSID: {phone}\n{notes}"
    return _mail(
        key,
        at,
        "Fax Service <fax@carrier.example>",
        subject,
        body,
        [(kind[0], f"fax.{kind[1]}", scan)],
    )


def _mail(key, at, sender, subject, body, parts=(), language="") -> bytes:
    lines = [
        "Received: from relay.carrier.example (relay.carrier.example [192.0.2.7])",
        f"\tby mx.clinic.example with ESMTPS id {key}; {format_datetime(at)}",
        f"From: {sender}", "To: front-desk@clinic.example", f"Subject: {subject}",
        f"Date: {format_datetime(at)}", f"Message-ID: <{key}@carrier.example>", "MIME-Version: 1.0",
        *([f"Content-Language: {language}"] if language else []),
    ]  # fmt: skip
    plain = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", body]
    if not parts:
        return "\n".join(lines + plain).encode()
    lines += ['Content-Type: multipart/mixed; boundary="cut-here"', "", "--cut-here", *plain]
    for kind, name, data in parts:
        lines += ["--cut-here", f'Content-Type: {kind}; name="{name}"', "Content-Transfer-Encoding: base64",
                  f'Content-Disposition: attachment; filename="{name}"', "",
                  base64.encodebytes(data).decode().rstrip()]  # fmt: skip
    return "\n".join([*lines, "--cut-here--", ""]).encode()
