"""The seal of a record: shape, signature, certificates. Written from docs/record-format.md, not from the C code."""

import base64
import calendar
import functools
import re

import curves
from der import Bad, expect, integer, oid, parse_all, set_of, whole

DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = (f"1.2.840.113549.1.9.{n}" for n in (3, 4, 5))
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
SHA256, SM3 = "2.16.840.1.101.3.4.2.1", "1.2.156.10197.1.401"
SUITES = {
    "p256-sha256": {"curve": "1.2.840.10045.3.1.7", "digest": (SHA256, None), "signature": ("1.2.840.10045.4.3.2", None),
                    "hash": curves.sha256},
    "sm2-sm3": {"curve": "1.2.156.10197.1.301", "digest": (SM3, b""), "signature": ("1.2.156.10197.1.501", None),
                "hash": curves.sm3},
}
SERVER_CLIENT_ANY = {"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "2.5.29.37.0"}
LEVELS, KEPT = "2.25.147696107630431582155826858592362827971.", ("file", "sealed", "token", "tpm")
SIZE_MAX = 4 << 20


def algorithm(node):
    """(oid, None or the parameters' NULL body)"""
    parts = node.children
    if len(parts) == 1:
        return oid(parts[0]), None
    if len(parts) == 2 and parts[1].tag == 0x05:
        return oid(parts[0]), parts[1].body
    raise Bad("an algorithm with other parameters")


def seconds(*civil):
    return calendar.timegm(civil)


def moment(node):
    text = node.body.decode("ascii")
    if node.tag == 0x17:
        text = ("19" if text[:2] >= "50" else "20") + text
    if not re.fullmatch(r"\d{14}Z", text):
        raise Bad("a moment in another form")
    return seconds(*(int(text[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))))


class Certificate:
    def __init__(self, raw):
        self.raw = raw
        tbs, signature_algorithm, signature = expect(whole(raw), 0x30, "certificate").children
        self.tbs = tbs.raw
        self.signature_algorithm = algorithm(signature_algorithm)
        self.signature = expect(signature, 0x03, "signature").body[1:]
        parts = tbs.children
        if parts[0].tag == 0xA0:
            parts = parts[1:]
        self.serial = integer(parts[0])
        if algorithm(parts[1]) != self.signature_algorithm:
            raise Bad("a certificate with two algorithms")
        self.issuer, self.subject = parts[2].raw, parts[4].raw
        self.not_before, self.not_after = map(moment, parts[3].children)
        self.read_key(parts[5])
        self.extensions = {}
        for part in parts[6:]:
            if part.tag == 0xA3:
                self.read_extensions(part.children[0])

    def read_key(self, node):
        kind, bits = node.children
        curve = oid(kind.children[1])
        self.suite = next((name for name, suite in SUITES.items() if suite["curve"] == curve), None)
        if self.suite is None or len(bits.body) != 66 or bits.body[:2] != b"\0\x04":
            raise Bad("a key of no suite")
        self.public = int.from_bytes(bits.body[2:34], "big"), int.from_bytes(bits.body[34:], "big")

    def read_extensions(self, node):
        for extension in node.children:
            parts = extension.children
            self.extensions[oid(parts[0])] = parts[-1].body

    @property
    def is_authority(self):
        value = self.extensions.get("2.5.29.19")
        return value is not None and any(p.tag == 0x01 and p.body == b"\xff" for p in whole(value).children)

    def usage(self, bit):
        value = self.extensions.get("2.5.29.15")
        bits = whole(value).body[1:] if value else b""
        return len(bits) > bit // 8 and bool(bits[bit // 8] & 0x80 >> bit % 8)

    @property
    def name(self):
        for part in whole(self.subject).children:
            for pair in part.children:
                kind, value = pair.children
                if oid(kind) == "2.5.4.3":
                    return value.body.decode("utf-8")
        return ""

    @property
    def key_level(self):
        """How its key is kept, as the certificate states it, or None."""
        value = self.extensions.get("2.5.29.32")
        found = [oid(policy.children[0])[len(LEVELS):].split(".") for policy in (whole(value).children if value else ())
                 if oid(policy.children[0]).startswith(LEVELS)]
        return f"{KEPT[int(found[0][1]) - 1]}, {'claimed' if found[0][0] == '1' else 'vouched for'}" if found else None

    def names_as_issuer(self, other):
        """By its name, and by its key where both state one."""
        named, own = self.extensions.get("2.5.29.35"), other.extensions.get("2.5.29.14")
        key = next((one.body for one in whole(named).children if one.tag == 0x80), None) if named else None
        return self.issuer == other.subject and (key is None or own is None or whole(own).body == key)

    @functools.lru_cache(maxsize=None)
    def signed_by(self, issuer):
        return (self.issuer == issuer.subject and self.suite == issuer.suite and
                self.signature_algorithm == SUITES[issuer.suite]["signature"] and
                curves.verify(issuer.suite, self.signature, self.tbs, issuer.public))


@functools.lru_cache(maxsize=None)
def certificate_of(raw):
    """One object for the same bytes: a chain of records asks the same of the same certificates over and over."""
    return Certificate(raw)


def pem(path, label):
    text = open(path, encoding="ascii").read()
    return [base64.b64decode(one) for one in re.findall(f"-----BEGIN {label}-----(.*?)-----END {label}-----", text, re.S)]


def named_key(list_parts):
    """The key (its identifier) that a revocation list names as its issuer's, or None."""
    for part in list_parts:
        if part.tag == 0xA0:
            for extension in part.children[0].children:
                if oid(extension.children[0]) == "2.5.29.35":
                    return next((one.body for one in whole(extension.children[-1].body).children if one.tag == 0x80), None)
    return None


def is_list_of(issuer, list_parts):
    """By its name, and by its key where both name one: an authority may get another key under its old name."""
    named, own = named_key(list_parts), issuer.extensions.get("2.5.29.14")
    return issuer.subject == list_parts[1].raw and (named is None or own is None or whole(own).body == named)


def revoked_serials(path, issuers):
    """{(issuer, serial)} of the lists that one of the issuers signed."""
    found = set()
    for raw in pem(path, "X509 CRL"):
        tbs, signature_algorithm, signature = whole(raw).children
        parts = tbs.children[1:] if tbs.children[0].tag == 0x02 else tbs.children
        issuer = next((one for one in issuers if is_list_of(one, parts)), None)
        if issuer is None:
            continue
        if (algorithm(signature_algorithm) != SUITES[issuer.suite]["signature"] or
                not curves.verify(issuer.suite, signature.body[1:], tbs.raw, issuer.public)):
            raise Bad("a revocation list that its issuer did not sign")
        for part in parts[2:]:
            if part.tag == 0x30:
                found |= {(issuer.subject, integer(entry.children[0])) for entry in part.children}
    return found


def attributes(node):
    found = {}
    for attribute in node.children:
        kind, values = attribute.children
        if len(values.children) != 1 or oid(kind) in found:
            raise Bad("a signed attribute with other than one value")
        found[oid(kind)] = values.children[0]
    if [a.raw for a in node.children] != sorted(a.raw for a in node.children):
        raise Bad("signed attributes that are not in DER's order")
    if set(found) != {CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, SIGNING_CERTIFICATE_V2}:
        raise Bad("signed attributes that are not the four of CAdES-BES")
    return found


def why_no_issuer(certificate, others):
    issuer = next((one for one in others if certificate.names_as_issuer(one)), None)
    if issuer is None:
        return "no chain to a trusted root"
    return "a chain that mixes suites" if issuer.suite != certificate.suite else "a certificate that its issuer did not sign"


def walk(leaf, inside, roots, at, revoked):
    chain, here = [leaf], leaf
    while True:
        root = next((r for r in roots if here.signed_by(r)), None)
        if root is not None:
            chain.append(root)
            break
        here = next((c for c in inside if c not in chain and c.raw != leaf.raw and here.signed_by(c)), None)
        if here is None:
            raise Bad(why_no_issuer(chain[-1], inside + roots))
        chain.append(here)
    for certificate in chain:
        if at < certificate.not_before:
            raise Bad("a certificate that was not yet valid then")
        if at > certificate.not_after:
            raise Bad("a certificate that had expired then")
        if (certificate.issuer, certificate.serial) in revoked:
            raise Bad("a revoked certificate")
    for issuer in chain[1:]:
        if not issuer.is_authority or not issuer.usage(5):
            raise Bad("an issuer that is no authority")
    return chain


def named_certificates(value):
    named = []
    for identifier in value.children[0].children:
        named.append(next(p.body for p in identifier.children if p.tag == 0x04))
    return named


def read(data):
    """(content bytes, certificates, signer info parts, signed data parts); the shape alone."""
    if len(data) > SIZE_MAX:
        raise Bad("too large")
    outer = expect(whole(data), 0x30, "envelope").children
    if len(outer) != 2 or oid(outer[0]) != SIGNED_DATA or outer[1].tag != 0xA0:
        raise Bad("no signed data")
    parts = whole(outer[1].body).children
    if [p.tag for p in parts] != [0x02, 0x31, 0x30, 0xA0, 0x31] or integer(parts[0]) != 1:
        raise Bad("signed data with other parts")
    content = parts[2].children
    if len(content) != 2 or oid(content[0]) != DATA or content[1].tag != 0xA0:
        raise Bad("a content with other parts")
    signers = parts[4].children
    if len(signers) != 1:
        raise Bad("not exactly one signer")
    info = signers[0].children
    if [p.tag for p in info] != [0x02, 0x30, 0x30, 0xA0, 0x30, 0x04] or integer(info[0]) != 1:
        raise Bad("a signer with other parts")
    return expect(whole(content[1].body), 0x04, "content").body, [certificate_of(c.raw) for c in parts[3].children], info, parts


def verify(data, roots, at, crls=None, suites=SUITES):
    """(content, leaf)"""
    content, inside, info, parts = read(data)
    issuer, serial = info[1].children
    leaf = next((c for c in inside if c.issuer == issuer.raw and c.serial == integer(serial)), None)
    if leaf is None:
        raise Bad("the signer's certificate is not inside")
    if leaf.suite not in suites:
        raise Bad("a suite that is not accepted")
    suite = SUITES[leaf.suite]
    if [algorithm(a) for a in parts[1].children] != [suite["digest"]] or algorithm(info[2]) != suite["digest"]:
        raise Bad("a digest of another suite")
    if algorithm(info[4]) != suite["signature"]:
        raise Bad("a signature of another suite")
    signed = attributes(info[3])
    if oid(signed[CONTENT_TYPE]) != DATA or signed[MESSAGE_DIGEST].body != suite["hash"](content):
        raise Bad("the signed digest is not the content's")
    if not curves.verify(leaf.suite, info[5].body, set_of(*[a.raw for a in info[3].children]), leaf.public):
        raise Bad("the signature does not fit")
    if leaf.suite == "p256-sha256" and 2 * curves.read_signature(info[5].body, curves.P256)[1] > curves.P256.n:
        raise Bad("the larger s")
    chain = walk(leaf, inside, roots, at, revoked_serials(crls, inside + roots) if crls else set())
    if not leaf.usage(0) or leaf.is_authority or SERVER_CLIENT_ANY & set(map(
            oid, whole(leaf.extensions["2.5.29.37"]).children if "2.5.29.37" in leaf.extensions else [])):
        raise Bad("a certificate that is not for signing records")
    if sorted(c.raw for c in inside) != sorted(c.raw for c in chain[:-1]):
        raise Bad("the certificates inside are not the chain without its root")
    if named_certificates(signed[SIGNING_CERTIFICATE_V2]) != [suite["hash"](c.raw) for c in chain[:-1]]:
        raise Bad("signingCertificateV2 does not name the chain")
    return content, leaf


def signed_at(data):
    """The second that the signing time states; of an envelope that verifies."""
    return moment(attributes(read(data)[2][3])[SIGNING_TIME])


def roots_of(path):
    return [certificate_of(raw) for raw in pem(path, "CERTIFICATE")]
