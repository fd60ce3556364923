"""The peers that speak in the samples: hosts on the kernel's own stack, FRR as IGMP router, a bridge as querier."""

import contextlib
import json
import os
import shutil
import socket
import struct
import subprocess

from lab import await_condition, run
from truth import table_of_bridge, table_of_frr

MCAST_JOIN_GROUP = 42
MCAST_BLOCK_SOURCE = 43
MCAST_UNBLOCK_SOURCE = 44
MCAST_LEAVE_GROUP = 45
MCAST_JOIN_SOURCE_GROUP = 46
MCAST_LEAVE_SOURCE_GROUP = 47
MCAST_MSFILTER = 48
IP_MULTICAST_ALL = 49
SOCKADDR_STORAGE_LENGTH = 128
FRR_DAEMONS = "/usr/lib/frr"


def storage(address):
    """An address as the kernel's struct sockaddr_storage."""
    if ":" in address:
        packed = struct.pack("=HHI16sI", socket.AF_INET6, 0, 0, socket.inet_pton(socket.AF_INET6, address), 0)
    else:
        packed = struct.pack("=HH4s", socket.AF_INET, 0, socket.inet_aton(address))
    return packed.ljust(SOCKADDR_STORAGE_LENGTH, b"\0")


class KernelHost:
    """A host whose memberships are real socket options: one socket per group, so that every filter stands alone."""

    def __init__(self, namespace, port=None, interface="e0"):
        self.namespace = namespace
        self.port = port
        self.interface = interface
        self.sockets = contextlib.ExitStack()
        self.by_group = {}
        with namespace.entered():
            self.index = socket.if_nametoindex(interface)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.sockets.close()

    def up(self, *addresses):
        # Only the addresses named here: one that the kernel makes itself is reported before it is valid, from ::.
        self.namespace.sysctl(f"net.ipv6.conf.{self.interface}.addr_gen_mode", 1)
        for address in addresses:
            flags = ["nodad"] if ":" in address else []
            self.namespace.ip("address", "add", address, "dev", self.interface, *flags)
        self.namespace.ip("link", "set", self.interface, "up")
        # Without a route the kernel would not know where to send datagrams to a group.
        if any(":" not in address for address in addresses):
            self.namespace.ip("route", "add", "224.0.0.0/4", "dev", self.interface)

    def force_version(self, family, version):
        """Speak an older version: family is igmp or mld."""
        tree = "ipv4" if family == "igmp" else "ipv6"
        self.namespace.sysctl(f"net.{tree}.conf.{self.interface}.force_{family}_version", version)

    def repeat_reports_within(self, interval_ms):
        """Repeat the report of a join soon in the older versions too, whose default is ten seconds."""
        self.namespace.sysctl(f"net.ipv4.conf.{self.interface}.igmpv2_unsolicited_report_interval", interval_ms)
        self.namespace.sysctl(f"net.ipv6.conf.{self.interface}.mldv1_unsolicited_report_interval", interval_ms)

    def join(self, group):
        self._set(group, MCAST_JOIN_GROUP, storage(group))

    def leave(self, group):
        self._set(group, MCAST_LEAVE_GROUP, storage(group))

    def join_source(self, group, source):
        self._set(group, MCAST_JOIN_SOURCE_GROUP, storage(group) + storage(source))

    def leave_source(self, group, source):
        self._set(group, MCAST_LEAVE_SOURCE_GROUP, storage(group) + storage(source))

    def block(self, group, source):
        self._set(group, MCAST_BLOCK_SOURCE, storage(group) + storage(source))

    def unblock(self, group, source):
        self._set(group, MCAST_UNBLOCK_SOURCE, storage(group) + storage(source))

    def set_filter(self, group, mode, *sources):
        """Replace mode and sources at once (RFC 3678 full-state call) of a group joined before."""
        code = 1 if mode == "include" else 0
        self._set(group, MCAST_MSFILTER, storage(group) + struct.pack("=II", code, len(sources))
                  + b"".join(storage(source) for source in sources))

    def sender(self, source):
        """A socket that sends datagrams to groups from one of the host's addresses."""
        family = socket.AF_INET6 if ":" in source else socket.AF_INET
        with self.namespace.entered():
            made = self.sockets.enter_context(socket.socket(family, socket.SOCK_DGRAM))
        made.bind((source, 0))
        if family == socket.AF_INET:
            made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 4)
            made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                            socket.inet_aton("0.0.0.0") + socket.inet_aton(source) + struct.pack("=i", self.index))
        else:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 4)
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, self.index)
        return made

    def received(self):
        """Datagrams that reached the host's sockets so far: by group, then by source."""
        counts = {}
        for group, made in self.by_group.items():
            made.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    source = made.recvfrom(2048)[1][0]
                    counts.setdefault(group, {}).setdefault(source, 0)
                    counts[group][source] += 1
        return counts

    def memberships(self):
        """The kernel's own view: by group the filter mode, the sources and, for IGMP, the last-reporter flag."""
        igmp = parse_igmp(self.namespace.read("/proc/thread-self/net/igmp"), self.interface)
        mld = parse_igmp6(self.namespace.read("/proc/thread-self/net/igmp6"), self.interface)
        groups = {**igmp, **mld}
        for name, parse in (("mcfilter", parse_ipv4_hex), ("mcfilter6", parse_ipv6_hex)):
            try:
                rows = self.namespace.read(f"/proc/thread-self/net/{name}").splitlines()[1:]
            except FileNotFoundError:
                rows = []
            for row in rows:
                _, device, group, source, included, excluded = row.split()
                if device == self.interface and parse(group) in groups:
                    entry = groups[parse(group)]
                    entry["mode"] = "include" if int(included) > 0 else "exclude"
                    entry["sources"].append(parse(source))
        for entry in groups.values():
            entry["sources"].sort()
        return groups

    def _set(self, group, option, value):
        is_ipv6 = ":" in group
        if group not in self.by_group:
            with self.namespace.entered():
                made = self.sockets.enter_context(
                    socket.socket(socket.AF_INET6 if is_ipv6 else socket.AF_INET, socket.SOCK_DGRAM))
            if self.port:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                # Or a socket without a membership in a group receives what its neighbours joined.
                made.setsockopt(socket.IPPROTO_IP, IP_MULTICAST_ALL, 0)
                made.bind(("", self.port))
            self.by_group[group] = made
        level = socket.IPPROTO_IPV6 if is_ipv6 else socket.IPPROTO_IP
        self.by_group[group].setsockopt(level, option, struct.pack("=I4x", self.index) + value)


def parse_ipv4_hex(text):
    return socket.inet_ntop(socket.AF_INET, int(text, 16).to_bytes(4, "big"))


def parse_ipv6_hex(text):
    return socket.inet_ntop(socket.AF_INET6, bytes.fromhex(text))


def parse_igmp(text, interface):
    groups, device = {}, None
    for line in text.splitlines()[1:]:
        fields = line.split()
        if not line.startswith("\t"):
            device = fields[1]
        elif device == interface:
            # The kernel prints the address as it lies in memory, least significant byte first.
            address = socket.inet_ntop(socket.AF_INET, int(fields[0], 16).to_bytes(4, "little"))
            groups[address] = {"mode": "exclude", "sources": [], "last_reporter": fields[-1] == "1"}
    return groups


def parse_igmp6(text, interface):
    groups = {}
    for line in text.splitlines():
        _, device, address, *_ = line.split()
        if device == interface:
            groups[parse_ipv6_hex(address)] = {"mode": "exclude", "sources": []}
    return groups


class FrrRouter:
    """FRR's zebra and pimd in a namespace, with their files in a folder of the Lab and nothing of the system's."""

    def __init__(self, lab, namespace, configuration):
        self.name = "FRR pimd " + run(f"{FRR_DAEMONS}/pimd", "--version").split()[2]
        self.namespace = namespace
        self.directory = os.path.join(lab.directory, "frr")
        os.mkdir(self.directory)
        self._write("zebra.conf", "hostname router\n")
        self._write("pimd.conf", "hostname router\n" + configuration)
        shutil.chown(self.directory, "frr", "frr")

    def start(self):
        for daemon in ("zebra", "pimd"):
            at = self.directory
            # Output to nowhere: a daemon that inherits a pipe keeps its reader waiting.
            subprocess.run(
                ["ip", "netns", "exec", self.namespace.name, f"{FRR_DAEMONS}/{daemon}", "-d", "-f",
                 f"{at}/{daemon}.conf", "-i", f"{at}/{daemon}.pid", "-z", f"{at}/zserv.api", "--vty_socket", at,
                 "-A", "127.0.0.1", "-P", "0", "-u", "frr", "-g", "frr"],
                check=True, timeout=20, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        await_condition(self._ready, 10, "pimd does not answer")

    def show(self, what):
        return json.loads(self._vtysh(f"show ip igmp {what} json"))

    def table(self, interface="e0"):
        """The router's table by group."""
        return table_of_frr({what: self.show(what).get(interface, {}) for what in ("groups", "sources")})

    def _ready(self):
        try:
            return "e0" in self._vtysh("show ip igmp interface json")
        except RuntimeError:
            return False

    def _vtysh(self, command):
        return run("ip", "netns", "exec", self.namespace.name, "vtysh", "--vty_socket", self.directory, "-c", command)

    def _write(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w") as target:
            target.write(text)
        shutil.chown(path, "frr", "frr")
        os.chmod(path, 0o640)


class QuerierBridge:
    """A bridge with snooping that queries its ports with IGMPv3 and MLDv2; times in hundredths of a second."""

    TIMES = {"mcast_query_interval": 1000, "mcast_startup_query_interval": 300, "mcast_query_response_interval": 100,
             "mcast_membership_interval": 2200, "mcast_querier_interval": 2050, "mcast_last_member_interval": 50}

    def __init__(self, namespace, port, address=None):
        self.name = "Linux bridge"
        self.namespace = namespace
        options = [str(word) for pair in self.TIMES.items() for word in pair]
        namespace.ip("link", "add", "br0", "address", "02:00:00:00:00:fe", "type", "bridge", "mcast_snooping", "1",
                     "mcast_igmp_version", "3", "mcast_mld_version", "2", *options)
        if address:
            namespace.ip("address", "add", address, "dev", "br0")
        # The port itself is no host; only br0 speaks.
        namespace.sysctl(f"net.ipv6.conf.{port}.disable_ipv6", 1)
        namespace.ip("link", "set", port, "master", "br0")
        namespace.ip("link", "set", port, "up")
        namespace.ip("link", "set", "br0", "up")

    def start(self):
        # Only now: a querier that starts takes the default response time if it comes before the option above.
        self.namespace.ip("link", "set", "br0", "type", "bridge", "mcast_querier", "1")

    def table(self):
        """The bridge's table by group."""
        shown = json.loads(run("bridge", "-n", self.namespace.name, "-d", "-s", "-j", "mdb", "show"))
        return table_of_bridge(shown[0]["mdb"])
