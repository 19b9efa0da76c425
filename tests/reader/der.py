"""DER, strictly, and no more of it than certificates, revocation lists and envelopes need."""


class Bad(Exception):
    """What is wrong with the bytes."""


class Node:
    def __init__(self, tag, raw, body):
        self.tag, self.raw, self.body = tag, raw, body  # raw: with tag and length

    @property
    def children(self):
        if not self.tag & 0x20:
            raise Bad("a constructed value is needed")
        return parse_all(self.body)


def parse(data):
    """(Node, rest)"""
    if len(data) < 2:
        raise Bad("truncated")
    tag, length, at = data[0], data[1], 2
    if tag & 0x1F == 0x1F:
        raise Bad("a long tag")
    if length == 0x80:
        raise Bad("an indefinite length: BER, not DER")
    if length > 0x80:
        count = length & 0x7F
        if count > 4 or len(data) < 2 + count:
            raise Bad("truncated")
        length = int.from_bytes(data[2:2 + count], "big")
        if length < 0x80 or data[2] == 0:
            raise Bad("a length that is not the shortest")
        at += count
    if len(data) < at + length:
        raise Bad("truncated")
    return Node(tag, data[:at + length], data[at:at + length]), data[at + length:]


def parse_all(data):
    nodes = []
    while data:
        node, data = parse(data)
        nodes.append(node)
    return nodes


def whole(data):
    node, rest = parse(data)
    if rest:
        raise Bad("bytes behind the end")
    return node


def expect(node, tag, what):
    if node.tag != tag:
        raise Bad(f"{what}: another kind of value")
    return node


def integer(node):
    expect(node, 0x02, "integer")
    body = node.body
    if not body or (len(body) > 1 and (body[0] == 0 and body[1] < 0x80 or body[0] == 0xFF and body[1] >= 0x80)):
        raise Bad("an integer that is not in its shortest form")
    return int.from_bytes(body, "big", signed=True)


def oid(node):
    expect(node, 0x06, "object identifier")
    first, numbers, value = node.body[0], [], 0
    for byte in node.body[1:]:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(value)
            value = 0
    return ".".join(map(str, [first // 40, first % 40] + numbers))


# ---- writing, for the vectors ----

def tlv(tag, *parts):
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    size = (len(body).bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + len(body).to_bytes(size, "big") + body


def seq(*parts):
    return tlv(0x30, *parts)


def set_of(*parts, tag=0x31):
    return tlv(tag, *sorted(parts))


def int_(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(data):
    return tlv(0x04, data)


def oid_(text):
    numbers = list(map(int, text.split(".")))
    body = bytes([numbers[0] * 40 + numbers[1]])
    for number in numbers[2:]:
        chunk = [number & 0x7F]
        while number := number >> 7:
            chunk.append(number & 0x7F | 0x80)
        body += bytes(reversed(chunk))
    return tlv(0x06, body)
