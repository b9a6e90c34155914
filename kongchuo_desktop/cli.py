"""The command line: the same verbs as the window (see docs/development.md for the table of commands).

Exit 0: done. 1: a sentence for the user on stderr. 2: wrong usage. JSON goes to stdout or --out, talk to stderr.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from kongchuo_desktop import __version__
from kongchuo_desktop.cli_ground import Namespace, password_of, say
from kongchuo_desktop.commands.catalogue import GROUPS
from kongchuo_desktop.commands.grammar import Grammar, Parser
from kongchuo_desktop.kit.errors import UserError, why


def build_parser() -> Parser:
    """The whole grammar, gathered from the catalogue."""
    parser = Parser(prog="kongchuo", description="控辍：村小的办公桌")
    parser.add_argument("--version", action="version", version=f"kongchuo {__version__}")
    grammar = Grammar(parser)
    for add in GROUPS:
        add(grammar)
    grammar.verb("", "shots", _never).add_argument("folder", type=Path, metavar="DIR")
    return parser


def _never(args: Namespace) -> None:
    """`shots` is drawn by the screen: `main` is handed the way there."""
    raise NotImplementedError(args.verb)


def main(argv: Sequence[str], *, picture: Callable[[Path, Path, str], None]) -> int:
    """Run one command. `picture` (book, folder, password) is the one act that needs the screen: `shots`."""
    args = build_parser().parse_args(argv)
    if book := getattr(args, "book", None):
        args.book = book.absolute()  # sentences name the folder
    try:
        if args.verb == "shots":
            picture(args.book, args.folder, password_of(args))
        else:
            args.act(args)
    except UserError as error:
        say(error.sentence)
        return 1
    except OSError as error:
        say(f"读写“{error.filename or '文件'}”没有成功（{why(error)}），请检查后再试。")
        return 1
    except KeyboardInterrupt:
        say("已取消。")
        return 1
    return 0
