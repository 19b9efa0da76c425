"""What a program tells of its widgets over the accessibility bus, all in one answer.

A client that walks from widget to widget asks four questions for each, one after the other, and both sides work for every one.
GTK tells all of it at once (Cache.GetItems), but only what it was once asked for, and not what of it is hidden.
"""

from typing import NamedTuple

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ANSWER_MS = 20000
ROOT = "/org/a11y/atspi/accessible/root"
CACHE = "/org/a11y/atspi/cache"
ACCESSIBLE, COMPONENT, ACTION = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Component", "Action"))


def bus():
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    (address,) = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                   Gio.DBusCallFlags.NONE, ANSWER_MS, None).unpack()
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


class Box(NamedTuple):
    x: int
    y: int
    width: int
    height: int


def path_of(reference):
    return reference.get_child_value(1).get_string()


def members(answer):
    """Of the array that an answer is."""
    array = answer.get_child_value(0)
    return (array.get_child_value(i) for i in range(array.n_children()))


class Node:
    """A widget; role and name are those of the look that found it."""

    def __init__(self, program, item):
        # An item tells much more; what nobody here asks for is not taken out of it, for each look takes hundreds.
        self.path = path_of(item.get_child_value(0))
        self.count, self.name, self.role = (item.get_child_value(i).unpack() for i in (4, 6, 7))
        self.program = program
        self.children = []

    def name_now(self):
        return self.program.ask(self.path, "org.freedesktop.DBus.Properties", "Get", "(ss)", ACCESSIBLE, "Name")[0]

    def has(self, state):
        (states,) = self.program.ask(self.path, ACCESSIBLE, "GetState")
        return bool((states[0] | states[1] << 32) >> int(state) & 1)

    def do(self):
        """What a press on it does; False: it takes none now."""
        return self.program.ask(self.path, ACTION, "DoAction", "(i)", 0)[0]

    def box(self):
        # GTK 4.8 knows window coordinates only.
        return Box(*self.program.ask(self.path, COMPONENT, "GetExtents", "(u)", int(Atspi.CoordType.WINDOW))[0])

    def below(self):
        """Itself and what stands below it, in order."""
        yield self
        for child in self.children:
            yield from child.below()


class Program:
    def __init__(self, connection, name):
        self.connection, self.name = connection, name

    @classmethod
    def find(cls, connection, pid):
        """The program of this process once it has a window, or None."""
        registry = cls(connection, "org.a11y.atspi.Registry")
        daemon = cls(connection, "org.freedesktop.DBus")
        for name, _ in registry.ask(ROOT, ACCESSIBLE, "GetChildren")[0]:
            program = cls(connection, name)
            try:
                (its_pid,) = daemon.ask("/org/freedesktop/DBus", daemon.name, "GetConnectionUnixProcessID", "(s)", name)
                if its_pid == pid and program.ask(ROOT, ACCESSIBLE, "GetChildren")[0]:
                    return program
            except GLib.Error:
                continue
        return None

    def ask(self, path, interface, method, signature=None, *arguments):
        return self._ask(path, interface, method, GLib.Variant(signature, arguments) if signature else None).unpack()

    def _ask(self, path, interface, method, parameters=None):
        return self.connection.call_sync(self.name, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE,
                                         ANSWER_MS, None)

    def _children(self, paths):
        """{path: paths of its children}, all asked at once; what is gone has none."""
        found = {}

        def answered(connection, result, path):
            try:
                found[path] = [path_of(child) for child in members(connection.call_finish(result))]
            except GLib.Error:
                found[path] = []

        for path in paths:
            self.connection.call(self.name, path, ACCESSIBLE, "GetChildren", None, None, Gio.DBusCallFlags.NONE, ANSWER_MS, None,
                                 answered, path)
        context = GLib.MainContext.default()
        while len(found) < len(paths):
            context.iteration(True)
        return found

    def _items(self):
        nodes = [Node(self, item) for item in members(self._ask(CACHE, "org.a11y.atspi.Cache", "GetItems"))]
        return {node.path: node for node in nodes}

    def look(self):
        """{path: node}, from the root on with what is shown below each. A tree that changes under the look lacks what changed."""
        nodes = self._items()
        told = {}
        # An item does not say whether it is shown; its parent does. And who was never asked for becomes an item by that.
        ask = {node.path for node in nodes.values() if node.count > 0} | {ROOT}
        while ask:
            answers = self._children(ask)
            told.update(answers)
            ask = {child for children in answers.values() for child in children if child not in nodes and child not in told}
        if any(child not in nodes for children in told.values() for child in children):
            nodes = self._items()
        for path, children in told.items():
            if path in nodes:
                nodes[path].children = [nodes[child] for child in children if child in nodes]
        return nodes
