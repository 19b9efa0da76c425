"""See tests/bench/glass."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from Xlib import X, display

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
from idle import idle  # noqa: E402
from world import BUILD, World, wait_for  # noqa: E402

ROUNDS = int(os.environ.get("MC_ROUNDS", "15"))


class Probe:
    """Sees when one pixel of the screen is no longer the root window's."""

    def __init__(self):
        self.display = display.Display()
        self.root = self.display.screen().root

    def pixel(self):
        image = self.root.get_image(540, 300, 1, 1, X.ZPixmap, 0xFFFFFFFF)
        return image.data

    def first_frame_ms(self, command, environment, patience_s=30, at_frame=lambda process: None):
        background = self.pixel()
        begin = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.pixel() == background:
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended with {process.returncode} before its first frame")
            if time.monotonic() - begin > patience_s:
                raise SystemExit(f"{command[0]} drew nothing in {patience_s} s")
            time.sleep(0.0005)
        took_ms = (time.monotonic() - begin) * 1000
        at_frame(process)
        process.terminate()
        process.wait()
        wait_for("the empty screen", lambda: self.pixel() == background)
        return took_ms


def instructions(probe, command, environment, folder):
    """Until the first frame, all threads: what no other program on this machine can alter. callgrind counts them."""
    counts = folder / "callgrind"

    def dump(process):
        subprocess.run(["callgrind_control", "-d", str(process.pid)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)

    probe.first_frame_ms(["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", *command], environment, 600, dump)
    dumped = next(line for line in Path(f"{counts}.1").read_text().splitlines() if line.startswith("totals:"))
    return int(dumped.split()[1])


def first_frames(state):
    probe = Probe()
    environment = {**os.environ, "GTK_A11Y": "none"}
    ours, floor = [], []
    kiosk = [str(BUILD / "bin" / "medcheck-kiosk"), "--state", str(state), "--no-voice"]
    hello = [str(BUILD / "bin" / "bench-hello")]
    for _ in range(ROUNDS + 1):  # the first pair warms the caches
        floor.append(probe.first_frame_ms(hello, environment))
        ours.append(probe.first_frame_ms(kiosk, environment))
    ours, floor = statistics.median(ours[1:]), statistics.median(floor[1:])
    print(f"metric first_frame_kiosk {ours:.1f} ms")
    print(f"metric first_frame_hello {floor:.1f} ms")
    print(f"metric first_frame_ratio {ours / floor:.3f} x")
    if shutil.which("valgrind") is not None:
        ours, floor = (instructions(probe, command, environment, state) for command in (kiosk, hello))
        print(f"metric first_frame_instructions_kiosk {ours / 1e6:.0f} M")
        print(f"metric first_frame_instructions_hello {floor / 1e6:.0f} M")
        print(f"metric first_frame_instructions_ratio {ours / floor:.3f} x")


with World(clock_rate=1) as world:
    world.provision()
    world.start_gateway()
    world.start_recorder()
    world.start_courier()
    first_frames(world.state)
    idle(world)
