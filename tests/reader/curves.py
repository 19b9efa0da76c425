"""Signatures on the two curves by plain arithmetic (slow, never for secrets that matter)."""

import functools
import hashlib
import hmac

from der import Bad, integer, whole


class Curve:
    def __init__(self, p, a, b, n, gx, gy):
        self.p, self.a, self.b, self.n, self.g = p, a, b, n, (gx, gy)

    def add(self, one, other):
        if one is None:
            return other
        if other is None:
            return one
        if one[0] == other[0]:
            if (one[1] + other[1]) % self.p == 0:
                return None
            slope = (3 * one[0] * one[0] + self.a) * pow(2 * one[1], -1, self.p)
        else:
            slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, self.p)
        x = (slope * slope - one[0] - other[0]) % self.p
        return x, (slope * (one[0] - x) - one[1]) % self.p

    @functools.lru_cache(maxsize=256)
    def doublings(self, point):
        """The point, twice it, four times … : the same few keys sign everything."""
        found = [point]
        while len(found) < 256:
            found.append(self.add(found[-1], found[-1]))
        return found

    def times(self, number, point):
        """The sum of doublings; its denominator is carried along (x/z², y/z³) and divided by once."""
        x, y, z = 0, 0, 0
        for bit, (px, py) in enumerate(self.doublings(point)):
            if not number >> bit & 1:
                continue
            h, r = (px * z * z - x) % self.p, (py * z * z * z - y) % self.p
            if z == 0 or h == 0:  # nothing yet; or the same abscissa, which the formula below cannot add
                x, y, z = *(self.add(self.divided(x, y, z), (px, py)) or (0, 0)), int(z == 0 or r == 0)
                continue
            v, z = x * h * h, z * h % self.p
            x = (r * r - h * h * h - 2 * v) % self.p
            y = (r * (v - x) - y * h * h * h) % self.p
        return self.divided(x, y, z)

    def divided(self, x, y, z):
        inverse = pow(z, -1, self.p) if z else 0
        return (x * inverse ** 2 % self.p, y * inverse ** 3 % self.p) if z else None

    def holds(self, point):
        x, y = point
        return 0 <= x < self.p and 0 <= y < self.p and (y * y - x * x * x - self.a * x - self.b) % self.p == 0


P256 = Curve(0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF, -3,
             0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
             0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
             0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
             0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SM2 = Curve(0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF, -3,
            0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
            0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
            0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
            0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)

SM2_ID = b"1234567812345678"


def sm3(data):
    return hashlib.new("sm3", data).digest()


def sha256(data):
    return hashlib.sha256(data).digest()


def number(value):
    return value.to_bytes(32, "big")


def sm2_e(data, public, user_id=SM2_ID):
    z = sm3((8 * len(user_id)).to_bytes(2, "big") + user_id + number(SM2.a % SM2.p) + number(SM2.b) + number(SM2.g[0]) +
            number(SM2.g[1]) + number(public[0]) + number(public[1]))
    return int.from_bytes(sm3(z + data), "big")


def read_signature(der, curve):
    pair = whole(der).children
    if len(pair) != 2:
        raise Bad("a signature is two numbers")
    r, s = map(integer, pair)
    if not (0 < r < curve.n and 0 < s < curve.n):
        raise Bad("a signature out of its bounds")
    return r, s


def verify(suite, der, data, public):
    """Whether der is a signature over data."""
    curve = {"p256-sha256": P256, "sm2-sm3": SM2}[suite]
    r, s = read_signature(der, curve)
    if not curve.holds(public):
        raise Bad("a public key that is not on its curve")
    if suite == "sm2-sm3":
        t = (r + s) % curve.n
        point = curve.add(curve.times(s, curve.g), curve.times(t, public)) if t else None
        return point is not None and (sm2_e(data, public) + point[0]) % curve.n == r
    w = pow(s, -1, curve.n)
    e = int.from_bytes(sha256(data), "big")
    point = curve.add(curve.times(e * w % curve.n, curve.g), curve.times(r * w % curve.n, public))
    return point is not None and point[0] % curve.n == r


def sign(suite, private, data, user_id=SM2_ID, larger_s=False):
    """(r, s); the nonce comes from key and data, so that the vectors can be made again."""
    curve = {"p256-sha256": P256, "sm2-sm3": SM2}[suite]
    public = curve.times(private, curve.g)
    seed = hmac.new(number(private), data + user_id, "sha256").digest() + hmac.new(data, number(private), "sha256").digest()
    k = int.from_bytes(seed, "big") % (curve.n - 1) + 1
    x = curve.times(k, curve.g)[0]
    if suite == "sm2-sm3":
        r = (sm2_e(data, public, user_id) + x) % curve.n
        return r, pow(1 + private, -1, curve.n) * (k - r * private) % curve.n
    r = x % curve.n
    s = pow(k, -1, curve.n) * (int.from_bytes(sha256(data), "big") + r * private) % curve.n
    return r, max(s, curve.n - s) if larger_s else min(s, curve.n - s)
