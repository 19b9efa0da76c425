"""C18, M3, C16: vision here, hearing there. `parts.py PLAY`, PLAY: by-citizen, by-clerk; or once more there: elsewhere-again.

Two kiosks with different instruments, two recorders, couriers and journals, one gateway. The second one was let in by the
office like any other; all that it knows of the first part is the code on the paper.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys

from bad_days import ACCEPTED, SHOTS, expect
from citizen import BUSINESS, DECLARATION, END, LEFT, WELCOME, Citizen
from enrol import KIOSK, Enrolling, fingerprint_in
from evidence import exams, say, prove
from glass import Glass
from staff_hand import CLERK, COUNTER, StaffHand, hire
from world import PATIENCE_S, SOURCE, Failed, World, wait_for

FIRST = "K-0001"
GIVE_CODE = "Continue an unfinished check"
STATUS = "What became of my check?"
GOES_ON = "Your check goes on here"
NUMBER = "110101199003070011"  # of the simulated card
PHONE = "13912345678"


class Outlet(World):
    """A kiosk in a folder that was provisioned before."""

    def __init__(self, state, **keywords):
        super().__init__(**keywords)
        self.state = state

    def open(self, name, hired=False):
        self._configure()
        done = subprocess.run([self.binary("medcheck-recorder"), "--state", str(self.state), "--provision"], check=True,
                              capture_output=True, text=True)
        self.one_time_code = done.stdout.split()[-1]
        self.start_recorder()
        self.start_courier()
        if hired:
            hire(self)
        self.start_kiosk()
        self.glass = Glass(self.kiosk_pid(), screenshots=str(SHOTS / name), alive=[self.processes["medcheck-devsim"]])
        self.citizen = Citizen(self, self.glass, phone=PHONE)

    def close_glass(self):
        os.kill(self.kiosk_pid(), signal.SIGTERM)
        self.processes.pop("medcheck-devsim").wait(timeout=PATIENCE_S)


class Town(Enrolling):
    """The gateway and its office; both kiosks' folders."""

    def admit(self):
        kiosk = self.new_kiosk("second")
        code = self.invite("--invite", KIOSK)
        self.open_desk()
        self.enrol(kiosk, code + "\n", "--keep", "file", status=3)
        self.office("--approve", KIOSK, "--fingerprint", fingerprint_in(self.enrol(kiosk, "", status=3)))
        self.enrol(kiosk, "", status=0)
        self.start_gateway()
        return kiosk

    def ask(self, *arguments):
        """A command first, if there is one: the state comes after it."""
        command, options = (arguments[:1], arguments[1:]) if not arguments[0].startswith("-") else ((), arguments)
        return subprocess.run([self.binary("medcheck-gateway"), *command, "--state", str(self.state), *options],
                              check=True, capture_output=True, text=True).stdout

    def export(self, kiosk):
        """The kiosk's newest accepted visit as a file, or None."""
        database = sqlite3.connect(f"file:{self.state}/gateway/store.db?mode=ro", uri=True)
        try:
            row = database.execute("SELECT envelope FROM record WHERE kiosk = ? AND type = 'visit' ORDER BY seq DESC",
                                   (kiosk,)).fetchone()
        finally:
            database.close()
        if row is None:
            return None
        path = self.folder / f"{kiosk}.p7m"
        path.write_bytes(row[0])
        return path

    def visit(self, kiosk):
        return prove(wait_for(f"a visit of {kiosk}", lambda: self.export(kiosk)),
                            self.state / "trust" / "roots.pem")["body"]


def codes_on_paper(outlet):
    """What a reader of others finds on the slip that was printed last: {"MC1": …, "MCC1": …}."""
    dots, picture = outlet.folder / "slip.pbm", SHOTS / "parts-slip.png"
    outlet.control(f"slip save {dots}")
    subprocess.run(["convert", str(dots), str(picture)], check=True)
    done = subprocess.run(["zbarimg", "--nodbus", "--quiet", "--raw", str(picture)], capture_output=True, text=True)
    return {line.split("/")[0]: line for line in done.stdout.splitlines()}


def first_part(outlet):
    """The audiometer is not there. Returns what the paper says."""
    outlet.citizen.until(END)
    outlet.glass.wait_heading(LEFT)
    outlet.glass.wait_text("Still to be examined: Hearing, Sound direction")
    outlet.glass.wait_text("Please take your slip.")
    outlet.glass.wait_text(ACCEPTED)
    outlet.glass.screenshot("left")
    codes = codes_on_paper(outlet)
    expect(set(codes) == {"MC1", "MCC1"}, f"both codes on the paper, not {codes}")
    return codes


def scan(outlet, code):
    """As a scanner that is a keyboard types it."""
    outlet.glass.hand.type(code)
    outlet.glass.hand.key("Return")


def citizen_gives_code(outlet, codes):
    glass = outlet.glass
    outlet.citizen.until(BUSINESS)
    glass.press(GIVE_CODE)
    glass.wait_heading(GIVE_CODE)
    scan(outlet, codes["MC1"])
    glass.wait_text("This is not the code of an unfinished check, or it was misread.")
    glass.screenshot("misread")
    scan(outlet, codes["MCC1"])
    glass.wait_heading(GOES_ON)


def clerk_gives_code(outlet, codes):
    glass = outlet.glass
    hand = StaffHand(outlet, glass, outlet.citizen)
    outlet.citizen.until(BUSINESS)
    hand.sign_in(CLERK, COUNTER)
    glass.press(GIVE_CODE)
    glass.wait_text("Scan the lower code of the person's slip")
    scan(outlet, codes["MC1"])
    glass.wait_text("This is not the code of an unfinished check, or it was misread.")
    glass.screenshot("clerk-misread")
    scan(outlet, codes["MCC1"])
    glass.button("Pause this kiosk")
    hand.leave()
    glass.wait_heading(GOES_ON)


def second_part(outlet):
    glass = outlet.glass
    glass.wait_text("Still to be examined: Hearing, Sound direction")
    glass.screenshot("goes-on")
    glass.press("Continue")
    glass.wait_heading(DECLARATION)
    outlet.citizen.until(END)
    glass.wait_text("This was the last part of your check.")
    glass.wait_text(ACCEPTED)
    glass.screenshot("whole")
    expect(not any(one and "Eyesight" in one for one in outlet.citizen.seen), f"only ears: {outlet.citizen.seen}")


def check_parts(town):
    """Each part with its own passport: what measured it, and nothing else."""
    here, there = town.visit(FIRST), town.visit(KIOSK)
    expect(here["case"]["case_id"] == there["case"]["case_id"], "one case")
    expect((here["case"]["part"], there["case"]["part"]) == (1, 2), "parts 1 and 2")
    expect(here["case"]["missing"] == ["hearing", "side"] and there["case"]["missing"] == [], "what is missing")
    instruments = [{one["kind"] for one in visit["devices"]} for visit in (here, there)]
    expect("vision-tester" in instruments[0] and "audiometer" not in instruments[0], f"here: {instruments[0]}")
    expect("audiometer" in instruments[1] and "vision-tester" not in instruments[1], f"there: {instruments[1]}")
    expect(exams(here)["acuity", "naked"]["outcome"] == "pass", f"eyes: {say(exams(here)['acuity', 'naked'])}")
    expect(set(exams(there)) == {("hearing", None), ("side", None)}, f"ears alone there: {list(exams(there))}")


def run(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    expect(done.returncode == 0, f"{command[:2]}: {done.stdout[-600:]}{done.stderr[-600:]}")
    return done.stdout


def check_whole(town):
    """The gateway, `medcheck join` and the second implementation state the same of the whole."""
    roots, rules = town.state / "trust" / "roots.pem", SOURCE / "data"
    paths = [town.export(KIOSK), town.export(FIRST)]
    case_id = town.visit(FIRST)["case"]["case_id"]
    listed = town.ask("--cases").splitlines()
    expect(len(listed) == 1 and listed[0].startswith(f"{case_id} good "), f"one good whole: {listed}")
    told = town.ask("--case", case_id, "--to", str(town.folder))
    expect(f"part 1 {FIRST} " in told and f"part 2 {KIOSK} " in told, f"both parts: {told}")
    parts = sorted(line.split(" case=")[1] for line in town.ask("--list").splitlines() if " visit " in line)
    expect(parts == [f"{case_id}/1", f"{case_id}/2"], f"the listing marks both: {parts}")
    stated = prove(town.folder / "joined.p7m", town.state / "recorder" / "gateway-roots.pem")
    for path in paths:
        run(town.binary("medcheck"), "verify", path, "--trust", roots)
    joined = run(town.binary("medcheck"), "join", *paths, "--trust", roots, "--rules", rules)
    again = run("/usr/bin/python3", SOURCE / "tests/reader/reader.py", "--join", "--roots", roots, "--rules", rules,
                "--schema", SOURCE / "docs/record.schema.json", *paths)
    by_tool = json.loads(next(line[len("joined"):] for line in joined.splitlines() if line.startswith("joined")))
    expect(by_tool == json.loads(again.splitlines()[-1]), "the second implementation states the same")
    expect(by_tool == {name: stated[name] for name in by_tool}, f"the gateway states the same: {stated}")
    verdict = by_tool["verdicts"][0]
    found = {one["requirement"]: one["outcome"] for one in verdict["requirements"]}
    for requirement in ("vision-left", "vision-right", "hearing-left", "hearing-right"):
        expect(found[requirement] == "pass", f"{requirement} of the whole passed: {found}")


def nobody_s_data(codes):
    for datum in (NUMBER, "19900307"):
        expect(datum not in codes["MCC1"], "no number and no birthday in the code")


def looked_up(town, outlet, codes):
    """C16: what became of a slip, of the other kiosk and of this one, with the gateway there and gone."""
    glass = outlet.glass
    glass.press("Finish")
    glass.wait_heading(WELCOME)
    glass.press(STATUS)
    glass.wait_heading(STATUS)
    scan(outlet, codes["MC1"])
    glass.wait_text("The office has received and checked your record.")
    glass.wait_text("As of ")
    glass.screenshot("status")
    scan(outlet, codes["MC1"][:-1] + ("1" if codes["MC1"][-1] == "0" else "0"))
    glass.wait_text("The office does not have it")
    scan(outlet, codes["MCC1"])
    glass.wait_text("This is not the code of a check")
    town.kill("medcheck-gateway")
    scan(outlet, codes["MC1"])
    glass.wait_text("The office cannot be asked now: this is what it said before.")
    glass.wait_text("As of ")
    glass.screenshot("status-old")
    scan(outlet, codes_on_paper(outlet)["MC1"])
    glass.wait_text(f"MC-{KIOSK.replace('-', '')}-")
    glass.wait_text("The office has received and checked your record.")
    told = re.sub(r"MC-K\d+-\d+-\w", "", " ".join(filter(None, glass.texts())))  # whose number is the record's own
    expect(NUMBER not in told and NUMBER[-4:] not in told, f"nobody's data: {told}")
    town.start_gateway()


def once_more(town, outlet, codes):
    """The first slip again, when nothing is left."""
    looked_up(town, outlet, codes)
    outlet.glass.press("Finish")
    outlet.glass.wait_heading(WELCOME)
    outlet.citizen.page = None
    outlet.citizen.until(BUSINESS)
    outlet.glass.press(GIVE_CODE)
    outlet.glass.wait_heading(GIVE_CODE)
    scan(outlet, codes["MCC1"])
    outlet.glass.wait_text("Nothing is left of this check: its last part was taken here.")
    outlet.glass.screenshot("complete")
    outlet.glass.press("Begin a new check instead")
    outlet.glass.wait_heading(BUSINESS)


def play(name, give_code, hired, then, **keywords):
    with Town() as town:
        second = town.admit()
        with Outlet(town.state, devices="vision,reader,printer", **keywords) as here:
            here.open(f"parts-{name}-1")
            codes = first_part(here)
            nobody_s_data(codes)
            expect(" incomplete " in town.ask("--cases"), "the gateway waits for the rest")
            here.close_glass()
            with Outlet(second, devices="audiometer,reader,printer", **keywords) as there:
                there.open(f"parts-{name}-2", hired)
                give_code(there, codes)
                second_part(there)
                check_parts(town)
                check_whole(town)
                then(town, there, codes)


def by_citizen():
    play("citizen", citizen_gives_code, False, once_more)


def by_clerk():
    play("clerk", clerk_gives_code, True, lambda town, outlet, codes: None, clock_rate=5)


def same_card_elsewhere(town, outlet, name, hired=False):
    """A whole check of its own, with the card that everybody has here."""
    outlet.open(f"again-{name}", hired)
    outlet.citizen.until(END)
    outlet.glass.wait_text(ACCEPTED)
    told = " ".join(filter(None, outlet.glass.texts())).lower()
    expect("attempt" not in told and FIRST.lower() not in told.replace("mc-k0001", ""),
           f"nothing of other checks on the glass: {told}")
    town.ask("attempts", "--once")


def attempts(town, *options):
    return town.ask("attempts", "--list", "--exam", "acuity", *options).splitlines()


def elsewhere_again():
    """Who failed here goes there with better eyes. Both records are accepted; the gateway says so to who asks."""
    with Town() as town:
        second = town.admit()
        (town.state / "gateway" / "attempts" / "attempts.json").write_text('{"most": 1}')
        with Outlet(town.state, devices="vision,reader,printer", person="needs-glasses") as here:
            same_card_elsewhere(town, here, "1")
            expect(attempts(town) == [], f"once is nobody's concern: {attempts(town)}")
            here.close_glass()
            with Outlet(second, devices="vision,reader,printer") as there:
                same_card_elsewhere(town, there, "2")
        check_again(town)


def check_again(town):
    found = [line.split() for line in attempts(town)]
    expect(len(found) == 2 and found[0][0] == found[1][0], f"two attempts of one person: {found}")
    expect([(line[2], line[3], line[5], line[7]) for line in found] ==
           [("1/30d", "within", FIRST, "fail"), ("2/30d", "over", KIOSK, "pass")], f"failed here, passed there: {found}")
    reference = found[1][6]
    marked = [line for line in town.ask("--list").splitlines() if " attempt=" in line]
    expect(len(marked) == 1 and reference in marked[0] and f"acuity:2/30d({FIRST}:fail)" in marked[0],
           f"the second visit alone is marked: {marked}")
    noted = [line for line in town.ask("--refusals").splitlines() if "[attempts-over]" in line and "acuity" in line]
    expect(len(noted) == 1 and reference in noted[0], f"noted once: {noted}")
    before = attempts(town, "--all")
    town.ask("attempts", "--rebuild")
    expect(attempts(town, "--all") == before, "from the records the same comes out")
    number = NUMBER.encode()
    for path in (town.state / "gateway").glob("store.db*"):
        expect(number not in path.read_bytes(), f"no number in {path.name}")


if __name__ == "__main__":
    try:
        globals()[sys.argv[1].replace("-", "_")]()
    except Failed as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        sys.exit(1)
    print(f"{sys.argv[1]}: as it should be")
