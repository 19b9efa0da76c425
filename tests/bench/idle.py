"""What an idle welcome page costs with every instrument open: processor time and wake-ups of the kiosk's threads."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
from world import World, wait_for  # noqa: E402

IDLE_S = float(os.environ.get("MC_IDLE_S", "30"))


def cost(pid):
    """(CPU seconds, voluntary switches) of all threads; the scheduler counts nanoseconds, /proc/PID/stat ticks of 10 ms."""
    seconds, switches = 0, 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        seconds += int((thread / "schedstat").read_text().split()[0]) / 1e9
        status = (thread / "status").read_text().splitlines()
        switches += int(next(line for line in status if line.startswith("voluntary")).split()[1])
    return seconds, switches


def idle(world):
    world.start_kiosk()
    pid = world.kiosk_pid()
    devices = len(world.devices.split(","))
    wait_for("every instrument to be ready", lambda: world.log("medcheck-devsim").count(": ready") >= devices)
    time.sleep(5)  # a benchmark, not a test: what starting up costs is not idling
    before, switches = cost(pid)
    time.sleep(IDLE_S)
    after, switched = cost(pid)
    print(f"metric idle_cpu {(after - before) / IDLE_S * 100:.4f} %")
    print(f"metric idle_wakeups {(switched - switches) / IDLE_S:.2f} per_s")


if __name__ == "__main__":
    with World(clock_rate=1) as here:
        here.provision()
        here.start_gateway()
        here.start_recorder()
        here.start_courier()
        idle(here)
