#!/usr/bin/python3
"""The sealed personal part for an SM2 authority, opened with stock `openssl` (pkeyutl, kdf, mac, enc) as docs/record-format.md says it:

    personal.py --key AUTHORITY.key FILE    its clear bytes to standard output
    personal.py --check KEY FILE CLEAR      it opens to CLEAR, and with no byte changed to anything"""

import hmac
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from der import Bad, expect, integer, oid, whole  # noqa: E402

AUTH_ENVELOPED, AUTH_ENC_128 = "1.2.840.113549.1.9.16.1.23", "1.2.840.113549.1.9.16.3.15"
SM2_ENCRYPTION, PBKDF2, HMAC_SM3 = "1.2.156.10197.1.301.3", "1.2.840.113549.1.5.12", "1.2.156.10197.1.401.2"
SM4_CTR = "1.2.156.10197.1.104.7"


def openssl(*arguments, data=None):
    done = subprocess.run(("openssl",) + arguments, input=data, capture_output=True)
    if done.returncode != 0:
        raise Bad(f"openssl {arguments[0]} refuses")
    return done.stdout


def derive(secret, salt, size):
    text = openssl("kdf", "-keylen", str(size), "-kdfopt", "digest:SM3", "-kdfopt", "hexpass:" + secret.hex(), "-kdfopt", "salt:" + salt,
                   "-kdfopt", "iter:1", "-kdfopt", "pkcs5:1", "-binary", "PBKDF2")
    if len(text) != size:
        raise Bad("another length of a key")
    return text


def take_apart(data):
    """(the encrypted secret, the content's algorithm in DER, IV, ciphertext, MAC)"""
    kind, explicit = whole(data).children
    if oid(kind) != AUTH_ENVELOPED:
        raise Bad("no AuthEnvelopedData")
    version, recipients, content, mac = whole(explicit.body).children
    (recipient,) = recipients.children
    _, _, algorithm, secret = recipient.children
    if integer(version) != 0 or oid(algorithm.children[0]) != SM2_ENCRYPTION:
        raise Bad("another way to the key")
    _, algorithm, text = content.children
    kind, parameters = algorithm.children
    kdf, cipher, hmac_algorithm = parameters.children
    if (oid(kind), oid(kdf.children[0]), oid(cipher.children[0]), oid(hmac_algorithm.children[0])) != (
            AUTH_ENC_128, PBKDF2, SM4_CTR, HMAC_SM3):
        raise Bad("other algorithms")
    return secret.body, algorithm.raw, expect(cipher.children[1], 0x04, "IV").body, text.body, expect(mac, 0x04, "MAC").body


def open_sealed(key, data):
    secret, algorithm, iv, text, stated = take_apart(data)
    secret = openssl("pkeyutl", "-decrypt", "-inkey", key, data=secret)
    made = openssl("mac", "-digest", "SM3", "-macopt", "hexkey:" + derive(secret, "authentication", 32).hex(), "-binary", "HMAC",
                   data=algorithm + text)
    if not hmac.compare_digest(made, stated):
        raise Bad("another MAC")
    return openssl("enc", "-d", "-sm4-ctr", "-K", derive(secret, "encryption", 16).hex(), "-iv", iv.hex(), data=text)


def check(key, path, clear):
    with open(path, "rb") as sealed:
        data = sealed.read()
    if open_sealed(key, data) != clear.encode():
        raise Bad("something else is inside")
    for place in range(0, len(data), 13):
        changed = bytearray(data)
        changed[place] ^= 1
        try:
            if open_sealed(key, bytes(changed)) != clear.encode():
                raise SystemExit(f"with byte {place} changed it opens to something else")
        except (Bad, ValueError, IndexError):
            pass


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        check(*sys.argv[2:])
    else:
        with open(sys.argv[3], "rb") as sealed_file:
            sys.stdout.buffer.write(open_sealed(sys.argv[2], sealed_file.read()))
