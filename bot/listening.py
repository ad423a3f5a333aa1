"""A socket to listen on, or a sentence that says why there is none."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager


class CannotListen(Exception):
    """No socket could be had. The message says why, and what would be right."""


@contextmanager
def listening_socket(host: str, port: int) -> Iterator[socket.socket]:
    """Take an address for ourselves, before anything else is started.

    Args:
        host: A name or address of this machine; `0.0.0.0` for all of them.
        port: 0 takes a free one.

    Raises:
        CannotListen: The address is taken, forbidden or not of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
    except OSError:
        raise CannotListen(_not_ours(host)) from None
    with found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(address)
        except OSError as fault:
            raise CannotListen(_sentence(fault, host, port)) from None
        yield found


def address_of(listening: socket.socket) -> str:
    """Where it can be reached, as an http address."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _sentence(fault: OSError, host: str, port: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is already in use by another program. "
            "Stop that one, or choose another port with --port."
        )
    if fault.errno == errno.EACCES:
        return f"Port {port} is not open to this user. Choose one above 1023 with --port."
    if fault.errno == errno.EADDRNOTAVAIL:
        return _not_ours(host)
    return f"Cannot listen on {host}, port {port}: {fault.strerror}."


def _not_ours(host: str) -> str:
    return f"{host} is no address of this machine. Use 127.0.0.1 or 0.0.0.0 with --host."
