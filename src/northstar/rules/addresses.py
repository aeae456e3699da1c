"""An address as it is sent to, and when two ways of writing it are one place."""

import re

import phonenumbers

CHANNELS = {
    "letter": "letter", "email": "e-mail", "text": "text message", "fax": "fax", "portal": "portal message",
}  # fmt: skip


def as_sent(channel: str, address: str) -> str:
    """An address as it is sent to; "" where it cannot be one."""
    if channel in ("text", "fax"):
        return _number(address)
    if channel == "email":
        word = address.strip().lower()
        return word if _is_email(word) else ""
    if channel == "letter":
        lines = [" ".join(line.split()) for line in address.replace("\r", "").split("\n")]
        return "\n".join(line for line in lines if line)
    return address.strip()


def place(channel: str, address: str) -> tuple[str, str]:
    """One place is one, also where a source leaves out the state or the county."""
    lines = address.splitlines()
    if channel != "letter" or not lines:
        return channel, address
    postal = re.sub(r"\D", "", lines[-1])[-9:][:5]
    street = re.sub(r"[^a-z0-9]", "", "".join(lines[:-1]).lower())
    return channel, f"{street} {postal or lines[-1].lower()}"


def _number(text: str) -> str:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_email(word: str) -> bool:
    """One name, one at-sign, a domain with a dot, nothing that could begin another header."""
    name, _, domain = word.partition("@")
    plain = all(sign.isprintable() and sign not in ' ,;<>()"\\' for sign in word)
    return bool(name) and plain and "@" not in domain and "." in domain.strip(".")
