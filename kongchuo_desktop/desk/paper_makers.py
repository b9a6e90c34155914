"""Who makes which paper: one file in desk/ and one line here for each paper that is neither agreement nor letter.

A maker imports what draws (reportlab) inside the function.
"""

from collections.abc import Callable

from kongchuo_desktop.desk.made import Made

Maker = Callable[..., Made]  # called as (database, answers, out=, now=)

MAKERS: dict[str, Maker] = {}
