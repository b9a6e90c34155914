"""What one guess of a password costs (argon2id)."""

import os
import time
import unicodedata
from dataclasses import asdict, dataclass

MEBI = 1024  # in KiB
FLOOR_MEMORY = 64 * MEBI
CEILING_MEMORY = 1024 * MEBI
FLOOR_PASSES = 3
AIM = 0.8  # seconds for one honest try on the machine that sets the password


@dataclass(frozen=True)
class KeyCost:
    """argon2id parameters: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int

    def as_json(self) -> dict[str, int]:
        """Plain values for the slot file."""
        return asdict(self)

    def stretch(self, password: str, salt: bytes) -> bytes:
        """32 bytes from a password. Full-width and composed forms of a letter count as the same letter."""
        from argon2.low_level import Type, hash_secret_raw  # late: the unlock window is there before it

        return hash_secret_raw(
            secret=unicodedata.normalize("NFKC", password).encode(),
            salt=salt,
            time_cost=self.passes,
            memory_cost=self.memory,
            parallelism=self.lanes,
            hash_len=32,
            type=Type.ID,
        )


def cost_for_this_machine() -> KeyCost:
    """About 0.8 s here, at least 64 MiB and 3 passes, at most a quarter of the memory."""
    lanes = min(4, os.cpu_count() or 1)
    floor = KeyCost(FLOOR_MEMORY, FLOOR_PASSES, lanes)
    started = time.perf_counter()
    floor.stretch("calibration", b"\0" * 16)
    spent = time.perf_counter() - started
    wanted = int(FLOOR_MEMORY * AIM / max(spent, 0.001))
    return KeyCost(max(FLOOR_MEMORY, min(wanted, CEILING_MEMORY, _memory() // 4)), FLOOR_PASSES, lanes)


def _memory() -> int:
    """Physical memory in KiB; a careful guess of 2 GiB where it can't be asked."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024
    except (AttributeError, ValueError, OSError):
        return 2 * 1024 * MEBI
