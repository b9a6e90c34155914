"""The pieces that every command is described with; one file of this package for each group of verbs."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from kongchuo_desktop.cli_ground import Namespace, say

Act = Callable[[Namespace], None]


class Parser(argparse.ArgumentParser):
    """argparse with its complaints in one line; usage errors leave with 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"命令不完整或有误：{message}\n")


class Grammar:
    """The grammar while it is gathered: `verb("pairs", "propose", act)` adds one command."""

    def __init__(self, root: Parser) -> None:
        self._verbs: Any = root.add_subparsers(dest="verb", required=True, parser_class=Parser)
        self._groups: dict[str, Any] = {}

    def verb(self, group: str, name: str, act: Act, *, book: bool = True, out: bool = False) -> Parser:
        """A command `group name BOOK …`, or `name BOOK …` with group ""; `out` adds --json and --out."""
        parser: Parser = (self._group(group) if group else self._verbs).add_parser(name)
        parser.set_defaults(act=act)
        if book:
            parser.add_argument("book", type=Path, metavar="BOOK")
            parser.add_argument("--password-file")
            parser.add_argument("--recovery-code")
        if out:
            parser.add_argument("--json", action="store_true")
            parser.add_argument("--out", type=Path)
        return parser

    def intake(self, group: str, name: str, act: Act) -> Parser:
        """A command that brings a file in: FILE, --dry-run, --bad-rows, --json."""
        parser = self.verb(group, name, act, out=True)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--bad-rows", type=Path, metavar="XLSX")
        return parser

    def _group(self, name: str) -> Any:
        if name not in self._groups:
            self._groups[name] = self._verbs.add_parser(name).add_subparsers(
                dest="what", required=True, parser_class=Parser
            )
        return self._groups[name]


def day(text: str) -> date:
    """A date of the command line, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期要写成 2026-09-01 这样，不是“{text}”") from None


def tell_import(reply: dict[str, Any], *, dry: bool) -> None:
    """What came of an import, and every problem with its place, on stderr."""
    say(
        ("预览（没有写入）：" if dry else "") + f"新增 {reply['new']}，更新 {reply['changed']}，"
        f"无变化 {reply['unchanged']}，存疑 {reply['doubtful']}，拒收 {reply['refused']}"
        + (f"；批次号 {reply['batch']}" if reply["batch"] else "")
    )
    for problem in reply["problems"]:
        where = " ".join(filter(None, (problem["sheet"], f"第{problem['row']}行", problem["column"])))
        say(f"  {where}：{problem['reason']}")
