"""S6, C15: recorder, courier, gateway and glass as the users that their units name, in the folders that tmpfiles.d makes.

Each gets what it needs and nothing else: entries go from the recorder through the spool to the gateway and receipts come
back, the glass reaches the recorder's socket, and nobody reads another's key or the journal. Root only: it starts programs
as other users.
"""

import configparser
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from world import SOURCE, Failed, World, free_port, wait_for

SKIPPED = 77
PACKAGING = SOURCE / "packaging"
LOOK = """
import socket, sys
for what, path in (line.split("=", 1) for line in sys.argv[1:]):
    try:
        if what == "open":
            open(path, "rb").close()
        elif what == "list":
            __import__("os").listdir(path)
        else:
            with socket.socket(socket.AF_UNIX) as glass:
                glass.settimeout(20)
                glass.connect(path)
                print(glass.recv(65536).decode().split('"')[3])
                continue
        print("yes")
    except PermissionError:
        print("no")
"""


class OwnUsers(World):
    """The users and folders of a machine of its own, below self.folder."""

    def __init__(self):
        super().__init__()
        self.folder.chmod(0o755)
        for name in ("sysusers.d", "tmpfiles.d"):
            shutil.copytree(PACKAGING / name, self.folder / "usr" / "lib" / name)
        (self.folder / "etc").mkdir()
        for tool in (["systemd-sysusers"], ["systemd-tmpfiles", "--create"]):
            subprocess.run([*tool, f"--root={self.folder}"], check=True, capture_output=True)
        self.state = self.folder / "var" / "lib" / "medcheck"
        passwd = [line.split(":") for line in (self.folder / "etc" / "passwd").read_text().splitlines()]
        groups = [line.split(":") for line in (self.folder / "etc" / "group").read_text().splitlines()]
        self.users = {one[0]: (int(one[2]), int(one[3])) for one in passwd}
        self.groups = {user: [gid for _, _, gid, members in groups if user in members.split(",")] for user in self.users}

    def user_of(self, unit):
        text = (PACKAGING / "systemd" / f"{unit}.service").read_text()
        parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
        parser.read_string(text)
        return parser["Service"]["user"]

    def become(self, user):
        uid, gid = self.users[user]
        groups = ",".join(self.groups[user])
        return ["setpriv", f"--reuid={uid}", f"--regid={gid}", *([f"--groups={groups}"] if groups else ["--clear-groups"]), "--"]

    def provision_for_users(self):
        """As docs/provisioning.md says: files into the folders, each its user's."""
        made = Path(tempfile.mkdtemp(dir=self.folder)) / "demo"
        subprocess.run([str(PACKAGING / "demo-provision"), "--office", str(made), str(self.port)], check=True, stdout=subprocess.DEVNULL)
        text = (made / "recorder" / "recorder.json").read_text()
        glass = self.users["medcheck-kiosk"][0]
        (made / "recorder" / "recorder.json").write_text(text.replace("{", f'{{"glass_uid": {glass},', 1))
        (self.state / "gateway").mkdir(mode=0o700)  # StateDirectory=
        for folder, user in (("gateway", "medcheck-gateway"), ("recorder", "medcheck-recorder"), ("courier", "medcheck-courier")):
            for path in (made / folder).iterdir():
                target = self.state / folder / path.name
                if path.is_dir():
                    shutil.copytree(path, target, dirs_exist_ok=True)
                else:
                    shutil.copy(path, target)
            self._give(self.state / folder, user)
            if folder == "gateway":  # the key's suite is that of the recorder's configuration
                shutil.copy(made / "recorder" / "recorder.json", self.state / "recorder")
                self.enrol("K-0007")
        shutil.copy(made / "trust" / "roots.pem", self.state / "trust")
        shutil.rmtree(made.parent)
        subprocess.run([*self.become("medcheck-recorder"), self.binary("medcheck-recorder"), "--state", str(self.state),
                        "--provision"], check=True, stdout=subprocess.DEVNULL)

    def _give(self, folder, user):
        uid, gid = self.users[user]
        if user == "medcheck-gateway":
            os.chown(folder, uid, gid)
        for path in folder.rglob("*"):
            os.chown(path, uid, gid)

    def serve(self, program):
        return self.start(program, "--state", str(self.state), wrapper=self.become(self.user_of(program)))

    def look(self, user, *what):
        """What that user may: yes or no each, or the first word that a socket says."""
        done = subprocess.run([*self.become(user), "/usr/bin/python3", "-c", LOOK,
                               *(f"{kind}={self.state / path}" for kind, path in what)],
                              capture_output=True, text=True, check=True)
        return done.stdout.split()


    def enrol(self, kiosk):
        """As docs/keys.md says: by root, whose message the courier's user carries."""
        office = [*self.become("medcheck-gateway"), self.binary("medcheck-gateway"), "admission", "--state", str(self.state)]
        port = free_port()
        said = subprocess.run([*office, "--invite", kiosk], check=True, capture_output=True, text=True).stdout
        desk = self.start("medcheck-gateway", "admission", "--state", str(self.state), "--serve", f"127.0.0.1:{port}",
                          wrapper=self.become("medcheck-gateway"))
        wait_for("the desk to listen", lambda: "listening on" in self.log("medcheck-gateway"), alive=[desk])
        command = [self.binary("medcheck"), "enrol", "--state", str(self.state), "--kiosk", kiosk, "--keep", "file", "--once",
                   "--gateway", f"https://localhost:{port}"]
        done = subprocess.run(command, input=said.splitlines()[1] + "\n", capture_output=True, text=True)
        asked = subprocess.run([*office, "--list"], check=True, capture_output=True, text=True).stdout
        key = re.search(r"sealing key (\S+)", done.stdout)
        if done.returncode != 3 or key is None or key[1] not in asked:
            raise Failed(f"enrolment by root: {done.returncode} {done.stdout}{done.stderr}{asked}")
        subprocess.run([*office, "--approve", kiosk], check=True, capture_output=True)
        done = subprocess.run(command, capture_output=True, text=True)
        self.kill("medcheck-gateway")
        if done.returncode != 0:
            raise Failed(f"enrolment by root, once approved: {done.returncode} {done.stdout}{done.stderr}")
        handed = [("open", name) for name in ("recorder/signing.key", "recorder/gateway-roots.pem", "trust/roots.pem")]
        expect("the recorder reads what it was handed", self.look("medcheck-recorder", *handed), ["yes"] * 3)
        expect("the courier, too", self.look("medcheck-courier", ("open", "courier/tls.key"), ("open", "courier/ca.pem")),
               ["yes"] * 2)


def expect(what, found, expected):
    if found != expected:
        raise Failed(f"{what}: {found}, not {expected}")
    print(f"{what}: {' '.join(found)}")


def play(world):
    world.provision_for_users()
    world.start_gateway(wrapper=world.become("medcheck-gateway"))
    recorder = world.serve("medcheck-recorder")
    wait_for("the recorder to listen", lambda: "the recorder listens" in world.log("medcheck-recorder"), alive=[recorder])
    courier = world.serve("medcheck-courier")
    wait_for("entries to be accepted", lambda: len(world.accepted()) >= 2, alive=[courier, recorder])
    spool = world.state / "spool"
    wait_for("the receipts to come back to the recorder",
             lambda: not any(any((spool / box).iterdir()) for box in ("outbox", "receipts", "sent")), alive=[courier, recorder])
    expect("the glass reaches the recorder", world.look("medcheck-kiosk", ("socket", "recorder/recorder.sock")), ["ready"])
    secrets = (("open", "recorder/journal.db"), ("open", "recorder/signing.key"), ("open", "courier/tls.key"),
               ("open", "gateway/receipt.key"))
    expect("the glass reads secrets", world.look("medcheck-kiosk", *secrets, ("list", "recorder"), ("list", "spool/outbox")),
           ["no"] * 6)
    expect("the recorder reads secrets", world.look("medcheck-recorder", *secrets), ["yes", "yes", "no", "no"])
    expect("the courier reads secrets", world.look("medcheck-courier", *secrets, ("socket", "recorder/recorder.sock")),
           ["no", "no", "yes", "no", "no"])
    boxes = sorted(path.name for path in spool.iterdir())
    wrong = [box for box in boxes if (spool / box).stat().st_mode & 0o7777 != 0o2770]
    expect("boxes of the spool that tmpfiles.d does not name", wrong, [])
    bundle = subprocess.run([*world.become("medcheck-kiosk"), world.binary("medcheck"), "support-bundle", "--state",
                             str(world.state), "--out", str(world.state / "kiosk" / "bundle")], capture_output=True, text=True)
    if bundle.returncode != 0:
        raise Failed(f"support bundle by the glass: {bundle.returncode} {bundle.stderr}")


def main():
    if os.geteuid() != 0 or any(shutil.which(tool) is None for tool in ("setpriv", "systemd-sysusers", "systemd-tmpfiles")):
        print("root, setpriv and systemd's tools are needed")
        return SKIPPED
    with OwnUsers() as world:
        play(world)
    return 0


if __name__ == "__main__":
    sys.exit(main())
