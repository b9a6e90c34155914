"""Processes that are made to be killed."""

import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable

ACK = struct.Struct("<q")
Tell = Callable[[int], None]


def kill_once(work: Callable[[Tell], None], delay: float, words: int = 1) -> tuple[int, bool]:
    """Fork work, kill it `delay` seconds after so many words; its last word and whether it had finished."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        _suffer(work, read_end, write_end)
    os.close(write_end)
    heard = os.read(read_end, ACK.size)
    while len(heard) < words * ACK.size and (more := os.read(read_end, ACK.size)):
        heard += more
    end = time.monotonic() + delay
    while (left := end - time.monotonic()) > 0 and select.select([read_end], [], [], left)[0]:
        if not (more := os.read(read_end, 1 << 16)):
            break  # it has finished by itself
        heard += more
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    while more := os.read(read_end, 1 << 16):
        heard += more
    os.close(read_end)
    if os.waitstatus_to_exitcode(status) > 0:
        sys.exit("the victim failed by itself")
    whole = len(heard) // ACK.size * ACK.size
    return ACK.unpack(heard[whole - ACK.size : whole])[0], os.waitstatus_to_exitcode(status) == 0


def _suffer(work: Callable[[Tell], None], read_end: int, write_end: int) -> None:
    os.close(read_end)
    failed = 1
    try:
        work(lambda number: os.write(write_end, ACK.pack(number)) and None)
        failed = 0
    except BaseException:  # noqa: BLE001  (a forked process must never return)
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(failed)
