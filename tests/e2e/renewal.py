"""B2, C17: a renewal that is killed at every step, once and twice, at the kiosk, in the recorder and at the gateway.

After each, whatever was killed: the keys in force fit their certificates, the next run goes on, and in the end there is
exactly one certificate of each kind, which the gateway takes; no key is ever certified twice. Real programs, real TLS.
"""

import json
import os
import signal
import subprocess
import sys

from enrol import Enrolling, expect, perform
from world import PATIENCE_S, Failed, wait_for

# what `medcheck renew` passes, in its order
STEPS = ("seal-key", "seal-request", "seal-answer", "seal-chain", "seal-certificate", "tls-key", "tls-answer", "tls-certificate",
         "tls-tried", "tls-confirmed", "tls-moved")
# how often a process passes it: the last time counts, too
TIMES = {"tls-moved": 2}
# a gateway passes it twice a renewal; the seventh time (tests/fault/nothing-lost) is that of the fourth one
GATEWAY = tuple(f"{place}:{time}" for place in ("before-renewal", "after-renewal")
                for time in ((1, 2, 7) if os.environ.get("MC_WHOLE") == "all" else (1, 2)))
RECORDER = ("rollover.before-commit:1", "rollover.after-commit:1", "rollover.after-file:1", "rollover.after-file:3",
            "rollover.after-file:4")


def public(command):
    done = subprocess.run(["openssl", *command], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def fits(key, certificate):
    return public(["pkey", "-in", str(key), "-pubout"]) == public(["x509", "-in", str(certificate), "-noout", "-pubkey"])


class Renewing(Enrolling):
    def __init__(self):
        super().__init__()
        path = self.state / "gateway" / "gateway.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "renewals_per_day": 1000}))
        self.kiosk = self.new_kiosk("kiosk")
        self.cycles = 0
        code = self.invite("--invite", "K-0007")
        self.open_desk()
        self.enrol(self.kiosk, code + "\n", "--keep", "file", status=3)
        self.office("--approve", "K-0007")
        self.enrol(self.kiosk, "", status=0)
        self.kill("desk")
        self.start_gateway()
        subprocess.run([self.binary("medcheck-recorder"), "--state", str(self.kiosk), "--provision"], check=True,
                       stdout=subprocess.DEVNULL)
        self.start("medcheck-courier", "--state", str(self.kiosk), "--clock-rate", "100")

    def file(self, name):
        path = self.kiosk / name
        return path.read_bytes() if path.exists() else None

    def renew(self, kill_at=None):
        """The exit status; -9 when it was killed."""
        environment = {**os.environ, **({"MEDCHECK_KILL_AT": kill_at} if kill_at else {})}
        done = subprocess.run([self.binary("medcheck"), "renew", "--now", "--state", str(self.kiosk), "--keep", "file",
                               "--gateway", f"https://localhost:{self.port}"], capture_output=True, text=True,
                              timeout=PATIENCE_S, env=environment)
        if done.returncode not in (0, 3, -signal.SIGKILL):
            raise Failed(f"renew at {kill_at}: {done.returncode} {done.stdout}{done.stderr}")
        return done.returncode

    def in_force(self):
        return tuple(self.file(name) for name in ("recorder/signing.crt", "courier/tls.crt"))

    def sound(self, what):
        """The old keys or the new ones, never half of both; a confirmed pair waits for its last step at most."""
        expect(f"{what}: the sealing key fits", fits(self.kiosk / "recorder/signing.key", self.kiosk / "recorder/signing.crt"))
        connection = fits(self.kiosk / "courier/tls.key", self.kiosk / "courier/tls.crt")
        expect(f"{what}: the connection's key fits", connection or (self.kiosk / "courier" / "confirmed").exists())

    def roll_over(self, kill_at=None):
        """The recorder takes the new sealing key by itself at its start, nobody being there."""
        if kill_at:
            process = self.start("medcheck-recorder", "--state", str(self.kiosk), environment={"MEDCHECK_KILL_AT": kill_at})
            expect(f"the recorder dies at {kill_at}", process.wait(timeout=PATIENCE_S) == -signal.SIGKILL)
            self.processes.pop("medcheck-recorder")
        self.start("medcheck-recorder", "--state", str(self.kiosk))
        wait_for("the recorder to take the new key", lambda: not (self.kiosk / "recorder" / "next").exists(),
                 alive=[self.processes["medcheck-recorder"]])

    def settle(self, what, before, kill_recorder=None, is_renewed=False):
        """To the end, and how it has to be there."""
        if not is_renewed:
            wait_for(f"{what}: the renewal to end", lambda: self.renew() == 0)
        accepted = len(self.accepted())
        self.roll_over(kill_recorder)
        now = self.in_force()
        expect(f"{what}: both certificates are new", all(new != old for new, old in zip(now, before)))
        self.sound(what)
        for rest in ("recorder/next", "courier/next", "courier/confirmed"):
            expect(f"{what}: {rest} is left", not (self.kiosk / rest).exists())
        # recorder-started by the old key or the new, and signing-key-changed
        wait_for(f"{what}: the gateway to take records of the new key", lambda: len(self.accepted()) >= accepted + 2,
                 alive=[self.processes["medcheck-courier"], self.processes["medcheck-recorder"]])
        self.kill("medcheck-recorder")
        self.cycles += 1
        expect(f"{what}: two certificates a renewal, {self.office('--log')}",
               self.office("--log").count(" renewed ") == 2 * self.cycles)

    def refusals(self):
        return subprocess.run([self.binary("medcheck-gateway"), "--state", str(self.state), "--refusals"], check=True,
                              capture_output=True, text=True).stdout


def kiosk_killed(world):
    for step in STEPS:
        for time in range(1, TIMES.get(step, 1) + 1):
            for often in (1, 2):
                what, before = f"{step}:{time}, {often} times", world.in_force()
                expect(f"{what}: it dies there", world.renew(f"{step}:{time}") == -signal.SIGKILL)
                world.sound(what)
                if STEPS.index(step) < STEPS.index("tls-confirmed"):
                    expect(f"{what}: the old keys are in force", world.in_force() == before)
                # what the first run has done the second one does not do again: it may come to the end
                is_renewed = often == 2 and world.renew(f"{step}:{time}") == 0
                world.sound(what)
                world.settle(what, before, is_renewed=is_renewed)
                print(what, flush=True)


def gateway_killed(world):
    for place in GATEWAY:
        for often in (1, 2):
            what, before = f"gateway {place}, {often} times", world.in_force()
            for _ in range(often):
                world.kill("medcheck-gateway")
                world.start_gateway(environment={"MEDCHECK_KILL_AT": place})
                for _ in range((int(place.rsplit(":")[1]) - 1) // 2):
                    world.settle(what, before)
                    before = world.in_force()
                expect(f"{what}: nothing comes of it yet", world.renew() == 3)
                gateway = world.processes.pop("medcheck-gateway")
                expect(f"{what}: it dies there", gateway.wait(timeout=PATIENCE_S) == -signal.SIGKILL)
                expect(f"{what}: the old keys are in force", world.in_force() == before)
                world.start_gateway()
                if place.endswith((":2", ":7")):
                    break  # of two certificates the first has its answer; thrice seven is as good as once
            world.settle(what, before)
            print(what, flush=True)


def recorder_killed(world):
    for place in RECORDER:
        before = world.in_force()
        world.settle(place, before, kill_recorder=place)
        print(place, flush=True)


def refused_connection(world):
    """A gateway that does not let in who has the new certificate: the old one stays, and works."""
    before = world.in_force()
    roots = world.state / "gateway" / "client-ca.pem"
    authority = roots.read_text()
    expect("it dies with a new certificate", world.renew("tls-certificate:1") == -signal.SIGKILL)
    stranger = world.folder / "stranger.pem"
    subprocess.run(["openssl", "req", "-new", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                    "/dev/null", "-subj", "/CN=Stranger", "-out", str(stranger)], check=True, capture_output=True)
    roots.write_text(stranger.read_text())
    world.kill("medcheck-gateway")
    world.start_gateway()
    expect("it is not in force", world.renew() == 3 and world.in_force() == before)
    world.sound("refused connection")
    roots.write_text(authority)
    world.kill("medcheck-gateway")
    world.start_gateway()
    world.settle("refused connection", before)
    print("refused connection", flush=True)


PLAYS = {"kiosk": kiosk_killed, "gateway": gateway_killed, "recorder": recorder_killed, "refused": refused_connection}


def renewed(world):
    PLAYS[sys.argv[1]](world)
    expect("nothing that was sealed was refused", "422" not in world.refusals() and "bad-seal" not in world.refusals())
    print(f"{world.cycles} renewals")


if __name__ == "__main__":
    sys.exit(perform(Renewing(), renewed))
