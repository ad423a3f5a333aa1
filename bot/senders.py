"""Which process sends a reply, so that another one takes over only what nobody works on any more."""

from __future__ import annotations

import os


def this_process() -> str:
    """The name of this process, for the rows of what it sends."""
    return str(os.getpid())


def is_another_at_work(sender: str) -> bool:
    """Whether the process of that name still runs and is another one than this.

    A process that starts in the place of one that ended may get its very number; a name that is our
    own therefore always stands for what went before.
    """
    if sender == this_process() or not sender.isdigit():
        return False
    try:
        os.kill(int(sender), 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
