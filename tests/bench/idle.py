"""What an idle welcome page costs with every instrument open: processor time and wake-ups of the kiosk's threads."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
from world import World, wait_for  # noqa: E402

IDLE_S = float(os.environ.get("MC_IDLE_S", "30"))


def cost(pid):
    """Thread -> (name, CPU seconds, voluntary switches); the scheduler counts nanoseconds, /proc/PID/stat ticks of 10 ms."""
    threads = {}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        try:
            status = dict(line.split(":\t", 1) for line in (thread / "status").read_text().splitlines() if ":\t" in line)
            seconds = int((thread / "schedstat").read_text().split()[0]) / 1e9
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended just now
        threads[thread.name] = (status["Name"], seconds, int(status["voluntary_ctxt_switches"]))
    return threads


def idle(world):
    world.start_kiosk()
    pid = world.kiosk_pid()
    devices = len(world.devices.split(","))
    wait_for("every instrument to be ready", lambda: world.log("medcheck-devsim").count(": ready") >= devices)
    time.sleep(5)  # a benchmark, not a test: what starting up costs is not idling
    before = cost(pid)
    time.sleep(IDLE_S)
    after = cost(pid)
    # a thread that ended meanwhile (GLib keeps spare ones for 15 s) takes what it cost with it, and did nothing but end
    spent = {key: (name, seconds - before.get(key, ("", 0, 0))[1], switches - before.get(key, ("", 0, 0))[2])
             for key, (name, seconds, switches) in after.items()}
    for name, seconds, switches in sorted(spent.values(), key=lambda one: -one[2]):
        if switches:
            print(f"thread {name}: {switches / IDLE_S:.2f} wake-ups a second, {seconds / IDLE_S * 100:.4f} %")
    print(f"metric idle_cpu {sum(one[1] for one in spent.values()) / IDLE_S * 100:.4f} %")
    print(f"metric idle_wakeups {sum(one[2] for one in spent.values()) / IDLE_S:.2f} per_s")


if __name__ == "__main__":
    with World(clock_rate=1, devices="vision,audiometer,reader,stature,pad,printer") as here:
        here.provision()
        here.start_gateway()
        here.start_recorder()
        here.start_courier()
        idle(here)
