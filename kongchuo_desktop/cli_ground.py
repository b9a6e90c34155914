"""What every command stands on: where words go, how a book is opened, who is at work."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.errors import UserError

Namespace = argparse.Namespace


def now() -> datetime:
    """The wall clock of this machine, with its offset from UTC."""
    return datetime.now().astimezone()


def say(text: str) -> None:
    """Talk goes to stderr; stdout belongs to answers."""
    sys.stderr.write(text + "\n")


def answer(value: Any, out: Path | None) -> None:
    """Write JSON to a file or to stdout."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"
    if out:
        from kongchuo_desktop.kit.files import write_text

        write_text(out, text)
    else:
        sys.stdout.write(text)


def password_of(args: Namespace, *, twice: bool = False) -> str:
    """The password from --password-file, KONGCHUO_PASSWORD, or a prompt."""
    if args.password_file:
        from kongchuo_desktop.desk.password_file import read_password

        return read_password(Path(args.password_file))
    if os.environ.get("KONGCHUO_PASSWORD"):
        return os.environ["KONGCHUO_PASSWORD"]
    if not sys.stdin.isatty():
        raise UserError("请用 --password-file 或环境变量 KONGCHUO_PASSWORD 给出密码。")
    first = getpass.getpass("账本密码：")
    if twice and getpass.getpass("再输一遍：") != first:
        raise UserError("两次输入的密码不一样，账本没有建立。")
    return first


@contextmanager
def opened(args: Namespace) -> Iterator[Any]:
    """The book of a command, closed (and backed up when due) at the end."""
    from kongchuo_desktop.desk import books

    code = getattr(args, "recovery_code", None)
    book = books.open_book(
        args.book, password=None if code else password_of(args), recovery_code=code, clock=now, actor=actor()
    )
    for notice in book.notices:
        say(notice)
    try:
        yield book.database
    finally:
        books.close(book.database)


def actor() -> str:
    try:
        return f"命令行（{getpass.getuser()}）"
    except (KeyError, ImportError, OSError):  # an account without a name
        return "命令行"


def chosen(pairs: Sequence[str]) -> dict[str, str]:
    """--choose k=v … as a dictionary."""
    found = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise UserError(f"--choose 要写成“选项=值”，“{pair}”里没有等号。")
        found[key.strip()] = value.strip()
    return found


def typed(args: Namespace) -> bool:
    """Whether the password was typed at a prompt."""
    return not args.password_file and "KONGCHUO_PASSWORD" not in os.environ
