"""Where the key slots of a book lie, and which of the copies counts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kongchuo_desktop.storage import files, keys, recovery_code
from kongchuo_desktop.storage.errors import KeysMissing, NoPasswordHere, WrongPassword, WrongRecoveryCode
from kongchuo_desktop.storage.key_cost import cost_for_this_machine
from kongchuo_desktop.storage.keys import KeySlots, Slot
from kongchuo_desktop.storage.places import Places

MARK_SIZE = 16  # the salt that opens every SQLCipher file


@dataclass(frozen=True)
class Unlocked:
    """The data key, the slots as they should stand, and whether the file beside the book had to be mended."""

    data_key: bytes
    slots: KeySlots
    slot: Slot
    mended: bool = False


def beside(book: Path) -> Path:
    """The slot file of a book."""
    return book.with_name(book.name + ".keys")


def mark_of(book: Path) -> str:
    """The first 16 bytes of a book that nobody has open."""
    with book.open("rb") as stream:
        return stream.read(MARK_SIZE).hex()


def save(slots: KeySlots, book: Path, places: Places) -> None:
    """Write both copies, the machine's own first: it is the one that survives a book folder's accident."""
    content = slots.to_bytes()
    files.write_durably(places.key_copy(slots.school), content)
    files.write_durably(beside(book), content)


def candidates(book: Path, places: Places) -> tuple[KeySlots, ...]:
    """Every readable slot file that may belong to the book, the likeliest first."""
    own = _read(beside(book))
    mark = mark_of(book) if book.exists() else ""
    found = [own] if own else []
    for path in places.key_copies():
        copy = _read(path)
        if copy and copy not in found and (copy.mark == mark or (own and own.school == copy.school) or not own):
            found.append(copy)
    return tuple(sorted(found, key=lambda slots: (slots.mark == mark, slots.sequence), reverse=True))


def unlock(
    book: Path,
    places: Places,
    *,
    password: str | None,
    recovery_code: str | None,
    more: Iterable[KeySlots] = (),
    school: str | None = None,
) -> Unlocked:
    """The data key by password or by recovery code; the sentence of the failure otherwise.

    `more` are slot files from elsewhere (a backup's); `school` leaves out those of other schools.
    """
    found = tuple(dict.fromkeys((*candidates(book, places), *more)))
    if school is not None:
        found = tuple(slots for slots in found if slots.school == school)
    if not found:
        raise KeysMissing(book)
    if recovery_code is not None:
        return _chosen(found, _by_code(recovery_code), WrongRecoveryCode(), book)
    secret = places.device_secret()
    if secret is None or not any(keys.has_password_for(slots, secret) for slots in found):
        raise NoPasswordHere
    return _chosen(found, lambda slots: keys.opened_by_password(slots, password or "", secret), WrongPassword(), book)


def school_beside(book: Path) -> str | None:
    """The school whose slot file lies beside the book; None when there is no readable one."""
    own = _read(beside(book))
    return own.school if own else None


def marked(unlocked: Unlocked, mark: str) -> KeySlots:
    """The slots for a book that begins otherwise."""
    slots = unlocked.slots
    if slots.mark == mark:
        return slots
    return replace(slots, mark=mark, sequence=slots.sequence + 1).signed(unlocked.data_key)


def with_password(unlocked: Unlocked, password: str, places: Places) -> Unlocked:
    """A password for this machine in the place of the former one; save() makes it last."""
    secret = places.ensure_device_secret()
    cost = places.cost or cost_for_this_machine()
    slot = keys.password_slot(unlocked.data_key, unlocked.slots.school, password, secret, cost)
    return replace(unlocked, slots=keys.with_slot(unlocked.slots, unlocked.data_key, slot), slot=slot)


def with_new_code(unlocked: Unlocked) -> tuple[Unlocked, str]:
    """A new recovery code; the former one opens nothing but older backups from now on."""
    code = recovery_code.new_code()
    slot = keys.recovery_slot(unlocked.data_key, unlocked.slots.school, code)
    return replace(unlocked, slots=keys.with_slot(unlocked.slots, unlocked.data_key, slot)), code


def fresh(school: str, data_key: bytes, password: str, places: Places) -> tuple[Unlocked, str]:
    """The slots of a new book: a password for this machine and a recovery code."""
    code = recovery_code.new_code()
    paper = keys.recovery_slot(data_key, school, code)
    slots = KeySlots(school, 1, "", (paper,)).signed(data_key)
    return with_password(Unlocked(data_key, slots, paper), password, places), code


def _by_code(text: str) -> Callable[[KeySlots], tuple[bytes, Slot] | None]:
    code = recovery_code.normal_code(text)
    return lambda slots: keys.opened_by_code(slots, code)


def _chosen(
    found: tuple[KeySlots, ...],
    opened: Callable[[KeySlots], tuple[bytes, Slot] | None],
    refusal: WrongPassword | WrongRecoveryCode,
    book: Path,
) -> Unlocked:
    """A slot opens only while it stands in the newest file that is proven whole by its MAC."""
    for slots in found:
        answer = opened(slots)
        if not answer:
            continue
        data_key, slot = answer
        standing = _standing(slots, found, data_key)
        if slot in standing.slots:
            return Unlocked(data_key, standing, slot, mended=_read(beside(book)) != standing)
    raise refusal


def _standing(opened: KeySlots, found: tuple[KeySlots, ...], data_key: bytes) -> KeySlots:
    whole = [slots for slots in found if slots.school == opened.school and slots.is_signed(data_key)]
    return max([*whole, opened.signed(data_key)], key=lambda slots: slots.sequence)


def _read(path: Path) -> KeySlots | None:
    try:
        return keys.parse(path.read_bytes())
    except (OSError, keys.SlotsUnreadable):
        return None
