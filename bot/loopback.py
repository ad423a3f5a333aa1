"""Addresses on this machine, which no proxy leads to."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(address: str) -> bool:
    """Whether an http or ws address is one of this machine itself.

    slack_sdk takes a proxy from the environment for every call, so the stand-in for Slack that runs
    here has to be exempted by hand.
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
