"""B2: a kiosk comes to its keys by a one-time code, works with them, loses them, and is replaced.

  enrol.py PLAY     PLAY: admitted, renewed, lists, sealed, token, token-sm2, tpm, tpm-sm2

Gateway, admission desk, `medcheck enrol`, recorder and courier are the real programs, over real TLS on the loopback.
"""

import os
import re
import shutil
import subprocess
import sys

from tpm import Tpm, anchors
from world import PATIENCE_S, SOURCE, SUITE, Failed, World, free_port, wait_for

KIOSK = "K-0007"
P256, SM2 = "p256-sha256", "sm2-sm3"
ARC = "2.25.147696107630431582155826858592362827971"


class Enrolling(World):
    """A gateway with an office, and folders of kiosks that have no key yet."""

    def __init__(self, suite=SUITE):
        super().__init__(suite=suite)
        self.desk_port = free_port()
        subprocess.run([str(SOURCE / "packaging" / "demo-provision"), "--suite", suite, "--office", str(self.state),
                        str(self.port)], check=True, stdout=subprocess.DEVNULL)

    def new_kiosk(self, name):
        """What an installation brings: settings, rules, empty folders; nothing that has to do with keys."""
        kiosk = self.folder / name
        for part in ("recorder/rules", "courier", "trust", "spool/outbox", "spool/receipts", "spool/parked", "spool/sent"):
            (kiosk / part).mkdir(parents=True)
        for file in ("recorder/recorder.json", "courier/courier.json"):
            text = (self.state / file).read_text().replace("K-0001", KIOSK)
            (kiosk / file).write_text(text)
        for pack in (self.state / "recorder" / "rules").iterdir():
            shutil.copy(pack, kiosk / "recorder" / "rules")
        return kiosk

    def office(self, *arguments, good=True):
        done = subprocess.run([self.binary("medcheck-gateway"), "admission", "--state", str(self.state), *arguments],
                              capture_output=True, text=True)
        if (done.returncode == 0) != good:
            raise Failed(f"admission {arguments}: {done.returncode} {done.stdout} {done.stderr}")
        return done.stdout + done.stderr

    def invite(self, *arguments):
        return self.office(*arguments).splitlines()[1]

    def open_desk(self):
        process = self.start("medcheck-gateway", "admission", "--state", str(self.state), "--serve",
                             f"127.0.0.1:{self.desk_port}")
        wait_for("the desk to listen", lambda: "listening on" in self.log("medcheck-gateway"), alive=[process])
        self.processes["desk"] = self.processes.pop("medcheck-gateway")

    def enrol(self, kiosk, code, *arguments, status, desk_port=None):
        done = subprocess.run(
            [self.binary("medcheck"), "enrol", "--state", str(kiosk), "--kiosk", KIOSK, "--once", "--gateway",
             f"https://localhost:{desk_port or self.desk_port}", *arguments],
            input=code, capture_output=True, text=True, timeout=PATIENCE_S)
        if done.returncode != status:
            raise Failed(f"enrol: {done.returncode}, not {status}: {done.stdout} {done.stderr}")
        return done.stdout + done.stderr

    def work(self, kiosk, environment=None):
        """Recorder and courier of that folder begin a chain; the gateway accepts it."""
        self.kiosk = kiosk
        subprocess.run([self.binary("medcheck-recorder"), "--state", str(kiosk), "--provision"], check=True,
                       stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
        self.start("medcheck-recorder", "--state", str(kiosk), environment=environment)
        self.start("medcheck-courier", "--state", str(kiosk), "--clock-rate", "100")

    def rest(self):
        self.kill("medcheck-courier")
        self.kill("medcheck-recorder")

    def accepted(self):
        done = subprocess.run([self.binary("medcheck-gateway"), "--state", str(self.state), "--list"], check=True,
                              capture_output=True, text=True)
        return [line for line in done.stdout.splitlines() if line.startswith(KIOSK)]


def expect(what, condition):
    if not condition:
        raise Failed(what)


def fingerprint_in(text):
    found = re.search(r"sealing key ((?:[0-9A-Z]{4}-?){4})", text)
    expect(f"a fingerprint in: {text}", found)
    return found[1]


def card_says(path, words):
    text = subprocess.run(["openssl", "x509", "-noout", "-text", "-in", str(path)], check=True, capture_output=True,
                          text=True).stdout
    expect(f"{path}: {words} in\n{text}", words in text)


def refused_first(world, kiosk, code):
    """What must not get in, and leaves nothing behind that works."""
    said = world.enrol(kiosk, code[:-1] + ("0" if code[-1] != "0" else "4") + "\n", "--keep", "file", status=2)
    expect(f"a slip of the hand is named: {said}", "a letter is wrong" in said)
    # another gateway at the address: nothing is said to it
    other = Enrolling()
    try:
        other.open_desk()
        said = world.enrol(kiosk, code + "\n", "--keep", "file", status=1, desk_port=other.desk_port)
        expect(f"the other root is named: {said}", "its root is another one" in said)
        expect("the other desk was asked", other.office("--log") == "")
    finally:
        other.stop()


def admitted(world):
    kiosk = world.new_kiosk("kiosk")
    code = world.invite("--invite", KIOSK)
    world.open_desk()
    refused_first(world, kiosk, code)

    # it goes on with the keys that it made, however often it is interrupted
    said = world.enrol(kiosk, "", status=3)
    fingerprint = fingerprint_in(said)
    expect("the same key", fingerprint_in(world.enrol(kiosk, "", status=3)) == fingerprint)
    expect(f"the office sees that key: {world.office('--list')}", fingerprint in world.office("--list"))
    expect("no certificate before the decision", not (kiosk / "recorder" / "signing.crt").exists())
    world.office("--approve", KIOSK, "--fingerprint", "0000-0000-0000-0000", good=False)
    world.office("--approve", KIOSK, "--fingerprint", fingerprint)
    world.enrol(kiosk, "", status=0)
    card_says(kiosk / "recorder" / "signing.crt", f"CN = {KIOSK}")
    card_says(kiosk / "recorder" / "signing.crt", f"{ARC}.1.1")
    expect("nothing of the enrolment is left",
           not (kiosk / "recorder" / "enrol").exists() and not (kiosk / "courier" / "enrol-root.pem").exists())
    for name in ("recorder/signing.key", "courier/tls.key"):
        expect(f"{name} is its owner's alone", (kiosk / name).stat().st_mode & 0o077 == 0)

    # a second time it is refused, and so is the code
    world.enrol(kiosk, code + "\n", "--keep", "file", status=2)
    world.enrol(world.new_kiosk("thief"), code + "\n", "--keep", "file", status=1)

    # the keys work
    world.start_gateway()
    world.work(kiosk)
    wait_for("the chain's beginning at the gateway", world.accepted)

    # taken back: the gateway, which runs, lets it in no more
    world.office("--revoke", KIOSK)

    def named():
        done = subprocess.run([world.binary("medcheck-gateway"), "--state", str(world.state), "--refusals"], check=True,
                              capture_output=True, text=True)
        return "client-revoked" in done.stdout

    wait_for("the refusal of what was taken back", named)
    world.rest()

    # replaced: new hardware under the same id begins a new chain. What the old one has more can no longer come, and
    # somebody has to answer for that by name
    before = len(world.accepted())
    said = world.office("--replace", KIOSK, good=False)
    expect(f"it is said how far the gateway has it: {said}",
           f"up to record {before}, without a gap" in said and "--nothing-more-to-come" in said)
    said = world.office("--replace", KIOSK, "--nothing-more-to-come")
    expect(f"and with the code, too: {said}", f"up to record {before}, without a gap" in said)
    code = said.splitlines()[1]
    expect("who said so stands in the log", world.office("--log").count(f" nothing-more-to-come kiosk={KIOSK} ") == 1)
    fresh = world.new_kiosk("fresh")
    fingerprint = fingerprint_in(world.enrol(fresh, code + "\n", "--keep", "file", status=3))
    world.office("--approve", KIOSK, "--fingerprint", fingerprint, "--vouch")
    world.enrol(fresh, "", status=0)
    card_says(fresh / "recorder" / "signing.crt", f"{ARC}.2.1")
    expect("the old chain's end is in the log", "chain-closed" in world.office("--log"))
    world.kill("medcheck-gateway")
    world.start_gateway()
    world.work(fresh)
    wait_for("the new chain at the gateway", lambda: len(world.accepted()) > before)
    world.rest()


def admit(world, *arguments, policy):
    """A kiosk in service with its key kept as the arguments say."""
    kiosk = world.new_kiosk("kiosk")
    settings = kiosk / "recorder" / "recorder.json"
    settings.write_text(settings.read_text().replace('"demonstration": true', '"demonstration": false'))
    code = world.invite("--invite", KIOSK)
    world.open_desk()
    fingerprint = fingerprint_in(world.enrol(kiosk, code + "\n", *arguments, status=3))
    world.office("--approve", KIOSK, "--fingerprint", fingerprint, "--vouch")
    world.enrol(kiosk, "", status=0)
    card_says(kiosk / "recorder" / "signing.crt", policy)
    said = subprocess.run([world.binary("medcheck"), "keys", str(kiosk)], capture_output=True, text=True)
    expect(f"medcheck keys: {said.stdout}", said.returncode == 0 and fingerprint in said.stdout)
    return kiosk


def refuses(world, kiosk, words):
    done = subprocess.run([world.binary("medcheck-recorder"), "--state", str(kiosk), "--provision"], capture_output=True,
                          text=True)
    expect(f"the recorder says {words}: {done.stderr}", done.returncode == 1 and words in done.stderr)


LEVELS = {"2": ("sealed", "sealed on the disk"), "3": ("token", "in a token"), "4": ("tpm", "in the machine's TPM")}


def states_level(world, kiosk, level):
    """Whoever proves a record is told how its key is kept: tool, plain words, second reader."""
    word, plain = LEVELS[level]
    given = world.folder / "given"
    given.mkdir()
    subprocess.run([world.binary("medcheck-gateway"), "--state", str(world.state), "--give-back", KIOSK, "--after", "0", "--to",
                    str(given)], check=True)
    record = sorted(given.iterdir())[0]
    roots = kiosk / "trust" / "roots.pem"
    for command, words in (([world.binary("medcheck"), "verify", record, "--trust", roots], f"kept in: {word}, as a person saw"),
                           ([world.binary("medcheck"), "explain", record, "--trust", roots], plain),
                           (["/usr/bin/python3", SOURCE / "tests" / "reader" / "reader.py", "--roots", roots, record],
                            f"key {word}, vouched for")):
        said = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        expect(f"{words} in {said.stdout}{said.stderr}", said.returncode == 0 and words in said.stdout)


def works(world, kiosk, level, environment=None):
    settings = world.state / "gateway" / "gateway.json"
    settings.write_text(settings.read_text().replace("{", f'{{"key_level_min": {level},', 1))
    world.start_gateway()
    world.work(kiosk, environment=environment)
    wait_for("the chain's beginning at the gateway", world.accepted)
    world.rest()
    states_level(world, kiosk, level)


def renewed(world):
    """Two thirds of their life over, both keys are renewed without anybody; the chain goes over to the new seal."""
    settings = world.state / "gateway" / "gateway.json"
    settings.write_text(settings.read_text().replace("{", '{"certificate_days": 2,', 1))
    kiosk = world.new_kiosk("kiosk")
    code = world.invite("--invite", KIOSK)
    world.open_desk()
    world.enrol(kiosk, code + "\n", "--keep", "file", status=3)
    world.office("--approve", KIOSK)
    world.enrol(kiosk, "", status=0)
    world.start_gateway()
    world.work(kiosk)
    wait_for("the chain's beginning at the gateway", world.accepted)
    tls, seal = kiosk / "courier" / "tls.crt", kiosk / "recorder" / "signing.crt"
    first = tls.read_bytes()

    def renew(*arguments, status=0):
        done = subprocess.run(
            [world.binary("medcheck"), "renew", "--state", str(kiosk), "--keep", "file", "--gateway",
             f"https://localhost:{world.port}", *arguments], capture_output=True, text=True, timeout=PATIENCE_S)
        expect(f"renew: {done.returncode}, not {status}: {done.stdout}{done.stderr}", done.returncode == status)
        return done.stdout + done.stderr

    renew()
    expect("nothing is renewed before it is due", tls.read_bytes() == first)

    # without a gateway it is asked for again, with the same keys
    world.kill("medcheck-gateway")
    renew("--now", status=3)
    asked = (kiosk / "recorder" / "next" / "signing.key").read_bytes()
    world.start_gateway()

    renew("--now")
    expect("the connection has another key", tls.read_bytes() != first)
    expect("the seal's next key waits", (kiosk / "recorder" / "next" / "signing.crt").exists())
    expect("and is the one that was asked for", (kiosk / "recorder" / "next" / "signing.key").read_bytes() == asked)
    card_says(kiosk / "recorder" / "next" / "signing.crt", f"{ARC}.1.1")
    expect("the log has both", world.office("--log").count(" renewed ") == 2)
    old = seal.read_bytes()
    world.rest()
    subprocess.run([world.binary("medcheck-recorder"), "--state", str(kiosk), "--rollover"], check=True)
    expect("the new one is in force", seal.read_bytes() != old and not (kiosk / "recorder" / "next").exists())
    before = len(world.accepted())
    world.start("medcheck-recorder", "--state", str(kiosk))
    world.start("medcheck-courier", "--state", str(kiosk), "--clock-rate", "100")
    wait_for("records of the new key over the new connection", lambda: len(world.accepted()) > before + 1)
    world.rest()

    # what was taken back is not renewed
    world.office("--revoke", KIOSK)
    world.kill("medcheck-gateway")
    world.start_gateway()
    renew("--now", status=3)
    expect("no key was certified", world.office("--log").count(" renewed ") == 2)


def lists(world):
    """Revocation lists travel to the kiosk as a signed pack and are in force there, while everything runs."""
    kiosk = world.new_kiosk("kiosk")
    code = world.invite("--invite", KIOSK)
    world.open_desk()
    world.enrol(kiosk, code + "\n", "--keep", "file", status=3)
    world.office("--approve", KIOSK)
    world.enrol(kiosk, "", status=0)
    office, packs, made = world.state / "authority", world.state / "gateway" / "packs", world.folder / "1.p7m"
    packs.mkdir()
    world.start_gateway()
    world.work(kiosk)
    wait_for("the chain's beginning at the gateway", world.accepted)
    world.office("--revoke", "K-0099")  # any list will do
    taken_back = world.state / "gateway" / "issued-crls.pem"
    subprocess.run([world.binary("medcheck"), "pack", str(taken_back), "--kind", "revocations", "--version", "1", "--days", "30",
                    "--key", str(office / "pack.key"), "--certificate", str(office / "pack.crt"), "--chain",
                    str(office / "pack-chain.pem"), "--out", str(made)], check=True)
    before = len(world.accepted())
    made.rename(packs / "1.p7m")
    kept = kiosk / "recorder" / "crls.pem"
    wait_for("the lists at the kiosk", lambda: kept.exists() and kept.read_bytes() == taken_back.read_bytes(),
             alive=list(world.processes.values()))
    wait_for("the entry that says so at the gateway", lambda: len(world.accepted()) > before)
    world.rest()


def renewed_sealed(world, kiosk, credentials):
    """A renewed key that is sealed, too: the recorder ends by itself for systemd to start it with both, and takes it."""
    settings = kiosk / "recorder" / "recorder.json"
    settings.write_text(settings.read_text().replace('"demonstration": false', '"demonstration": true'))
    environment = {"CREDENTIALS_DIRECTORY": str(credentials)}
    sealed_key, waiting = kiosk / "recorder" / "signing.key.cred", kiosk / "recorder" / "next" / "signing.key.cred"

    def unseal(path, name):
        subprocess.run(["systemd-creds", "decrypt", f"--name={name}", str(path), str(credentials / name)], check=True)

    def start(wanted):
        before = world.log("medcheck-recorder").count(wanted)
        process = world.start("medcheck-recorder", "--state", str(kiosk), "--clock-rate", "100", environment=environment)
        wait_for(f"the recorder: {wanted}", lambda: world.log("medcheck-recorder").count(wanted) > before, alive=[process])
        return process

    (credentials / "next-signing.key").write_text("none")  # as the unit says it
    recorder = start("the recorder listens")
    old = sealed_key.read_bytes()
    subprocess.run([world.binary("medcheck"), "renew", "--now", "--state", str(kiosk), "--gateway",
                    f"https://localhost:{world.port}"], check=True, env={**os.environ, **environment}, timeout=PATIENCE_S,
                   stdout=subprocess.DEVNULL)
    expect("no key in the clear", waiting.exists() and not (waiting.parent / "signing.key").exists())
    expect("the recorder ends for it", recorder.wait(timeout=PATIENCE_S) == 0)
    expect("and still has the old one", sealed_key.read_bytes() == old and waiting.exists())
    unseal(waiting, "next-signing.key")
    start("a new sealing key is in force")
    expect("the new one is in its place", sealed_key.read_bytes() != old and not waiting.parent.exists())
    world.kill("medcheck-recorder")
    unseal(sealed_key, "signing.key")
    (credentials / "next-signing.key").write_text("none")
    start("the recorder listens")
    world.kill("medcheck-recorder")


def sealed(world):
    """The key lies on the disk sealed by systemd-creds; only the unsealed credential lets the recorder serve."""
    if subprocess.run(["systemd-creds", "setup"], capture_output=True).returncode != 0:
        print("skipped: this machine's systemd-creds has no key")
        sys.exit(77)
    kiosk = admit(world, policy=f"{ARC}.2.2")
    expect("no key in the clear", not (kiosk / "recorder" / "signing.key").exists())
    expect("the sealed one reads as no key", b"PRIVATE" not in (kiosk / "recorder" / "signing.key.cred").read_bytes())
    refuses(world, kiosk, "a plain file is for a demonstration")

    # as a unit with LoadCredentialEncrypted=signing.key does it
    credentials = world.folder / "credentials"
    credentials.mkdir(mode=0o700)
    subprocess.run(["systemd-creds", "decrypt", "--name=signing.key", str(kiosk / "recorder" / "signing.key.cred"),
                    str(credentials / "signing.key")], check=True)
    works(world, kiosk, "2", {"CREDENTIALS_DIRECTORY": str(credentials)})
    renewed_sealed(world, kiosk, credentials)

    # unsealed into the folder, under a certificate that states better
    shutil.copy(credentials / "signing.key", kiosk / "recorder" / "signing.key")
    settings = kiosk / "recorder" / "recorder.json"
    refuses(world, kiosk, 'it states that the key is kept as "sealed", it is kept as "file"')


def make_token(world):
    """A token with a P-256 key; its name (RFC 7512), and the file of its PIN."""
    module = "/usr/lib/softhsm/libsofthsm2.so"
    tokens, pin = world.folder / "tokens", world.folder / "pin"
    tokens.mkdir()
    pin.write_text("123456\n")
    (world.folder / "softhsm2.conf").write_text(f"directories.tokendir = {tokens}\n")
    os.environ["SOFTHSM2_CONF"] = str(world.folder / "softhsm2.conf")
    for command in (["softhsm2-util", "--init-token", "--free", "--label", "Kiosk", "--pin", "123456", "--so-pin", "0000"],
                    ["pkcs11-tool", "--module", module, "--token-label", "Kiosk", "--login", "--pin", "123456",
                     "--keypairgen", "--key-type", "EC:prime256v1", "--id", "01", "--label", "sealing"]):
        subprocess.run(command, check=True, capture_output=True)
    return f"pkcs11:token=Kiosk;object=sealing?module-path={module}&pin-source=file:{pin}", pin


def token(world):
    """The key is a PKCS#11 token's, which it does not leave."""
    uri, pin = make_token(world)
    kiosk = admit(world, "--keep", "token", "--token", uri, policy=f"{ARC}.2.3")
    pin.write_text("000000\n")
    refuses(world, kiosk, "logging in to the token")
    pin.write_text("123456\n")
    works(world, kiosk, "3")

    # tokens sign P-256: a recorder that is told to seal in the other suite does not start
    settings = kiosk / "recorder" / "recorder.json"
    settings.write_text(settings.read_text().replace(P256, SM2))
    done = subprocess.run([world.binary("medcheck-recorder"), "--state", str(kiosk)], capture_output=True, text=True)
    expect(f"the recorder names the suites: {done.stderr}",
           done.returncode == 1 and f"its key is of suite {P256}, recorder.json asks for {SM2}" in done.stderr)


def tpm(world):
    """The key is this machine's TPM's: its file is of no use elsewhere."""
    own = Tpm(world, "tpm")
    os.environ["TPM2OPENSSL_TCTI"] = own.way
    kiosk = admit(world, "--keep", "tpm", policy=f"{ARC}.2.4")
    expect("the file is the TPM's", "TSS2 PRIVATE KEY" in (kiosk / "recorder" / "signing.key").read_text())
    os.environ["TPM2OPENSSL_TCTI"] = Tpm(world, "other-tpm").way
    refuses(world, kiosk, "signing.key")
    os.environ["TPM2OPENSSL_TCTI"] = own.way
    works(world, kiosk, "4")
    if world.suite == P256:
        anchors(world, kiosk, own)


def token_sm2(world):
    """Tokens sign P-256: a kiosk of the other suite is told so before it asks for anything."""
    uri, _ = make_token(world)
    kiosk = world.new_kiosk("kiosk")
    world.open_desk()
    said = world.enrol(kiosk, world.invite("--invite", KIOSK) + "\n", "--keep", "token", "--token", uri, status=2)
    expect(f"the combination is named: {said}", "no token key of suite sm2-sm3 can be kept there" in said)
    expect("nothing was asked", " asked " not in world.office("--log"))


PLAYS = {"admitted": admitted, "renewed": renewed, "lists": lists, "sealed": sealed, "token": token, "token-sm2": token_sm2, "tpm": tpm,
         "tpm-sm2": tpm}


def perform(world, play):
    """Plays it to its end; the exit status, and on a failure what each program said last."""
    try:
        play(world)
    except Failed as failure:
        print(f"FAILED: {failure}")
        for name in world.logs:
            print(f"--- {name}\n{world.log(name)[-2000:]}")
        return 1
    finally:
        world.stop()
    return 0


def main():
    return perform(Enrolling(SM2 if sys.argv[1].endswith("-sm2") else P256), PLAYS[sys.argv[1]])


if __name__ == "__main__":
    sys.exit(main())
