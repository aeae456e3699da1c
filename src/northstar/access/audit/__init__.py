"""The audit chain: who looked at whom and who did what, in an order nobody can change unseen.

acted(...)   inside an act's transaction: leaves the entry, all or nothing with the act
viewed(...)  before a page's first byte leaves: appends and commits
relay(...)   moves what acts left into the chain
anchor(...)  writes the head of the chain to a file outside both stores
verify()     says in plain sentences what does not fit
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from northstar.access.audit.chain import viewed as viewed
    from northstar.access.audit.head import anchor as anchor
    from northstar.access.audit.outbox import acted as acted
    from northstar.access.audit.outbox import acted_all as acted_all
    from northstar.access.audit.outbox import relay as relay
    from northstar.access.audit.proof import verify as verify

_HOMES = {
    "acted": "outbox",
    "acted_all": "outbox",
    "relay": "outbox",
    "viewed": "chain",
    "anchor": "head",
    "verify": "proof",
}


def __getattr__(name: str) -> Any:
    # Django imports this package before models can be; so the doors open on first use.
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"northstar.access.audit.{_HOMES[name]}"), name)
