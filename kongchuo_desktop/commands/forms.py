"""form …: the offices' own xlsx, kept with a map and filled from the book."""

import sys
from pathlib import Path

from kongchuo_desktop.cli_ground import Namespace, answer, chosen, now, opened, say
from kongchuo_desktop.commands.grammar import Grammar


def form_list(args: Namespace) -> None:
    """form list BOOK [--json]: number or key<TAB>title<TAB>what it takes."""
    from kongchuo_desktop.desk import form_filling

    with opened(args) as database, database.read() as session:
        lines = form_filling.forms(session)
    if args.json or args.out:
        told = [
            {"key": line.key, "title": line.title, "office": line.office, "own": line.own is not None,
             "lists": list(line.lists), "about": line.about}
            for line in lines
        ]  # fmt: skip
        answer(told, args.out)
    else:
        for line in lines:
            sys.stdout.write(f"{line.key}\t{line.title}\t{'、'.join(line.lists)}\n")


def form_fill(args: Namespace) -> None:
    """form fill BOOK MAP --out X.xlsx: MAP a map file, or the key or title of a form.

    With --choose each=village|class a file each into the folder --out.
    """
    from kongchuo_desktop.desk import form_filling

    with opened(args) as database:
        with database.read() as session:
            found = form_filling.form_named(session, args.map, form=args.form)
        choices = chosen(args.choose)
        each = choices.pop("each", "")
        if each:
            files = form_filling.fill_each(database, found, folder=args.out, by=each, choices=choices, now=now())
        else:
            files = (form_filling.fill(database, found, out=args.out, choices=choices, now=now()),)
    for made in files:
        for sentence in made.remarks:
            say(sentence)
        say(f"已填好“{made.title}”，名单 {made.rows} 行：{made.path}")


def form_take(args: Namespace) -> None:
    """form take BOOK MAP: keep a map file and its form in the book."""
    from kongchuo_desktop.desk import form_filling
    from kongchuo_desktop.desk.form_map_files import read_map

    with opened(args) as database:
        found = read_map(args.map, form=args.form)
        with database.write(f"存上报表样{found.rules.title}"[:80]) as session:
            number = form_filling.keep(session, found, now=now(), title=args.title or "")
        for words in found.form.losses:
            say(f"提醒：填好的表里不会有原表的{words}。")
        say(f"已存入账本，编号 {number}：{args.title or found.rules.title}")


def form_give(args: Namespace) -> None:
    """form give BOOK FORM --out X.json: a form and its map as one file to pass on."""
    from kongchuo_desktop.desk import form_filling
    from kongchuo_desktop.desk.form_map_files import write_map

    with opened(args) as database, database.read() as session:
        write_map(form_filling.form_named(session, args.map), args.out)
    say(f"已写好，可以拷给别的学校：{args.out}")


def form_values(args: Namespace) -> None:
    """form values [--json]: every name and list that a map may use."""
    from kongchuo_desktop.desk import form_lists, form_values

    values = [{"name": kind.name, "group": kind.group} for kind in form_values.catalogue()]
    lists = [
        {"key": kind.key, "title": kind.title,
         "fields": [{"key": field.key, "title": field.title} for field in kind.fields]}
        for kind in form_lists.LISTS
    ]  # fmt: skip
    answer({"values": values, "lists": lists}, args.out)


def add(grammar: Grammar) -> None:
    """The verbs of this file."""
    grammar.verb("form", "list", form_list, out=True)
    fill = grammar.verb("form", "fill", form_fill)
    fill.add_argument("map", metavar="MAP")
    fill.add_argument("--form", type=Path, metavar="XLSX")
    fill.add_argument("--out", type=Path, required=True)
    fill.add_argument("--choose", nargs="*", action="extend", default=[], metavar="K=V")
    take = grammar.verb("form", "take", form_take)
    take.add_argument("map", type=Path, metavar="MAP")
    take.add_argument("--form", type=Path, metavar="XLSX")
    take.add_argument("--title")
    give = grammar.verb("form", "give", form_give)
    give.add_argument("map", metavar="FORM")
    give.add_argument("--out", type=Path, required=True)
    grammar.verb("form", "values", form_values, book=False, out=True)
