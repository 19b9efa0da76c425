"""Pictures of the screen as files."""

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, GLib  # noqa: E402


def rgb(raw):
    """Of rows of blue, green, red, nothing: rows of red, green, blue."""
    pixels = bytearray(len(raw) // 4 * 3)
    pixels[0::3], pixels[1::3], pixels[2::3] = raw[2::4], raw[1::4], raw[0::4]
    return bytes(pixels)


def grab(root, x, y, width, height):
    """The screen's own rows: blue, green, red, nothing."""
    from Xlib import X

    return root.get_image(x, y, width, height, X.ZPixmap, 0xFFFFFFFF).data


def grab_all(root):
    """Width, height and the rows of the whole screen."""
    size = root.get_geometry()
    return size.width, size.height, grab(root, 0, 0, size.width, size.height)


def save(path, width, height, raw):
    picture = GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(rgb(raw)), GdkPixbuf.Colorspace.RGB, False, 8, width, height, 3 * width)
    picture.savev(str(path), "png", ["compression"], ["1"])
