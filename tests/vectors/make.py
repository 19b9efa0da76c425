#!/usr/bin/python3
"""Makes the frozen conformance vectors beside this file and their list, vectors.json. They are frozen: run it only to add one.
The keys come from fixed seeds and protect nothing. Every byte is put together here, by another hand than the product's."""

import base64
import hashlib
import json
import pathlib
import re
import sys
import time

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent / "reader"))
import curves  # noqa: E402
import envelope as shape  # noqa: E402
from der import int_, octets, oid_, seq, set_of, tlv  # noqa: E402

CURVES = {"p256-sha256": curves.P256, "sm2-sm3": curves.SM2}
NOW = 1795486900  # 2026-11-24
YEAR = 365 * 86400
LONG_AGO = {"start": NOW - 10 * YEAR, "end": NOW - 3 * YEAR}
NULL = tlv(0x05)


def key(name, suite):
    private = int.from_bytes(hashlib.sha256(f"{name} {suite}".encode()).digest(), "big") % (CURVES[suite].n - 2) + 1
    return private, CURVES[suite].times(private, CURVES[suite].g)


def algorithm(pair):
    return seq(oid_(pair[0]), *([NULL] if pair[1] is not None else []))


def name(common):
    return seq(tlv(0x31, seq(oid_("2.5.4.3"), tlv(0x0C, common.encode()))))


def when(seconds):
    return tlv(0x17, time.strftime("%y%m%d%H%M%SZ", time.gmtime(seconds)).encode())


def bits(data):
    return tlv(0x03, b"\0" + data)


def signature(suite, private, data, **more):
    r, s = curves.sign(suite, private, data, **more)
    return seq(int_(r), int_(s))


def key_id(public):
    return hashlib.sha1(b"\x04" + curves.number(public[0]) + curves.number(public[1])).digest()


def extension(oid, value, critical=False):
    return seq(oid_(oid), *([tlv(0x01, b"\xff")] if critical else []), octets(value))


class Party:
    """A key with its certificate."""

    def __init__(self, common, suite, issuer=None, authority=False, start=NOW - YEAR, end=NOW + YEAR, purposes=(), serial=None,
                 issuer_suite=None, user_id=curves.SM2_ID):
        self.common, self.suite, self.issuer = common, suite, issuer
        self.private, self.public = key(common + str(serial or ""), suite)
        issuer = issuer or self
        by = issuer.suite
        self.serial = serial or int.from_bytes(hashlib.sha256(common.encode()).digest()[:8], "big") | 1
        usage = tlv(0x03, b"\x01\x06" if authority else b"\x07\x80")
        extensions = [
            extension("2.5.29.19", seq(tlv(0x01, b"\xff")) if authority else seq(), True),
            extension("2.5.29.15", usage, True),
            extension("2.5.29.14", octets(key_id(self.public))),
            extension("2.5.29.35", seq(tlv(0x80, key_id(issuer.public)))),
        ]
        if purposes:
            extensions.append(extension("2.5.29.37", seq(*map(oid_, purposes))))
        point = b"\x04" + curves.number(self.public[0]) + curves.number(self.public[1])
        signed_by = algorithm(shape.SUITES[by]["signature"])
        tbs = seq(tlv(0xA0, int_(2)), int_(self.serial), signed_by, name(issuer.common), seq(when(start), when(end)), name(common),
                  seq(seq(oid_("1.2.840.10045.2.1"), oid_(shape.SUITES[suite]["curve"])), bits(point)),
                  tlv(0xA3, seq(*extensions)))
        self.raw = seq(tbs, signed_by, bits(signature(by, issuer.private, tbs, user_id=user_id)))

    def revoke(self, serial):
        signed_by = algorithm(shape.SUITES[self.suite]["signature"])
        tbs = seq(int_(1), signed_by, name(self.common), when(NOW - YEAR), when(NOW + YEAR),
                  seq(seq(int_(serial), when(NOW - 86400))), tlv(0xA0, seq(extension("2.5.29.20", int_(1)))))
        return seq(tbs, signed_by, bits(signature(self.suite, self.private, tbs)))


def attribute(oid, value):
    return seq(oid_(oid), tlv(0x31, value))


def signing_certificate(suite, certificates):
    hashed = shape.SUITES[suite]["hash"]
    with_algorithm = [] if suite == "p256-sha256" else [algorithm(shape.SUITES[suite]["digest"])]
    identifiers = []
    for one in certificates:
        issuer = (one.issuer or one).common
        issuer_serial = seq(seq(tlv(0xA4, name(issuer))), int_(one.serial))
        identifiers.append(seq(*with_algorithm, octets(hashed(one.raw)), issuer_serial))
    return seq(seq(*identifiers))


class Seal:
    """Everything that an envelope is made of, to be spoilt one by one before build()."""

    def __init__(self, content, leaf, between):
        suite = leaf.suite
        self.content, self.leaf, self.suite, self.at = content, leaf, suite, NOW
        self.inside = [leaf, *between]
        self.named = list(self.inside)
        self.digest, self.algorithm = shape.SUITES[suite]["digest"], shape.SUITES[suite]["signature"]
        self.hash = shape.SUITES[suite]["hash"]
        self.extra_attributes, self.unsigned, self.attached = [], b"", True
        self.leave_out, self.user_id, self.larger_s, self.signers = (), curves.SM2_ID, False, 1
        self.after_signing = lambda attributes: attributes
        self.stated_content = None

    def attributes(self):
        made = {shape.CONTENT_TYPE: oid_(shape.DATA), shape.SIGNING_TIME: when(self.at),
                shape.MESSAGE_DIGEST: octets(self.hash(self.content)),
                shape.SIGNING_CERTIFICATE_V2: signing_certificate(self.suite, self.named)}
        return sorted([attribute(oid, value) for oid, value in made.items() if oid not in self.leave_out] + self.extra_attributes)

    def signer(self):
        attributes = self.attributes()
        made = signature(self.suite, self.leaf.private, set_of(*attributes), user_id=self.user_id, larger_s=self.larger_s)
        return seq(int_(1), seq(name((self.leaf.issuer or self.leaf).common), int_(self.leaf.serial)), algorithm(self.digest),
                   set_of(*self.after_signing(attributes), tag=0xA0), algorithm(self.algorithm), octets(made), self.unsigned)

    def build(self):
        content = self.stated_content if self.stated_content is not None else self.content
        inner = seq(oid_(shape.DATA), *([tlv(0xA0, octets(content))] if self.attached else []))
        certificates = set_of(*[one.raw for one in self.inside], tag=0xA0)
        signers = [self.signer() for _ in range(self.signers)]
        return seq(oid_(shape.SIGNED_DATA), tlv(0xA0, seq(int_(1), tlv(0x31, algorithm(self.digest)), inner, certificates,
                                                         tlv(0x31, *signers))))


def content(at=NOW, kiosk="K-0001", body='{"event":"paused","staff":"zhang01"}', head=""):
    moment, before = (time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(one)) for one in (at, at - 3600))
    clock = f'{{"not_before":"{before}","quality":"kept"}}'
    return (head or (f'{{"at":"{moment}","body":{body},"boot":"{"b" * 32}","clock":{clock},"journal":"{"7" * 32}","kiosk":"{kiosk}",'
                     f'"mono_us":1000,"prev":"{"c" * 64}","seq":42,"type":"audit","v":1}}')).encode()


def indefinite(data):
    """The outermost length left open, as BER allows."""
    header = 2 + (data[1] & 0x7F if data[1] & 0x80 else 0)
    return bytes([data[0], 0x80]) + data[header:] + b"\0\0"


# What each must be refused for: words of medcheck, words of the independent reader. Of the good ones there is no row.
REFUSALS = {
    "expired": ("certificate has expired", "had expired"),
    "not-yet-valid": ("certificate is not yet valid", "not yet valid"),
    "revoked": ("certificate of K-0001: revoked", "a revoked certificate"),
    "foreign-ca": ("unable to get local issuer certificate", "no chain to a trusted root"),
    "no-authority": ("unable to get local issuer certificate", "no chain to a trusted root"),
    "under-sm2-roots": ("unable to get local issuer certificate", "no chain to a trusted root"),
    "tampered-content": ("its signed digest is another", "the signed digest is not the content's"),
    "tampered-attribute": ("the signature does not fit (another key", "the signature does not fit"),
    "tampered-signature-time": ("the signature does not fit (another key", "the signature does not fit"),
    "wrong-id": ("the signature does not fit (another key", "the signature does not fit"),
    "other-signing-time": ("its signing time is not the moment that the content states", "sealed at another moment than its own"),
    "two-signers": ("not exactly one signer", "not exactly one signer"),
    "extra-attribute": ("its signed attributes are not the four", "signed attributes that are not the four"),
    "no-signing-certificate": ("its signed attributes are not the four", "signed attributes that are not the four"),
    "unsigned-attribute": ("not built as an envelope", "a signer with other parts"),
    "detached": ("not built as an envelope", "a content with other parts"),
    "leaf-named-alone": ("not those that were signed along", "signingCertificateV2 does not name the chain"),
    "spare-certificate": ("not the signer's chain without its root", "not the chain without its root"),
    "root-inside": ("not the signer's chain without its root", "not the chain without its root"),
    "connection-key": ("not for signing records", "not for signing records"),
    "authority-key": ("not for signing records", "not for signing records"),
    "truncated": ("no CMS signed data", "truncated"),
    "trailing-garbage": ("no CMS signed data", "bytes behind the end"),
    "ber": ("it is not in DER", "BER, not DER"),
    "other-kiosk": ("but K-0001 sealed it", "sealed by another kiosk"),
    "duplicate-key": ("no valid JSON", "a name twice"),
    "unsorted": ("not in its canonical form", "names out of order"),
    "white-space": ("not in its canonical form", "a space between tokens"),
    "escaped": ("not in its canonical form", "an escape that is not needed"),
    "deep-nested": ("nested too deeply", "nested too deeply"),
    "real-number": ("a real number", "a real number"),
    "null": ("JSON: a null", "JSON: a null"),
    "unknown-member": ("content.w: unknown member", "unknown member w"),
    "without-clock": ("content.clock: missing", "no member clock"),
    "version-2": ("content.v: an unknown version", "an unknown version"),
    "unknown-type": ("content.type: unknown word", "an unknown type"),
    "visit-other-verdict": ("visit: the verdict does not come out of the rules", "the verdict does not come out of the rules"),
    "visit-without-passport": ("exam 1 (acuity): measured by an instrument that has no passport here",
                               "measured by an instrument that has no passport here"),
    "visit-past-calibration": ("exam 1 (acuity): measured by an instrument whose calibration did not count on that day",
                               "measured by an instrument whose calibration did not count on that day"),
    "visit-rules-ended": ("visit: rule pack cn-172 version 5 was not in force on its day (20261124 to 20261124)",
                          "the rule pack was not in force on that day"),
    "visit-screen-past-calibration": ("exam 7 (colour): seen on a screen whose calibration did not count on that day",
                                      "seen on a screen whose calibration did not count on that day"),
    "visit-other-screen": ("exam 7 (colour): seen on another screen than the one that its calibration names",
                           "seen on another screen than the one that its calibration names"),
    "empty": ("JSON is needed, found nothing", "JSON: nothing"),
    "past-the-end": ("certificate has expired", "had expired"),
    "larger-s": ("the smaller s", "the larger s"),
    "sm3": ("the digest is not the one of its key's suite", "a digest of another suite"),
    "named-ecdsa": ("the digest is not the one of its key's suite", "a digest of another suite"),
    "certificate-wrong-id": ("certificate signature failure", "a certificate that its issuer did not sign"),
    "under-p256-authority": ("chain mixes suites", "a chain that mixes suites"),
}
VECTORS = []


def vector(label, data, what, stock, suite="p256-sha256", roots=None, crls=None, at=NOW, **more):
    """stock: what openssl cms -verify says (None: it knows no SM2). more: rules, where its pack is none of those that are shipped;
    outlasts, where it is good though no certificate of it is in force today."""
    (FOLDER / f"{label}.p7m").write_bytes(data)
    ours, reader = REFUSALS.get(label.split("-", 1)[1], (None, None))
    VECTORS.append({"name": label, "what": what, "suite": suite, "roots": roots or f"roots-{suite}.pem", "crls": crls, "at": at,
                    "sha256": hashlib.sha256(data).hexdigest(), "stock": stock, "ours": ours, "reader": reader, **more})


def pem(path, label, *raw):
    text = ""
    for one in raw:
        lines = base64.b64encode(one).decode()
        text += f"-----BEGIN {label}-----\n" + "\n".join(lines[i:i + 64] for i in range(0, len(lines), 64))
        text += f"\n-----END {label}-----\n"
    (FOLDER / path).write_text(text)


def family(suite):
    root = Party("Vector root", suite, authority=True)
    authority = Party("Vector authority", suite, root, authority=True)
    return root, authority, Party("K-0001", suite, authority)


def ended(suite):
    """A seal for twenty years: the kiosk's certificate, its authority's and the root have all ended since. The root."""
    short, stock = ("p256", lambda good: good) if suite == "p256-sha256" else ("sm2", lambda good: None)
    root = Party("Ended root", suite, authority=True, **LONG_AGO)
    authority = Party("Ended authority", suite, root, authority=True, **LONG_AGO)
    leaf = Party("K-0001", suite, authority, serial=1008, **LONG_AGO)
    for label, what, at, good in (("ended", "sealed in time by what has ended since, up to the root", NOW - 5 * YEAR, True),
                                  ("past-the-end", "sealed by what had ended, up to the root", NOW - 2 * YEAR, False)):
        seal = Seal(content(at), leaf, [authority])
        seal.at = at
        vector(f"{short}-{label}", seal.build(), what, stock(good), suite, at=at, outlasts=good)
    return root


def on_measured_screen(visit, expires=20270901, seen_on="SCR-SIM-0001"):
    """The same person before a screen whose calibration is stated: what was flagged for a doctor is decided."""
    content = json.loads(visit.replace(b'"reasons":["panel-assumed"]', b'"reasons":[]'))
    run = next(one for one in content["body"]["exams"] if one["plan"]["kind"] == "colour")
    run["device_serial"] = seen_on
    run["plan"]["panel"]["measured"] = True
    run["plan"].update(calibration="SCR-SIM-0001", calibrated_yyyymmdd=20260901, calibration_expires_yyyymmdd=expires)
    for verdict in content["body"]["verdicts"]:
        line = next(one for one in verdict["requirements"] if one["requirement"] == "colour")
        line["outcome"], verdict["outcome"], verdict["outcome_here"] = "pass", "not-determined", "pass"
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def judged(suite, authority, leaf):
    """A visit, and the same with another verdict: what was measured is run and judged again, now and in twenty years."""
    short = "p256" if suite == "p256-sha256" else "sm2"
    visit = (FOLDER / "visit.json").read_bytes()
    fit = visit.replace(b'"outcome":"refer","outcome_here":"refer"', b'"outcome":"pass","outcome_here":"pass"')
    stock = True if short == "p256" else None
    vector(f"{short}-visit", Seal(visit, leaf, [authority]).build(), "a visit", stock, suite)
    before = (FOLDER / "visit-before-warm-up.json").read_bytes()
    vector(f"{short}-visit-before-warm-up", Seal(before, leaf, [authority]).build(), "a visit whose plans lack what came into them later",
           stock, suite, rules="rules")
    unknown = visit.replace(b'"passport":1,', b"", 1)
    vector(f"{short}-visit-measured-screen", Seal(on_measured_screen(visit), leaf, [authority]).build(),
           "a visit whose colours were seen on a measured screen", stock, suite)
    over = visit.replace(b'"calibration_expires_yyyymmdd":20270901', b'"calibration_expires_yyyymmdd":20261123', 1)
    ended = (FOLDER / "rules/cn-172-5-ended.json").read_bytes()
    by_ended = re.sub(rb'("rule_pack_digest":")[0-9a-f]*', rb"\g<1>" + hashlib.sha256(ended).hexdigest().encode(), visit)
    vector(f"{short}-visit-rules-ended", Seal(by_ended, leaf, [authority]).build(),
           "a visit that was judged by rules whose last day was the day before", stock, suite, rules="rules")
    for label, what, spoilt in (("other-verdict", "a visit that calls fit whom the rules do not", fit),
                                ("without-passport", "a visit whose eyes were measured by an instrument of which nothing is said", unknown),
                                ("past-calibration", "a visit whose eyes were measured when the calibration had run out", over),
                                ("screen-past-calibration", "a visit whose colours were seen when the screen's calibration had run out",
                                 on_measured_screen(visit, expires=20261123)),
                                ("other-screen", "a visit whose colours were seen on another screen than the one that was measured",
                                 on_measured_screen(visit, seen_on="SCR-SIM-0002"))):
        vector(f"{short}-visit-{label}", Seal(spoilt, leaf, [authority]).build(), what, stock, suite)


def both_suites(suite, root, authority, leaf):
    """What is asked of either suite alike."""
    short = "p256" if suite == "p256-sha256" else "sm2"
    stock = (lambda good: good) if short == "p256" else (lambda good: None)

    def add(label, what, good, spoil=lambda seal: None, data=content(), who=leaf, change=lambda raw: raw, **more):
        seal = Seal(data, who, [authority] if who is not authority else [])
        spoil(seal)
        vector(f"{short}-{label}", change(seal.build()), what, stock(good), suite, **more)

    def with_(**values):
        return lambda seal: vars(seal).update(values)

    late = Party("K-0001", suite, authority, start=NOW - 2 * YEAR, end=NOW - YEAR, serial=1001)
    early = Party("K-0001", suite, authority, start=NOW + 86400, end=NOW + YEAR, serial=1002)
    revoked = Party("K-0001", suite, authority, serial=1003)
    tls = Party("K-0001", suite, authority, serial=1004, purposes=("1.3.6.1.5.5.7.3.2",))
    foreign_root, foreign_authority, foreign = (
        Party("Foreign root", suite, authority=True), None, None)
    foreign_authority = Party("Foreign authority", suite, foreign_root, authority=True)
    foreign = Party("K-0001", suite, foreign_authority, serial=1005)
    pem(f"crls-{suite}.pem", "X509 CRL", authority.revoke(revoked.serial))
    flip = content().replace(b"paused", b"opened")

    add("good", "a good envelope", True)
    add("good-with-crl", "a good envelope, and a revocation list that does not name it", True, crls=f"crls-{suite}.pem")
    add("expired", "the certificate had expired", False, who=late)
    add("not-yet-valid", "the certificate was not valid yet", False, who=early)
    add("revoked", "the certificate is revoked", False, who=revoked, crls=f"crls-{suite}.pem")
    add("foreign-ca", "sealed under another root", False, who=foreign,
        spoil=with_(inside=[foreign, foreign_authority], named=[foreign, foreign_authority]))
    add("tampered-content", "a word of the content was changed", False, with_(stated_content=flip))
    add("tampered-attribute", "the signed digest was made to fit another content", False,
        with_(stated_content=flip, after_signing=lambda made: sorted(
            attribute(shape.MESSAGE_DIGEST, octets(shape.SUITES[suite]["hash"](flip))) if oid_(shape.MESSAGE_DIGEST) in one else one
            for one in made)))
    add("tampered-signature-time", "the signed time was changed", False, with_(after_signing=lambda made: sorted(
        attribute(shape.SIGNING_TIME, when(NOW - 60)) if oid_(shape.SIGNING_TIME) in one else one for one in made)))
    add("other-signing-time", "the seal states another time than the content", True, with_(at=NOW - YEAR // 2))
    add("two-signers", "two signers", True if short == "p256" else None, with_(signers=2))
    add("extra-attribute", "a fifth signed attribute", True,
        with_(extra_attributes=[attribute("1.2.3.4", octets(b"x"))]))
    add("unsigned-attribute", "an attribute that no signature covers", True,
        with_(unsigned=tlv(0xA1, attribute("1.2.3.4", octets(b"x")))))
    add("no-signing-certificate", "no CAdES: the certificate is not signed along", False,
        with_(leave_out=(shape.SIGNING_CERTIFICATE_V2,)))
    add("leaf-named-alone", "signingCertificateV2 names the leaf alone", True,
        with_(named=[leaf]))
    add("spare-certificate", "a certificate travels along that is not of the chain", True,
        with_(inside=[leaf, authority, tls], named=[leaf, authority]))
    add("no-authority", "the authority's certificate is missing", False, with_(inside=[leaf], named=[leaf]))
    add("root-inside", "the root travels along", True,
        with_(inside=[leaf, authority, root], named=[leaf, authority, root]))
    add("connection-key", "sealed with a key for connections", True, who=tls)
    add("authority-key", "sealed with the authority's key", True, who=authority,
        spoil=with_(inside=[authority], named=[authority]), data=content(kiosk="Vector authority"))
    add("detached", "the content is not inside", False, with_(attached=False))
    add("truncated", "the last byte is missing", False, change=lambda raw: raw[:-1])
    add("trailing-garbage", "a byte behind the end", True, change=lambda raw: raw + b"\0")
    add("ber", "BER: an indefinite length", True, change=indefinite)
    add("other-kiosk", "the content names another kiosk", True, data=content(kiosk="K-0002"))
    for label, what, text in (
            ("duplicate-key", "a member stands there twice", content().replace(b'"v":1', b'"v":1,"v":1')),
            ("unsorted", "members out of order", content().replace(b'"type":"audit","v":1', b'"v":1,"type":"audit"')),
            ("white-space", "a space between tokens", content().replace(b',"v"', b', "v"')),
            ("deep-nested", "nested a hundred times", content(body='{"event":' + "[" * 100 + "]" * 100 + "}")),
            ("real-number", "a real number", content().replace(b'"mono_us":1000', b'"mono_us":1000.5')),
            ("null", "a null", content(body="null")),
            ("escaped", "an escape that is not needed", content().replace(b"paused", b"p\\u0061used")),
            ("unknown-member", "a member that the head does not have", content().replace(b',"v":1', b',"v":1,"w":1')),
            ("unknown-type", "a type that the format does not have", content().replace(b'"type":"audit"', b'"type":"review"')),
            ("without-clock", "nothing says what its moment is worth", re.sub(rb'"clock":\{[^}]*\},', b"", content())),
            ("version-2", "a version that is not known", content().replace(b'"v":1', b'"v":2')),
            ("empty", "no content at all", b"")):
        add(label, what, True, data=text)


def main():
    families = {suite: family(suite) for suite in CURVES}
    for suite, members in families.items():
        both_suites(suite, *members)
        judged(suite, *members[1:])
        pem(f"roots-{suite}.pem", "CERTIFICATE", members[0].raw, ended(suite).raw)
    root, authority, leaf = families["p256-sha256"]
    sm2_root, sm2_authority, sm2_leaf = families["sm2-sm3"]
    pem("roots-both.pem", "CERTIFICATE", root.raw, sm2_root.raw)

    larger = Seal(content(), leaf, [authority])
    larger.larger_s = True
    vector("p256-larger-s", larger.build(), "the larger of the two signatures", True)
    wrong = Seal(content(), leaf, [authority])
    wrong.digest, wrong.hash = shape.SUITES["sm2-sm3"]["digest"], curves.sm3
    vector("p256-sm3", wrong.build(), "SM3 with a P-256 key", False)
    vector("p256-under-sm2-roots", Seal(content(), leaf, [authority]).build(), "a good one, where only the other suite is trusted",
           False, roots="roots-sm2-sm3.pem")
    vector("sm2-under-both-roots", Seal(content(), sm2_leaf, [sm2_authority]).build(), "a good one, where both suites are trusted",
           None, "sm2-sm3", roots="roots-both.pem")
    other_id = Seal(content(), sm2_leaf, [sm2_authority])
    other_id.user_id = b""
    vector("sm2-wrong-id", other_id.build(), "signed with another distinguishing id", None, "sm2-sm3")
    unnamed = Party("K-0001", "sm2-sm3", sm2_authority, serial=1006, user_id=b"")
    vector("sm2-certificate-wrong-id", Seal(content(), unnamed, [sm2_authority]).build(),
           "the certificate was signed with another distinguishing id", None, "sm2-sm3")
    as_ecdsa = Seal(content(), sm2_leaf, [sm2_authority])
    as_ecdsa.digest, as_ecdsa.hash, as_ecdsa.algorithm = (
        shape.SUITES["p256-sha256"]["digest"], curves.sha256, shape.SUITES["p256-sha256"]["signature"])
    vector("sm2-named-ecdsa", as_ecdsa.build(), "an SM2 key under the names of the other suite", None, "sm2-sm3")
    mixed = Party("K-0001", "sm2-sm3", authority, serial=1007)
    vector("sm2-under-p256-authority", Seal(content(), mixed, [authority]).build(), "an SM2 key under a P-256 authority", None,
           "sm2-sm3", roots="roots-both.pem")
    (FOLDER / "vectors.json").write_text(json.dumps(VECTORS, indent=1) + "\n")


main()
