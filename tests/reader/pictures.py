"""Pictures: each one agreed to, and taken once a trial by the camera that watched the exam."""

from der import Bad


def trials_of(run):
    """Those that were handed out; one that was out when the exam was stopped has no event."""
    past = {e["stimulus"]["trial"] for e in run["events"] if e["event"] in ("answer", "discard")}
    return past | {max(past, default=-1) + 1}


def check_pictures(visit):
    asked, taken = visit.get("pictures"), visit.get("evidence", [])
    if taken and not (asked and asked["agreed"]):
        raise Bad("pictures that nobody agreed to")
    seen, alike = set(), set()
    for one in taken:
        runs = [run for run in visit["exams"]
                if run["plan"]["kind"] == one["exam"] and run["device_serial"] == one["device_serial"] != ""]
        if not any(one["trial"] in trials_of(run) for run in runs):
            raise Bad("a picture of nothing that its camera watched")
        if (one["exam"], one["trial"]) in seen:
            raise Bad("a second picture of one trial")
        seen.add((one["exam"], one["trial"]))
        if one.get("picture_sha256") == one["digest"]:
            raise Bad("a picture that was not sealed")
        if "picture_sha256" in one and one["picture_sha256"] in alike:
            raise Bad("one picture of two trials")
        alike.add(one.get("picture_sha256"))
    if asked and not asked["agreed"] and any(run["plan"]["kind"] == "limbs" and run["device_serial"] for run in visit["exams"]):
        raise Bad("watched without agreement")
