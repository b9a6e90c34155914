"""A row of the township's list as it was read, before anything is compared or written."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FamilyRow:
    """A member of a listed family. "" where the file does not say; `name_lost`: a character of the name is lost."""

    sheet: str
    row: int
    head_name: str
    member_name: str
    category: str
    head_id: str = ""
    member_id: str = ""
    relation: str = ""
    monitor: str = ""
    since: str = ""
    village: str = ""
    phone: str = ""
    name_lost: bool = False
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    raw: tuple[str, ...] = field(default=(), repr=False)
