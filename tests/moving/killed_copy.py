"""A copy in a process that kills itself: `python killed_copy.py SRC DST STEP`.

A step is one look at a graph or one writing of a batch; nothing is replaced, it only ends there.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from unittest import mock

from kg.moving import copy, copying


def doomed(function: Callable[..., Any], steps: list[int]) -> Callable[..., Any]:
    def called(*arguments: Any, **named: Any) -> Any:
        if not steps:
            os.kill(os.getpid(), signal.SIGKILL)
        steps.pop()
        return function(*arguments, **named)

    return called


def main(source: str, target: str, step: int) -> None:
    left = list(range(step))
    with (
        mock.patch.object(copying, "_BATCH", 30_000),
        mock.patch.object(copying, "_PART", 100),
        mock.patch.object(copying, "print_of", doomed(copying.print_of, left)),
        mock.patch.object(copying, "_flush", doomed(copying._flush, left)),
    ):
        copy(source, target)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
