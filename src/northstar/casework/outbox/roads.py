"""Which carrier takes what, as this clinic has set it up. Unless it is set up, nothing leaves."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from northstar.access.refuse import Refused
from northstar.engines.carrying.carrier import Carrier
from northstar.engines.carrying.here import Here
from northstar.engines.carrying.simulator import Simulator
from northstar.engines.carrying.smtp import Smtp, server
from northstar.rules.writing_to import CHANNELS, one

BY_HAND = "letter"  # a person prints and posts it
_CAN_BE_ASKED = frozenset({"text"})  # a text gateway knows its keys; a fax machine knows nothing


def is_set_up(channel: str) -> bool:
    """Whether a message can leave by this road at all."""
    return channel == BY_HAND or channel in roads()


def require(channel: str) -> None:
    """Raises Refused with a plain sentence where this road is not set up."""
    if channel in CHANNELS and not is_set_up(channel):
        raise Refused(f"No road for {one(channel)} is set up here. Write a letter, or call.")


def only_for_practice() -> list[str]:
    """The channels that are open and carry nothing: of a clinic for training or for trying out."""
    return [name for name, road in roads().items() if isinstance(road, Simulator)]


def roads() -> dict[str, Carrier]:
    """The carrier of each channel that has one."""
    return _built(settings.OUTBOUND, settings.SMTP, settings.MAIL_FROM, settings.SMTP_CA)


@lru_cache(8)
def _built(outbound: str, smtp: str, sender: str, ca: str) -> dict[str, Carrier]:
    """From `email=smtp, text=simulator, fax=simulator:busy/busy/ok`; raises ValueError in a sentence.

    No road is open by itself, the portal neither: where nobody signs in to read, nothing ever comes."""
    found: dict[str, Carrier] = {}
    for part in filter(None, (word.strip() for word in outbound.split(","))):
        channel, _, carrier = (word.strip() for word in part.partition("="))
        kind, _, script = carrier.partition(":")
        if channel not in CHANNELS or channel == BY_HAND:
            raise ValueError(
                f"NORTHSTAR_OUTBOUND: {channel} is no road. Roads are email, text, fax, portal."
            )
        if kind == "smtp" and channel == "email":
            found[channel] = Smtp(server(smtp, sender, ca))
        elif kind == "here" and channel == "portal":
            found[channel] = Here()
        elif kind == "simulator":
            words = tuple(script.split("/")) if script else ("ok",)
            found[channel] = Simulator(
                Path(settings.HOME), channel, words, channel in _CAN_BE_ASKED
            )
        else:
            raise ValueError(f"NORTHSTAR_OUTBOUND: {channel} cannot go by {carrier or 'nothing'}.")
    return found
