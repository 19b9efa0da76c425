"""What an idle welcome page costs with every instrument open: processor time and wake-ups of the kiosk's threads and its children's.

As a program: once with the instruments that are made for it, and once with what is sold in their places, a sound card and a scale on a
serial line; the camera's test pattern with both. The simulated bus can open a sound card and not play it: idle, nothing is played.
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
from world import World, wait_for  # noqa: E402

IDLE_S = float(os.environ.get("MC_IDLE_S", "30"))
CPU_MAX_PERCENT, WAKE_UPS_MAX_PER_S = 0.05, 2.0
above = []

SHELVES = {
    "": "vision,audiometer,reader,stature,pad,printer,sound-meter,luminance-meter",
    "_off_the_shelf": "vision,sound-card,reader,scale,pad,printer,sound-meter,luminance-meter",
}
MEASURED = {"certificate": "EX-1", "on": 20260105, "expires": 20991231}
OFF_THE_SHELF = [
    {"kind": "stature", "serial": "SC-000061", "minimum_firmware": "", "calibration": MEASURED},
    {"kind": "audiometer", "serial": "UA-000118", "minimum_firmware": "",
     "calibration": {**MEASURED, "sound_card": {
         "vendor_id": 0x1209, "product_id": 0x4D48, "laboratory": "Example Metrology Laboratory", "headphones": "HDA 200",
         "headphones_serial": "H-118", "volume_db_256": -6 * 256, "ceiling_deci_db_hl": 800,
         "full_scale_left_deci_db_spl": 1100, "full_scale_right_deci_db_spl": 1100,
         "corrections": [{"frequency_hz": 1000, "left_deci_db": 0, "right_deci_db": 0}]}}},
]


def enrol(world, others):
    """In the places of those of the same kind."""
    path = world.state / "recorder" / "recorder.json"
    settings = json.loads(path.read_text())
    kinds = [one["kind"] for one in others]
    settings["enrolments"] = [one for one in settings["enrolments"] if one["kind"] not in kinds] + others
    path.write_text(json.dumps(settings))


def family(pid):
    """The process and all below it: a camera has one of its own."""
    below = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    return [pid, *(one for child in below for one in family(child))]


def cost(pid):
    """Thread -> (name, CPU seconds, voluntary switches); the scheduler counts nanoseconds, /proc/PID/stat ticks of 10 ms."""
    threads = {}
    for thread in (task for one in family(pid) for task in Path(f"/proc/{one}/task").iterdir()):
        try:
            status = dict(line.split(":\t", 1) for line in (thread / "status").read_text().splitlines() if ":\t" in line)
            seconds = int((thread / "schedstat").read_text().split()[0]) / 1e9
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended just now
        threads[thread.name] = (status["Name"], seconds, int(status["voluntary_ctxt_switches"]))
    return threads


def ready(world):
    """The kinds of instruments that the kiosk has said are ready."""
    lines = [line for line in world.log("medcheck-devsim").splitlines() if ": ready" in line]
    return {line.split(": ready")[0].rsplit(" ", 1)[-1] for line in lines}


def hold(name, value, at_most, unit):
    print(f"metric {name} {value:.4f} {unit}")
    print(f"metric {name}_at_most {at_most:.4f} {unit}")
    if value > at_most:
        above.append(name)


def idle(world, name=""):
    world.start_kiosk()
    pid = world.kiosk_pid()
    devices = len(world.devices.split(",")) + world.pictures
    wait_for("every instrument to be ready", lambda: len(ready(world)) >= devices)
    time.sleep(5)  # a benchmark, not a test: what starting up costs is not idling
    before = cost(pid)
    time.sleep(IDLE_S)
    after = cost(pid)
    # a thread that ended meanwhile (GLib keeps spare ones for 15 s) takes what it cost with it, and did nothing but end
    spent = {key: (who, seconds - before.get(key, ("", 0, 0))[1], switches - before.get(key, ("", 0, 0))[2])
             for key, (who, seconds, switches) in after.items()}
    for who, seconds, switches in sorted(spent.values(), key=lambda one: -one[2]):
        if switches:
            print(f"thread {who}: {switches / IDLE_S:.2f} wake-ups a second, {seconds / IDLE_S * 100:.4f} %")
    print(f"open{name}: {', '.join(sorted(ready(world)))}; {len(family(pid))} processes, {len(after)} threads")
    hold(f"idle_cpu{name}", sum(one[1] for one in spent.values()) / IDLE_S * 100, CPU_MAX_PERCENT, "%")
    hold(f"idle_wakeups{name}", sum(one[2] for one in spent.values()) / IDLE_S, WAKE_UPS_MAX_PER_S, "per_s")


def main():
    for name, devices in SHELVES.items():
        with World(clock_rate=1, devices=devices, pictures=True) as here:
            here.provision()
            if name:
                enrol(here, OFF_THE_SHELF)
            here.start_gateway()
            here.start_recorder()
            here.start_courier()
            idle(here, name)
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
