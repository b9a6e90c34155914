"""pairs propose: who could help the children without a helper."""

import sys

from kongchuo_desktop.cli_ground import Namespace, answer, now, opened, say
from kongchuo_desktop.commands.grammar import Grammar


def pairs_propose(args: Namespace) -> None:
    """pairs propose BOOK [--kind 教师帮扶|同伴互助] [--class NAME] [--everybody] [--most N] [--sex …] [--json]."""
    from kongchuo_desktop.desk import pairs
    from kongchuo_desktop.school.pairing.proposing import Wanted

    wanted = Wanted(kind=args.kind, everybody=args.everybody, most=args.most, sex=args.sex)
    with opened(args) as database:
        found = pairs.proposal_json(database, wanted=wanted, class_name=args.room, today=now().date())
    if args.json or args.out:
        answer(found, args.out)
    else:
        for pair in found["pairs"]:
            sys.stdout.write(f"{pair['class']}\t{pair['name']}\t{pair['helper']}\t{'；'.join(pair['reasons'])}\n")
    say(f"建议 {len(found['pairs'])} 对，没有写入账本。")
    for one in found["left"]:
        say(f"  {one['name']}：{one['why']}")


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    propose = grammar.verb("pairs", "propose", pairs_propose, out=True)
    propose.add_argument("--kind", choices=("教师帮扶", "同伴互助"), default="教师帮扶")
    propose.add_argument("--class", dest="room", default="", metavar="NAME")
    propose.add_argument("--everybody", action="store_true")
    propose.add_argument("--most", type=int, default=8, metavar="N")
    propose.add_argument("--sex", choices=("asked", "always"), default="")
