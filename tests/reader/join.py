"""The parts of one case once more, from docs/record-format.md: are they one whole, and how is it judged?"""

from datetime import timedelta

from der import Bad
from judge import Judge, day

OPEN = {"device-lost", "no-device", "uncalibrated", "no-loudspeaker"}


def is_left_open(run):
    return run["result"]["outcome"] == "not-determined" and bool(OPEN & set(run["result"]["reasons"]))


def last_runs(visit):
    return {run["plan"]["kind"]: run for run in visit["exams"] if run["finished"] and run["plan"]["kind"] != "reaction"}


def missing_after(visit, before):
    """before None: it is the first part."""
    last = last_runs(visit)
    if before is None:
        return {kind for kind, run in last.items() if is_left_open(run)}
    return {kind for kind in before if kind not in last or is_left_open(last[kind])}


def check_mark(visit, pack):
    """One part alone."""
    case = visit.get("case")
    if case is None:
        return
    if case["part"] == 1:
        if "after" in case or not case["missing"] or set(case["missing"]) != missing_after(visit, None):
            raise Bad("what is missing does not come out of the exams")
        if day(case["lapses_yyyymmdd"]) != day(visit["visit_date_yyyymmdd"]) + timedelta(days=pack.get("case_days", 0)):
            raise Bad("the case lapses on another day")
    elif set(case["missing"]) != missing_after(visit, case["missing"]):
        raise Bad("an exam that was taken is said to be missing")


def known_day(visit):
    return day(visit["visit_date_yyyymmdd"] or visit["visit_latest_yyyymmdd"])


def check_follows(before, after, digest):
    case, missing = after["case"], set(before["case"]["missing"])
    if case["after"] != digest:
        raise Bad("a part does not follow the one before it")
    if after["visit_date_yyyymmdd"] and after["visit_date_yyyymmdd"] < before["visit_date_yyyymmdd"]:
        raise Bad("a part is earlier than the one before it")
    if known_day(after) > day(case["lapses_yyyymmdd"]):
        raise Bad("lapsed")
    if {run["plan"]["kind"] for run in after["exams"]} - {"reaction"} - missing:
        raise Bad("an exam was taken that was not missing")
    if set(case["missing"]) != missing_after(after, missing):
        raise Bad("what is missing does not come out of the exams")


def union(visits):
    """A visit that never was: each kind as of the last part that took it."""
    taken = {}
    for visit in visits:
        for kind in {run["plan"]["kind"] for run in visit["exams"] if run["finished"]}:
            taken[kind] = [run for run in visit["exams"] if run["finished"] and run["plan"]["kind"] == kind]
    return {**visits[-1], "exams": [run for runs in taken.values() for run in runs],
            "declared": sorted({one for visit in visits for one in visit["declared"]}),
            "declaration_made": all(visit["declaration_made"] for visit in visits)}


SAME = ("birth_for_age_yyyymmdd", "classes", "business", "demonstration", "rule_pack_digest", "wears_hearing_aid")


def join(parts, pack):
    """parts: (content, digest of its envelope), each proven. Returns what may be stated of the whole."""
    if any("case" not in content["body"] for content, _ in parts):
        raise Bad("one of them is part of no case")
    parts = sorted({digest: (content, digest) for content, digest in parts}.values(),
                   key=lambda part: part[0]["body"]["case"]["part"])
    visits = [content["body"] for content, _ in parts]
    first = visits[0]
    for visit in visits:
        if any(visit[name] != first[name] for name in SAME):
            raise Bad("not of one person, for one purpose, by one rule pack")
        if any(visit["case"][name] != first["case"][name] for name in ("case_id", "person", "lapses_yyyymmdd")):
            raise Bad("parts of different cases")
    if [visit["case"]["part"] for visit in visits] != list(range(1, len(visits) + 1)):
        raise Bad("a part is doubled or not here")
    for i in range(1, len(visits)):
        check_follows(visits[i - 1], visits[i], parts[i - 1][1])
    if visits[-1]["case"]["missing"]:
        raise Bad("an exam is still missing")
    whole = union(visits)
    return {"case_id": first["case"]["case_id"], "classes": first["classes"],
            "parts": [{"digest": digest, "kiosk": content["kiosk"], "seq": content["seq"]} for content, digest in parts],
            "person": first["case"]["person"], "rule_pack_digest": first["rule_pack_digest"],
            "rule_pack_id": first["rule_pack_id"], "rule_pack_version": first["rule_pack_version"],
            "type": "joined", "v": 1,
            "verdicts": [Judge(whole, pack, pack["classes"][code]).verdict(code) for code in first["classes"]]}
