"""./demo: with a display the kiosk and a companion for a visitor; without one a simulated citizen's complete check."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time

from world import SOURCE, Failed, World, wait_for

PEOPLE = {
    # person: who it is, has glasses along
    "sharp": ("sees and hears well", False),
    "needs-glasses": ("sees well only with glasses, which are along", True),
    "one-line-weak": ("sees one line too little", False),
    "deaf-one-ear": ("hears nothing on the right", False),
    "wears-aids": ("hears with two hearing aids, by loudspeaker", False),
    "protan": ("lacks the cones for red", False),
    "deutan": ("lacks the cones for green", False),
    "elder": ("is 76 years old, and practises memory, judgement and reaction on a response pad", False),
    "myope": ("is short-sighted by one dioptre and has the glasses along", True),
    "guesser": ("answers and presses at random", False),
    "leaves": ("walks away in the middle of the vision exam", False),
}
ONE_LINE = "=" * 100
DEVICES = "vision,audiometer,reader,printer,stature"


def arguments():
    parser = argparse.ArgumentParser(prog="./demo", description=__doc__)
    parser.add_argument("--person", choices=sorted(PEOPLE), default="sharp")
    parser.add_argument("--language", choices=("en", "zh_CN"), default="en")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--class", dest="licence_class", default="C1")
    parser.add_argument("--suite", choices=("p256-sha256", "sm2-sm3"), default="p256-sha256", help="of seals, receipts, personal parts")
    parser.add_argument("--clock-rate", type=int, help="default: 10, and with a display 1")
    parser.add_argument("--visitor", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.clock_rate = options.clock_rate or (1 if options.visitor else 10)
    return options


class Story:
    def __init__(self):
        self.begin = time.monotonic()

    def __call__(self, text):
        print(f"  {time.monotonic() - self.begin:6.1f} s  {text}", flush=True)


def alone(options):
    """The complete check without a person; returns the exit status."""
    from citizen import ABORTED, END, Citizen
    from glass import Glass

    who, glasses = PEOPLE[options.person]
    out = SOURCE / "build" / "demo" / options.person
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    tell = Story()
    print(ONE_LINE)
    print(f"A complete check on the loopback. The citizen \"{options.person}\" {who}. Clock rate {options.clock_rate}.")
    devices = DEVICES + (",pad" if options.person == "elder" else "")
    with World(options.person, options.seed, options.clock_rate, devices, screen=True, movements=True, suite=options.suite) as world:
        world.provision()
        tell(f"throw-away keys made; one-time code for the first technician: {world.one_time_code}")
        world.start_gateway()
        tell(f"gateway listens on 127.0.0.1:{world.port} (TLS 1.3, client certificate)")
        world.start_recorder()
        world.start_courier()
        tell("recorder and courier run")
        world.start_kiosk("--language", options.language, "--slips", str(out))
        tell("kiosk runs on simulated instruments (real libusb, simulated bus)")
        glass = Glass(world.kiosk_pid(), options.language, str(out), alive=[world.processes["medcheck-devsim"]])
        citizen = Citizen(world, glass, options.licence_class, glasses=glasses, tell=tell,
                          card="elder" if options.person == "elder" else "sharp")
        citizen.hearing_aid = options.person == "wears-aids"
        left = options.person == "leaves"
        citizen.until(ABORTED if left else END, patience_s=600)
        return after_leaving(world, glass, tell, out) if left else after_the_end(world, citizen, tell, out)


def after_leaving(world, glass, tell, out):
    from evidence import audit_events, stored

    glass.screenshot("ended")
    wait_for("the audit entry of the aborted visit at the gateway", lambda: any(
        body["event"] == "visit-aborted" for body in audit_events(world)))
    if stored(world, "visit"):
        raise Failed("a visit record exists although the citizen left")
    tell("the glass is wiped; nothing was kept but the chained audit entry, which the gateway accepted")
    print(f"screenshots: {out}")
    print("summary: leaves: aborted (walked-away); no record, audit entry accepted")
    return 0


def after_the_end(world, citizen, tell, out):
    from evidence import code_of, export_chain, printed, read_again, prove, summary, verify_archive

    glass = citizen.glass
    glass.wait_text("The office has received and checked your record.")
    tell("the glass says: accepted")
    citizen.eyes.keep_pictures()
    glass.wait_text("Please take your slip.")
    glass.screenshot("accepted")
    paper = out / "slip.png"
    if printed(world, paper) != code_of(world):
        raise Failed(f"the code on {paper} is not the record's, {code_of(world)}")
    tell("the slip is printed; its code, read by another program, is the record's number and digest")
    slip = wait_for("the slip", lambda: next(out.glob("*.pdf"), None))
    glass.press("Finish")
    shutil.rmtree(out / "chain", ignore_errors=True)
    chain = export_chain(world, out / "chain")
    envelope = chain[-1]
    roots = shutil.copy(world.state / "trust" / "roots.pem", out)
    print(ONE_LINE)
    verify = subprocess.run([world.binary("medcheck"), "verify", "--trust", roots, "--rules", str(SOURCE / "data"), *map(str, chain)],
                            text=True, capture_output=True)
    good = verify.stdout.count("result     good")
    print(f"medcheck verify: {good} of the chain's {len(chain)} files good; what it says of the last one:")
    print(verify.stdout[verify.stdout.rfind("file       "):] + verify.stderr)
    content = prove(envelope, roots)
    print("stock openssl verified the same envelope" if world.suite == "p256-sha256" else
          "plain Python, which the archive carries, verified the same envelope (stock openssl 3.0 knows no SM2 in CMS)")
    print(f"a second, independent reader verified and judged again {read_again(world)} records")
    archive = out / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    subprocess.run([world.binary("medcheck"), "archive", envelope, "--trust", roots, "--out", str(archive)], check=True)
    print(f"the two commands of {archive}/VERIFY.txt: {verify_archive(archive)}")
    print(f"gateway: {world.records()[-1]}")
    print(f"record: {envelope}\nslip: {slip}, as it was printed: {paper}\nscreenshots: {out}")
    print(f"summary: {world.person}: {summary(content['body'])}")
    return verify.returncode


def visitor(options):
    """Kiosk and companion on the visitor's own display, until either is closed."""
    with World("visitor", options.seed, options.clock_rate, DEVICES, screen=True, movements=True, suite=options.suite) as world:
        world.extra_environment = {"GSK_RENDERER": "cairo"}
        world.start_all("--windowed", "--language", options.language)
        print(f"The kiosk is open; the companion window plays the person. First technician's code: {world.one_time_code}")
        companion = world.start("medcheck-companion", environment={"MEDCHECK_DEVSIM_CONTROL": str(world.control_path)})
        while companion.poll() is None and world.processes["medcheck-devsim"].poll() is None:
            time.sleep(0.2)
    return 0


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.chdir(SOURCE)
    try:
        return visitor(options) if options.visitor else alone(options)
    except Failed as failed:
        print(f"the check did not come to its end: {failed}", file=sys.stderr)
        return 1


sys.exit(main())
