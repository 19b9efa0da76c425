"""A kiosk's TPM, swtpm, and what its counter says of a disk that was put back."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import threading

from world import Failed, wait_for

NV_READ_PUBLIC, FAILURE = 0x169, 0x101


def read_exactly(stream, size):
    data = b""
    while len(data) < size:
        part = stream.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def read_message(stream):
    head = read_exactly(stream, 10)
    return head + read_exactly(stream, int.from_bytes(head[2:6], "big") - 10)


class Tpm:
    """swtpm behind a relay that can keep its counter out of reach; a connection carries one command."""

    def __init__(self, world, name):
        self.world, self.name, self.path = world, name, world.folder / f"{name}.sock"
        self.refuses_counter = False
        (world.folder / name).mkdir()
        self.switch_on()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen()
        threading.Thread(target=self.relay, daemon=True).start()
        self.way = f"swtpm:path={self.path}"

    def switch_on(self):
        """Also after a power cut: what a killed program had left in it is gone."""
        if self.name in self.world.processes:
            self.world.kill(self.name)
        for end in ("behind", "ctrl"):
            (self.world.folder / f"{self.name}.sock.{end}").unlink(missing_ok=True)
        process = subprocess.Popen(
            ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={self.world.folder / self.name}", "--server",
             f"type=unixio,path={self.path}.behind", "--ctrl", f"type=unixio,path={self.path}.ctrl", "--flags",
             "not-need-init,startup-clear"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.world.processes[self.name] = process
        wait_for("the TPM", lambda: os.path.exists(f"{self.path}.ctrl"), alive=[process])

    def relay(self):
        while True:
            client, _ = self.listener.accept()
            with client:
                try:
                    while True:
                        client.sendall(self.answer(read_message(client)))
                except (EOFError, OSError):
                    pass

    def answer(self, command):
        if self.refuses_counter and int.from_bytes(command[6:10], "big") == NV_READ_PUBLIC:
            return b"\x80\x01" + (10).to_bytes(4, "big") + FAILURE.to_bytes(4, "big")
        with socket.socket(socket.AF_UNIX) as behind:
            behind.connect(f"{self.path}.behind")
            behind.sendall(command)
            return read_message(behind)


def journal(kiosk, change=None):
    """(event, TPM's counter or None) of each entry; change: a statement that is executed first. Nothing runs meanwhile."""
    file = kiosk / "recorder" / "journal.db"
    with sqlite3.connect(file) as database:
        if change:
            database.execute(change)
        rows = database.execute("SELECT label, envelope FROM entry JOIN blob USING (seq) ORDER BY seq").fetchall()
    database.close()
    found = [(label, re.search(rb'"tpm_counter":(\d+)', envelope)) for label, envelope in rows]
    return [(label, int(counter[1]) if counter else None) for label, counter in found]


def expect(what, condition):
    if not condition:
        raise Failed(what)


def start(world, kiosk, tpm, kill_at=None):
    """A recorder that has started, until the power goes; with kill_at it does not come so far."""
    path = kiosk / "recorder" / "recorder.sock"
    path.unlink(missing_ok=True)
    process = world.start("medcheck-recorder", "--state", str(kiosk), environment={"MEDCHECK_KILL_AT": kill_at} if kill_at else {})
    if kill_at:
        process.wait(timeout=60)
        del world.processes["medcheck-recorder"]
    else:
        wait_for("the recorder", path.exists, alive=[process])
        world.kill("medcheck-recorder")
    tpm.switch_on()


def events(kiosk, label):
    return [counter for event, counter in journal(kiosk) if event == label]


def anchors(world, kiosk, tpm):
    """decisions.md: where there is a TPM its counter anchors the head."""
    settings = kiosk / "recorder" / "recorder.json"
    settings.write_text(settings.read_text().replace('"demonstration": false', '"demonstration": true'))
    begun = events(kiosk, "recorder-started")
    expect(f"the first start states the counter: {begun}", len(begun) == 1 and begun[0])

    # the power goes between the entry and what it states, again and again: nobody put anything back
    for _ in range(3):
        start(world, kiosk, tpm, kill_at="start.after-commit:1")
    start(world, kiosk, tpm)
    first = begun[0]
    stated = events(kiosk, "recorder-started")
    expect(f"what was not raised is stated again: {stated}", stated == [first] + [first + 1] * 4)
    journal(kiosk, """UPDATE value SET value = '{"day":20200101,"seq":0}' WHERE key = 'closed'""")
    start(world, kiosk, tpm)
    expect(f"a day's close, too: {journal(kiosk)}", events(kiosk, "daily-close") == [first + 3])
    expect("nothing was rolled back", not events(kiosk, "journal-rolled-back"))

    # the disk as it was; the TPM goes on
    image = world.folder / "image"
    shutil.copytree(kiosk / "recorder", image, ignore=shutil.ignore_patterns("*.sock"))
    start(world, kiosk, tpm)
    shutil.rmtree(kiosk / "recorder")
    shutil.copytree(image, kiosk / "recorder")
    start(world, kiosk, tpm)
    expect(f"it is an old journal: {journal(kiosk)}", events(kiosk, "journal-rolled-back") == [first + 4])
    start(world, kiosk, tpm)
    expect("that is said once", len(events(kiosk, "journal-rolled-back")) == 1)

    # a counter that is out of reach keeps nobody from anything
    tpm.refuses_counter = True
    start(world, kiosk, tpm)
    expect(f"it is said: {journal(kiosk)}", len(events(kiosk, "tpm-counter-failed")) == 1)
    expect("and not stated", events(kiosk, "recorder-started")[-1] is None)
    tpm.refuses_counter = False
    start(world, kiosk, tpm)
    expect("then it is compared again", len(events(kiosk, "journal-rolled-back")) == 1 and events(kiosk, "recorder-started")[-1])
