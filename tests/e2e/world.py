"""The whole product on the loopback: provisioning, gateway, recorder, courier, simulated instruments, kiosk.

Everything here starts real binaries and talks to them from outside: the glass through the accessibility tree, the
instruments through the simulator's control socket, the network through TLS. Nothing sleeps for a fixed time: every wait has
a condition. Every process started is ended, by its id.
"""

import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(os.environ.get("MC_SOURCE", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("MC_BUILD", SOURCE / "build" / "debug"))
CLOCK_RATE = int(os.environ.get("MC_CLOCK_RATE", "20"))  # a slow machine wants a slower play
SUITE = os.environ.get("MC_SUITE", "p256-sha256")
LISTENED_FROM = 20000
GIVEN_FROM = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
PORTS = (LISTENED_FROM + (os.getpid() * 31 + n) % (GIVEN_FROM - LISTENED_FROM) for n in itertools.count())
PATIENCE_S = float(os.environ.get("MC_PATIENCE_S", "45"))


class Failed(Exception):
    """What was expected did not come; the text says what."""


def wait_for(what, condition, patience_s=PATIENCE_S, alive=()):
    """Polls until condition() is true and returns its value; fails with `what`, or when a process of `alive` has ended."""
    end = time.monotonic() + patience_s
    while True:
        begun = time.monotonic()
        value = condition()
        if value:
            return value
        for process in alive:
            if process.poll() is not None:
                raise Failed(f"{what}: {process.args[0]} ended with {process.returncode}")
        if time.monotonic() > end:
            raise Failed(f"waited {patience_s:.0f} s in vain for {what}")
        # A look at the glass costs the kiosk as much as the one who looks: it has the same time for itself.
        time.sleep(min(max(0.02, time.monotonic() - begun), 0.2))


def free_port():
    """Another one at each call, below those that the kernel gives to whoever connects: one of those may be taken again before
    it is listened at."""
    while True:
        with socket.socket() as probe:
            port = next(PORTS)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class World:
    """One kiosk and one gateway below a folder of their own."""

    def __init__(self, person="sharp", seed=1, clock_rate=CLOCK_RATE, devices="vision,audiometer,reader", build=BUILD,
                 screen=False, movements=False, pictures=False, pad_latency_us=None, suite=SUITE):
        self.folder = Path(tempfile.mkdtemp(prefix="medcheck."))
        self.state = self.folder / "state"
        self.build = Path(build)
        self.person, self.seed, self.clock_rate, self.devices = person, seed, clock_rate, devices
        self.suite = suite  # of seals, receipts and personal parts
        self.screen = screen  # True: measured, colour vision is examined on it; "assumed": so it is on one taken for sRGB
        self.movements = movements
        self.pictures = pictures  # of them, with the camera's test pattern
        self.pad_latency_us = pad_latency_us  # of the response pad with display and key, as a laboratory found it
        self.port = free_port()
        self.processes = {}
        self.logs = {}
        self.one_time_code = None
        self.extra_environment = {}

    # ---- start and stop ----

    def binary(self, name):
        return str(self.build / "bin" / name)

    def provision(self):
        subprocess.run([str(SOURCE / "packaging" / "demo-provision"), "--suite", self.suite,
                        *(["--screen"] if self.screen is True else []), str(self.state), str(self.port)], check=True,
                       stdout=subprocess.DEVNULL)
        self._configure()
        done = subprocess.run([self.binary("medcheck-recorder"), "--state", str(self.state), "--provision"], check=True,
                              capture_output=True, text=True)
        self.one_time_code = done.stdout.split()[-1]

    def _configure(self):
        """A kiosk that was never to have a height unit is not enrolled with one: it would be missed."""
        path = self.state / "recorder" / "recorder.json"
        settings = json.loads(path.read_text())
        settings["enrolments"] = [one for one in settings["enrolments"]
                                  if one["kind"] != "stature" or "stature" in self.devices.split(",")]
        settings["movements"] = self.movements
        if self.screen == "assumed":
            settings["unmeasured_screen"] = True
        if self.pictures:
            settings["picture_kept_days"] = 180
        for one in settings["enrolments"]:
            if one["kind"] == "response-pad" and self.pad_latency_us is not None:
                one["calibration"] = {"certificate": "RP-26-0042", "on": 20260105, "expires": 20991231,
                                      "latency_us": self.pad_latency_us}
        path.write_text(json.dumps(settings))

    def start(self, name, *arguments, environment=None, wrapper=()):
        log = open(self.folder / f"{name}.log", "ab")
        self.logs[name] = self.folder / f"{name}.log"
        env = {**os.environ, **self.extra_environment, **(environment or {})}
        command = [*wrapper, self.binary(name), *arguments]
        self.processes[name] = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=env,
                                                stdin=subprocess.DEVNULL)
        return self.processes[name]

    def start_gateway(self, **keywords):
        before = self.log("medcheck-gateway").count("listening on")
        process = self.start("medcheck-gateway", "--state", str(self.state), **keywords)
        wait_for("the gateway to listen", lambda: self.log("medcheck-gateway").count("listening on") > before,
                 alive=[process])

    def start_recorder(self, **keywords):
        sock = self.state / "recorder" / "recorder.sock"
        process = self.start("medcheck-recorder", "--state", str(self.state), "--clock-rate", str(self.clock_rate),
                             **keywords)

        def answers():
            with socket.socket(socket.AF_UNIX) as probe:
                try:
                    probe.connect(str(sock))
                    return True
                except OSError:
                    return False

        wait_for("the recorder's socket", answers, alive=[process])

    def start_courier(self, **keywords):
        self.start("medcheck-courier", "--state", str(self.state), "--clock-rate", str(self.clock_rate), **keywords)

    def start_kiosk(self, *arguments, **keywords):
        """The kiosk as a child of the simulator: only then does it see the simulated bus."""
        if "--language" not in arguments:
            arguments = (*arguments, "--language", "en")
        if self.pictures:
            arguments = (*arguments, "--camera", "test")
        # an instrument was once missing from libusb's list at a start: should it be so again, its own words are in the log
        keywords["environment"] = {"LIBUSB_DEBUG": "3", **keywords.get("environment", {})}
        self.control_path = self.folder / "control"
        process = self.start(
            "medcheck-devsim", "--devices", self.devices, "--person", self.person, "--seed", str(self.seed),
            "--clock-rate", str(self.clock_rate), "--control", str(self.control_path), "--",
            self.binary("medcheck-kiosk"), "--state", str(self.state), "--clock-rate", str(self.clock_rate),
            "--demonstration", "--no-voice", *arguments, **keywords)
        wait_for("the simulator's control socket", self.control_path.exists, alive=[process])

    def start_all(self, *arguments):
        self.provision()
        self.start_gateway()
        self.start_recorder()
        self.start_courier()
        self.start_kiosk(*arguments)

    def kill(self, name, how=signal.SIGKILL):
        process = self.processes.pop(name)
        process.send_signal(how)
        return process.wait(timeout=PATIENCE_S)

    def kiosk_pid(self):
        """The kiosk itself, below the simulator."""
        parent = self.processes["medcheck-devsim"].pid

        def find():
            for entry in Path("/proc").iterdir():
                if not entry.name.isdigit():
                    continue
                try:
                    stat = (entry / "stat").read_text()
                    exe = os.readlink(entry / "exe")
                except OSError:
                    continue
                if exe.endswith("/medcheck-kiosk") and self._descends(int(entry.name), parent, stat):
                    return int(entry.name)
            return None

        return wait_for("the kiosk's process", find, alive=[self.processes["medcheck-devsim"]])

    @staticmethod
    def _descends(pid, ancestor, stat):
        while pid > 1:
            parent = int(stat.rsplit(")", 1)[1].split()[1])
            if parent == ancestor:
                return True
            pid = parent
            try:
                stat = Path(f"/proc/{pid}/stat").read_text()
            except OSError:
                return False
        return False

    def stop(self):
        for process in reversed(list(self.processes.values())):
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        if "MC_RECORDS" in os.environ:  # for tests/reader/records.py
            subprocess.run(["/usr/bin/python3", "-B", str(SOURCE / "tests" / "reader" / "collect.py"), str(self.folder),
                            os.environ["MC_RECORDS"]], check=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.stop()
        if kind is None:
            # tests/fault/canary looks into what they leave
            if "MC_KEEP_FOLDERS" not in os.environ:
                shutil.rmtree(self.folder)
            return
        for name in self.logs:
            print(f"---- {name}: last lines", *self.log(name).splitlines()[-15:], sep="\n", file=sys.stderr)
        print(f"left for a look: {self.folder}", file=sys.stderr)

    # ---- looking ----

    def log(self, name):
        path = self.logs.get(name)
        return path.read_text(errors="replace") if path and path.exists() else ""

    def control(self, line):
        """One line to the simulator; the answer without its `ok`."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE_S)
            connection.connect(str(self.control_path))
            connection.sendall(line.encode() + b"\n")
            answer = connection.makefile().readline().strip()
        if not answer.startswith("ok"):
            raise Failed(f"simulator: {line!r}: {answer}")
        return answer[2:].strip()

    def accepted(self):
        """What the gateway has accepted, as its own command lists it."""
        done = subprocess.run([self.binary("medcheck-gateway"), "--state", str(self.state), "--list"],
                              capture_output=True, text=True, check=True)
        return [line for line in done.stdout.splitlines() if line.strip()]

    def records(self, kind="visit"):
        return [line for line in self.accepted() if f" {kind} " in f" {line} "]

    def settings(self, name):
        return json.loads((self.state / name).read_text())
