"""Taking an import back: the inverse of each of its changes, all of them or none."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.storage import audit, bulk, values
from kongchuo_desktop.storage.acts import act_of
from kongchuo_desktop.storage.schema import Base, Record

Row = tuple[str, str]  # table and uid


@dataclass(frozen=True)
class Reference:
    """A row that points at another one without a foreign key (e.g. agreement.party_id)."""

    table: str
    row_id: int
    by_table: str
    by_id: int
    by_uid: str


References = Callable[[Session, Mapping[str, frozenset[int]]], Iterable[Reference]]


@dataclass(frozen=True)
class Blocker:
    """What was built on a row of the batch. `what`: changed | deleted | referred (by by_table, by_uid)."""

    table: str
    row_id: int
    row_uid: str
    what: str
    columns: tuple[str, ...] = ()
    by_table: str = ""
    by_uid: str = ""
    actor: str = ""
    act: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Blockers:
    """Nothing was taken back, because of these."""

    items: tuple[Blocker, ...]


@dataclass(frozen=True)
class TakenBack:
    """How many rows the batch's undoing removed, set back and brought back."""

    batch_id: int
    removed: int
    set_back: int
    brought_back: int


class BatchGone(UserError):
    """There is no such import, or it was taken back before."""

    def __init__(self, batch_id: int, *, before: bool) -> None:
        told = "已经撤回过了，不用再撤" if before else "在账本里找不到"
        super().__init__(f"第 {batch_id} 次导入{told}。请在导入记录里重新选择。")


@dataclass
class _Net:
    """What a batch did to one row on the whole."""

    table: str
    uid: str
    row_id: int
    inserted: bool = False
    deleted: bool = False
    old: dict[str, Any] = field(default_factory=dict)
    new: dict[str, Any] = field(default_factory=dict)

    def add(self, kind: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
        """One more audit row, in order."""
        self.inserted |= kind == audit.INSERT
        self.deleted |= kind == audit.DELETE
        for column, (old, new) in changes.items():
            self.old.setdefault(column, old)
            self.new[column] = new


def take_back(session: Session, batch_id: int, *, references: References | None = None) -> TakenBack | Blockers:
    """Undo a batch inside a write block, or say what was built on it since. Loaded objects are stale afterwards.

    `references` names rows that point at given ids (by table) in ways the schema does not know.
    Raises BatchGone.
    """
    session.flush()
    connection = session.connection()
    _require_open(connection, batch_id)
    nets = _nets(connection, batch_id)
    kept = {row: net for row, net in nets.items() if not net.inserted or _is_there(connection, net)}
    blockers = [*_changed(session, kept), *_referred(session, kept, references)]
    if blockers:
        return Blockers(tuple(blockers))
    taken = _undo(session, batch_id, kept)
    act = act_of(session)
    at = act.at.isoformat(timespec="seconds")
    connection.exec_driver_sql("UPDATE import_batch SET taken_back_at = ? WHERE id = ?", (at, batch_id))
    act.changed.add("import_batch")
    session.expire_all()
    return taken


def _require_open(connection: Connection, batch_id: int) -> None:
    row = connection.exec_driver_sql("SELECT taken_back_at FROM import_batch WHERE id = ?", (batch_id,)).first()
    if row is None or row[0]:
        raise BatchGone(batch_id, before=row is not None)


def _nets(connection: Connection, batch_id: int) -> dict[Row, _Net]:
    sql = "SELECT table_name, row_uid, row_id, kind, changes FROM audit_entry WHERE batch_id = ? ORDER BY seq"
    nets: dict[Row, _Net] = {}
    for table, uid, row_id, kind, changes in connection.exec_driver_sql(sql, (batch_id,)):
        if kind in (audit.INSERT, audit.UPDATE, audit.DELETE):
            nets.setdefault((table, uid), _Net(table, uid, row_id)).add(kind, json.loads(changes))
    return nets


def _is_there(connection: Connection, net: _Net) -> bool:
    """A new row that was deleted since needs no undoing, and its number may be another row's by now."""
    sql = f'SELECT 1 FROM "{net.table}" WHERE id = ? AND uid = ?'  # noqa: S608  (a table of the log)
    return connection.exec_driver_sql(sql, (net.row_id, net.uid)).first() is not None


def _changed(session: Session, nets: Mapping[Row, _Net]) -> Iterator[Blocker]:
    """Rows that no longer are as the batch left them."""
    for table, group in _by_table(nets.values()).items():
        model = _model(table)
        stored = {row["uid"]: row for row in bulk.fetch(session.connection(), model, [net.row_id for net in group])}
        taken = {row["id"] for row in stored.values()}
        for net in group:
            lost = _lost(model, net)
            if net.deleted:
                if lost or net.row_id in taken:
                    yield _blocker(session, net, "deleted", lost)
            elif net.uid not in stored:
                if not net.inserted:
                    yield _blocker(session, net, "deleted", ())
            else:
                columns = (*_differing(model, net, stored[net.uid]), *lost)
                if columns:
                    yield _blocker(session, net, "changed", columns)


def _differing(model: type[Record], net: _Net, row: Mapping[str, Any]) -> tuple[str, ...]:
    columns = values.columns_of(model).attributes
    wanted = {column.name for column in columns.values()} - {"id"} if net.inserted else set(net.new)
    present = {column.name: values.plain(row[key]) for key, column in columns.items()}
    return tuple(sorted(name for name in wanted if _worth(present[name]) != _worth(net.new.get(name))))


def _worth(value: Any) -> Any:
    """Empty text and nothing are the same to the log of a new row."""
    return value if values.says_something(value) else None


def _lost(model: type[Record], net: _Net) -> tuple[str, ...]:
    """Pictures of which the log has only the hash: what was overwritten can't be brought back."""
    if net.inserted:
        return ()
    marked = (name for name, old in net.old.items() if str(old).startswith(values.BINARY_MARK))
    columns = values.columns_of(model).table.columns
    return tuple(name for name in marked if columns[name].type.python_type is bytes)


def _referred(session: Session, nets: Mapping[Row, _Net], references: References | None) -> Iterator[Blocker]:
    """Rows from outside the batch that point at rows which would go."""
    going = {
        table: frozenset(net.row_id for net in group if net.inserted)
        for table, group in _by_table(nets.values()).items()
    }
    by_place = {(net.table, net.row_id): net for net in nets.values()}
    found = [*_foreign(session.connection(), nets, going), *(references(session, going) if references else ())]
    for reference in found:
        if reference.by_id in going.get(reference.by_table, ()):
            continue
        net = by_place[reference.table, reference.row_id]
        line = _last_line(session, reference.by_table, reference.by_uid)
        yield Blocker(
            net.table, net.row_id, net.uid, "referred", (), reference.by_table, reference.by_uid,
            line.actor if line else "", line.act if line else "", line.at if line else None,
        )  # fmt: skip


def _foreign(
    connection: Connection, nets: Mapping[Row, _Net], going: Mapping[str, frozenset[int]]
) -> Iterator[Reference]:
    for table in Base.metadata.tables.values():
        if "uid" not in table.columns:
            continue
        for key in table.foreign_keys:
            target, column = key.column.table.name, key.parent.name
            if not going.get(target):
                continue
            sql = f'SELECT id, uid, "{column}" FROM "{table.name}" WHERE "{column}" IN (SELECT value FROM json_each(?))'  # noqa: S608
            for by_id, by_uid, row_id in connection.exec_driver_sql(sql, (json.dumps(list(going[target])),)):
                net = nets.get((table.name, by_uid))
                if not (net and column in net.old and not net.inserted):  # will be set back itself
                    yield Reference(target, row_id, table.name, by_id, by_uid)


def _undo(session: Session, batch_id: int, nets: Mapping[Row, _Net]) -> TakenBack:
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    removed = set_back = brought_back = 0
    groups = _by_table(nets.values())
    for table, group in groups.items():
        removed += bulk.bulk_delete(session, _model(table), [net.row_id for net in group if net.inserted])
    for table, group in groups.items():
        model = _model(table)
        changes = [_former(model, net) for net in group if not net.inserted and not net.deleted]
        set_back += bulk.bulk_update(session, model, changes)
        brought_back += bulk.insert_again(session, model, [_former(model, net) for net in group if net.deleted])
    return TakenBack(batch_id, removed, set_back, brought_back)


def _former(model: type[Record], net: _Net) -> dict[str, Any]:
    columns = values.columns_of(model).attributes
    former = {key: _revived(column, net.old[column.name]) for key, column in columns.items() if column.name in net.old}
    return {**former, "id": net.row_id}


def _revived(column: Column[Any], value: Any) -> Any:
    kind = column.type.python_type
    if isinstance(value, str) and kind in (date, datetime):
        return kind.fromisoformat(value)
    return value


def _blocker(session: Session, net: _Net, what: str, columns: tuple[str, ...]) -> Blocker:
    line = _last_line(session, net.table, net.uid)
    told = (line.actor, line.act, line.at) if line else ("", "", None)
    return Blocker(net.table, net.row_id, net.uid, what, columns, "", "", *told)


def _last_line(session: Session, table: str, uid: str) -> audit.Line | None:
    lines = [line for line in audit.history(session, table=table, row_uid=uid) if line.kind != "read"]
    return lines[-1] if lines else None


def _by_table(nets: Iterable[_Net]) -> dict[str, list[_Net]]:
    groups: dict[str, list[_Net]] = defaultdict(list)
    for net in nets:
        groups[net.table].append(net)
    return groups


def _model(table: str) -> type[Record]:
    for mapper in Base.registry.mappers:
        if mapper.local_table is Base.metadata.tables[table] and issubclass(mapper.class_, Record):
            return mapper.class_
    raise KeyError(table)
