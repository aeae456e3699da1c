"""`northstar serve`: web, worker and listener as children of one process."""

import os
import sys
from argparse import ArgumentParser, Namespace

from northstar.config.cli import Sorry

HELP = "the web server, with the worker and the HL7 listener as its children"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--only", choices=["web"], help="the web server alone (server edition)")
    parser.add_argument("--address", help="host:port to listen on (NORTHSTAR_ADDRESS)")


def run(args: Namespace) -> int:
    from northstar.config.store import ready

    ready()
    address = args.address or os.environ.get("NORTHSTAR_ADDRESS", "127.0.0.1:8000")
    if args.only == "web":
        return _web(address)
    return household(address)


def household(address: str) -> int:
    """Serve until asked to end."""
    from northstar.jobs.household import Child, Household

    _free(address)
    children = [
        Child("the web server", ["serve", "--only", "web", "--address", address]),
        Child("the worker", ["work"]),
    ]
    if os.environ.get("NORTHSTAR_MLLP"):
        children.append(Child("the listener", ["listen"]))
    print(f"Northstar is at http://{address}/  (Ctrl-C ends it)", file=sys.stderr, flush=True)
    Household(children).run()
    return 0


def _free(address: str) -> None:
    import socket

    host, _, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except (OSError, ValueError):
            raise Sorry(
                f"The address {address} is taken or cannot be used; name another with --address."
            ) from None


def _web(address: str) -> int:
    from northstar.config.web import serve
    from northstar.jobs.household import end_with_parent

    end_with_parent()
    serve(address)
    return 0
