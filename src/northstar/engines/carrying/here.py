"""The portal: a message is kept here for the person to read, so it has come when it is written."""

from northstar.engines.carrying.carrier import TAKEN, Outgoing, Receipt


class Here:
    """Nothing leaves the machine; who signs in to the portal finds it."""

    name, can_ask = "here", True

    def carry(self, message: Outgoing) -> Receipt:
        return Receipt(TAKEN, "kept for the portal", message.key)

    def ask(self, key: str, reference: str) -> Receipt:
        return Receipt(TAKEN, "kept for the portal", key)
