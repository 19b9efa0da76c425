#!/usr/bin/python3
"""timedated.py FILE: stands in for systemd-timedated on the session's bus: writes the moments that it is asked to set, in microseconds,
a line each, into FILE, which is there once it can be asked. The machine's clock stays as it is."""

import sys

from gi.repository import Gio, GLib

INTERFACE = """<node><interface name='org.freedesktop.timedate1'><method name='SetTime'>
<arg type='x' direction='in'/><arg type='b' direction='in'/><arg type='b' direction='in'/></method></interface></node>"""


def main(path):
    def asked(bus, sender, place, interface, method, arguments, call):
        wall_us, is_relative, is_interactive = arguments.unpack()
        with open(path, "a", encoding="ascii") as file:
            print(wall_us, is_relative, is_interactive, file=file)
        call.return_value(None)

    def owned(bus, name):
        open(path, "a", encoding="ascii").close()

    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.register_object("/org/freedesktop/timedate1", Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], asked, None, None)
    Gio.bus_own_name_on_connection(bus, "org.freedesktop.timedate1", Gio.BusNameOwnerFlags.NONE, owned, None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(sys.argv[1])
