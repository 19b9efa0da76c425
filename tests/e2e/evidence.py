"""What a record says, read with stock tools: openssl opens the envelope (of SM2 the independent reader), Python the JSON."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from world import SOURCE, Failed

SM2_WITH_SM3 = bytes.fromhex("06082a811ccf55018375")


def prove(envelope, roots):
    """The content of an envelope, as stock `openssl cms -verify` proves it; OpenSSL 3.0 knows no SM2 in CMS, so there it is what the
    archive of such a record carries."""
    if SM2_WITH_SM3 in Path(envelope).read_bytes():
        command = ["/usr/bin/python3", "-B", str(SOURCE / "tests/reader/seal.py"), "--roots", str(roots), "--out", "/dev/stdout",
                   str(envelope)]
    else:
        command = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", str(envelope), "-CAfile", str(roots), "-purpose", "any",
                   "-binary"]
    done = subprocess.run(command, capture_output=True)
    if done.returncode != 0:
        raise Failed(f"{command[0]} refuses {envelope}: {(done.stdout[-300:] + done.stderr).decode().strip()}")
    return json.JSONDecoder().raw_decode(done.stdout.decode())[0]


def stored(world, kind=None):
    """(seq, type, envelope bytes) of what the gateway holds, ascending."""
    database = sqlite3.connect(f"file:{world.state}/gateway/store.db?mode=ro", uri=True)
    try:
        rows = database.execute("SELECT seq, type, envelope FROM record ORDER BY seq").fetchall()
    finally:
        database.close()
    return [row for row in rows if kind is None or row[1] == kind]


def verify_archive(folder):
    """Runs the commands of an archive's own VERIFY.txt, in its folder. There are exactly two, and with one bit of the record
    changed neither of them is content."""
    commands = [line.strip() for line in (folder / "VERIFY.txt").read_text().splitlines() if line.startswith("    ")]
    if len(commands) != 2:
        raise Failed(f"{folder}: {len(commands)} commands in VERIFY.txt instead of two")
    with tempfile.TemporaryDirectory() as work:
        spoilt = shutil.copytree(folder, Path(work) / "spoilt")
        record = bytearray((spoilt / "record.p7m").read_bytes())
        record[record.index(b'"seq"') + 2] ^= 1
        (spoilt / "record.p7m").write_bytes(record)
        for command in commands:
            done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
            if done.returncode != 0:
                raise Failed(f"{command}: {done.stdout}{done.stderr}")
            if subprocess.run(command, shell=True, cwd=spoilt, capture_output=True).returncode == 0:
                raise Failed(f"{command}: content with a record of which a bit is another one")
    return "good, and bad once a bit is another one"


def read_again(world):
    """Every accepted record by the second implementation: seal, chain, counts, verdicts, schema. Returns how many."""
    paths = []
    for seq, kind, envelope in stored(world):
        paths.append(world.folder / f"again-{seq:06d}.p7m")
        paths[-1].write_bytes(envelope)
    done = subprocess.run(["/usr/bin/python3", str(SOURCE / "tests/reader/reader.py"), "--roots", str(world.state / "trust/roots.pem"),
                           "--rules", str(SOURCE / "data"), "--schema", str(SOURCE / "docs/record.schema.json"), *map(str, paths)],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"the independent reader: {done.stdout[-500:]}{done.stderr[-500:]}")
    return len(paths)


def export(world, kind="visit"):
    """Writes the newest accepted envelope of the kind to a file and returns its path."""
    rows = stored(world, kind)
    if not rows:
        raise Failed(f"the gateway holds no {kind}")
    path = world.folder / f"{kind}-{rows[-1][0]:06d}.p7m"
    path.write_bytes(rows[-1][2])
    return path


def export_chain(world, folder):
    """Writes every accepted envelope up to the newest visit's to the folder; their paths, the visit's the last."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for seq, kind, envelope in stored(world):
        paths.append(folder / f"{kind}-{seq:06d}.p7m")
        paths[-1].write_bytes(envelope)
    visits = [i for i, path in enumerate(paths) if path.name.startswith("visit-")]
    if not visits:
        raise Failed("the gateway holds no visit")
    return paths[:visits[-1] + 1]


def printed(world, path):
    """What the code on the slip says that the printer printed last; the paper becomes a picture at path."""
    dots = world.folder / "slip.pbm"
    world.control(f"slip save {dots}")
    subprocess.run(["convert", str(dots), str(path)], check=True)
    done = subprocess.run(["zbarimg", "--nodbus", "--quiet", "--raw", str(path)], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"no code can be read on {path}: {done.stderr}")
    return done.stdout.strip()


def code_of(world):
    """What the code of the newest visit says: whose record it is, which, and the begin of its digest."""
    seq, _, envelope = stored(world, "visit")[-1]
    head = prove(export(world), world.state / "trust" / "roots.pem")
    return f"MC1/{head['kiosk']}/{seq}/{hashlib.sha256(envelope).hexdigest()[:32]}"


def audit_events(world):
    """The bodies of the accepted audit entries, in order."""
    bodies = []
    for seq, _, envelope in stored(world, "audit"):
        path = world.folder / f"audit-{seq:06d}.p7m"
        path.write_bytes(envelope)
        bodies.append(prove(path, world.state / "trust" / "roots.pem")["body"])
    return bodies


def visit(world):
    return prove(export(world), world.state / "trust" / "roots.pem")["body"]


def exams(visit_json):
    """{(kind, correction or None): result}."""
    found = {}
    for run in visit_json["exams"]:
        plan = run["plan"]
        found[plan["kind"], plan.get("correction")] = run["result"]
    return found


def say(result):
    """An exam's outcome in a few words: 'pass', 'not-determined (device-lost)'."""
    reasons = ", ".join(result["reasons"])
    return result["outcome"] + (f" ({reasons})" if reasons else "")


def summary(visit_json):
    """One line: exam, outcome and reason, then each class."""
    parts = []
    for (kind, correction), result in exams(visit_json).items():
        name = f"{kind} {'with glasses' if correction == 'glasses' else 'naked'}" if kind == "acuity" else kind
        sides = "/".join(f"{side} {say(part)}" for side, part in zip(("left", "right"), result["part"]) if part["examined"])
        parts.append(f"{name}: {say(result)}" + (f" [{sides}]" if kind != "side" and sides else ""))
    for verdict in visit_json["verdicts"]:
        elsewhere = [one["requirement"] for one in verdict["requirements"] if one["basis"] == "elsewhere"]
        text = f"{verdict['class']}: {verdict['outcome']}, here {verdict['outcome_here']}"
        if elsewhere:
            text += f", to be examined elsewhere: {', '.join(elsewhere)}"
        parts.append(text)
    return "; ".join(parts)
