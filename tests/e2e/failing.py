"""tests/support/failing from outside: what a program under it is told by the C library."""

import mmap
import struct

from world import BUILD

# McLedger; of the kinds of call the first is storage.
FAIL_AT, FAIL_COUNT, ERROR, FAILED, STEERING = 0, 16, 32, 72, 92
NOBODY, REFERENCE = 1, 2  # McSteering


class Ledger:
    """The page that it shares with a program that is started with its environment."""

    def __init__(self, folder):
        path = folder / "ledger"
        path.write_bytes(bytes(mmap.PAGESIZE))
        with open(path, "r+b") as file:
            self.page = mmap.mmap(file.fileno(), mmap.PAGESIZE)
        self.environment = {"LD_PRELOAD": str(BUILD / "tests" / "medcheck-failing.so"), "MEDCHECK_FAILING_LEDGER": str(path)}

    def set(self, place, number):
        struct.pack_into("=I", self.page, place, number)

    def get(self, place):
        return struct.unpack_from("=I", self.page, place)[0]
