"""Network namespaces, links and captures for recording the samples.

Everything happens in namespaces named ``cvrec-<pid>-...`` that a Lab makes and removes. A Lab also removes what a dead
run left behind, and it ends only processes that live in such namespaces. Needs root, iproute2, ethtool, tcpdump and
dumpcap.
"""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

PREFIX = "cvrec"
CLONE_NEWNET = 0x40000000
ETH_P_ALL = 3
LIBC = ctypes.CDLL(None, use_errno=True)


def run(*command, check=True):
    """Run a command and give its standard output; its errors become the exception's message."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit={done.returncode}, stderr={done.stderr.strip()}")
    return done.stdout


def alive(pid):
    """True if the process exists and is a recorder (a process id may have been given to somebody else since)."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as line:
            return b"record.py" in line.read()
    except FileNotFoundError:
        return False


class Ended(Exception):
    """The recording was told to end or took longer than it may."""


class Lab:
    """A set of namespaces that lives as long as the ``with`` block, and never longer than the limit."""

    def __init__(self, limit_s=180):
        self.limit_s = limit_s
        self.base = f"{PREFIX}-{os.getpid()}-"
        self.children = []
        self.namespaces = {}
        self.directory = None

    def __enter__(self):
        remove_leftovers()
        signal.signal(signal.SIGALRM, self._expired)
        signal.signal(signal.SIGTERM, self._expired)
        signal.alarm(self.limit_s)
        self.directory = tempfile.mkdtemp(prefix=self.base)
        os.chmod(self.directory, 0o755)
        return self

    def __exit__(self, *failure):
        signal.alarm(0)
        for child in reversed(self.children):
            stop(child)
        for name in list(self.namespaces):
            remove_namespace(self.base + name)
        shutil.rmtree(self.directory, ignore_errors=True)

    @staticmethod
    def _expired(number, frame):
        raise Ended(f"recording ended by signal: number={number}")

    def namespace(self, name, ipv6=False):
        """Make a namespace; without IPv6 nothing but the IPv4 stack speaks in it."""
        made = Namespace(self.base + name)
        run("ip", "netns", "add", made.name)
        self.namespaces[name] = made
        made.sysctl("net.ipv6.conf.all.disable_ipv6", 0 if ipv6 else 1)
        made.sysctl("net.ipv6.conf.default.disable_ipv6", 0 if ipv6 else 1)
        # Without this the first MLD reports leave with the source address ::.
        made.sysctl("net.ipv6.conf.all.accept_dad", 0)
        made.sysctl("net.ipv6.conf.default.accept_dad", 0)
        # Router solicitations tell nothing about membership.
        made.sysctl("net.ipv6.conf.default.router_solicitations", 0)
        made.ip("link", "set", "lo", "up")
        return made

    def lan(self, *members, ipv6=False):
        """Make namespaces whose ``e0`` are one link: a bridge without snooping hands every frame to everybody.

        The interfaces are left down, so that a capture can start before the first report.
        """
        switch = self.namespace("switch")
        switch.ip("link", "add", "hub0", "type", "bridge", "mcast_snooping", "0")
        switch.ip("link", "set", "hub0", "up")
        lan = []
        for index, name in enumerate(members, start=1):
            member = self.namespace(name, ipv6)
            self.wire(switch, f"p{index}", member, "e0", f"02:00:00:00:00:{index:02x}")
            switch.ip("link", "set", f"p{index}", "master", "hub0")
            switch.ip("link", "set", f"p{index}", "up")
            lan.append(member)
        return lan

    @staticmethod
    def wire(left, left_name, right, right_name, right_mac):
        """Join two namespaces by a pair of virtual Ethernets that leave no checksum to hardware."""
        left.ip("link", "add", left_name, "type", "veth", "peer", "name", right_name, "address", right_mac,
                "netns", right.name)
        left.execute("ethtool", "-K", left_name, "tx", "off")
        right.execute("ethtool", "-K", right_name, "tx", "off")

    def spawn(self, namespace, *command, **options):
        """Start a process in a namespace; it ends with the Lab at the latest."""
        child = subprocess.Popen(["ip", "netns", "exec", namespace.name, *command], **options)
        self.children.append(child)
        return child

    def capture(self, namespace, interface, path, *options, tool="tcpdump", expression=""):
        """Start to capture and come back when the capture runs."""
        command = [tool, "-i", interface, "-w", path, *options]
        if tool == "tcpdump":
            # As root, or tcpdump gives up its rights before it opens the file.
            command += ["-n", "-U", "--immediate-mode", "-Z", "root"]
        command += ["-f", expression] if tool == "dumpcap" else [expression]
        errors = open(os.path.join(self.directory, os.path.basename(path) + ".log"), "w+")
        child = self.spawn(namespace, *command, stdout=subprocess.DEVNULL, stderr=errors)
        await_condition(lambda: re.search(r"listening on|Capturing on", log(errors)), 10, f"{tool} does not start")
        time.sleep(0.3)
        return Capture(child, errors)


class Capture:
    """A running capture."""

    def __init__(self, child, errors):
        self.child = child
        self.errors = errors

    def stop(self):
        """End the capture; a lost packet makes the recording worthless and so is an error."""
        self.child.send_signal(signal.SIGINT)
        self.child.wait(10)
        lost = re.search(r"(\d+) packets? dropped by kernel|received/dropped on interface .*: \d+/(\d+)",
                         log(self.errors))
        if lost is None or int(lost.group(1) or lost.group(2)) != 0:
            raise RuntimeError(f"capture lost packets: {log(self.errors)}")


class Namespace:
    """One network namespace."""

    def __init__(self, name):
        self.name = name

    def ip(self, *arguments):
        return run("ip", "-n", self.name, *arguments)

    def execute(self, *command):
        return run("ip", "netns", "exec", self.name, *command)

    def sysctl(self, key, value):
        with self.entered(), open("/proc/sys/" + key.replace(".", "/"), "w") as setting:
            setting.write(str(value))

    def read(self, path):
        with self.entered(), open(path) as text:
            return text.read()

    @contextlib.contextmanager
    def entered(self):
        """Be in the namespace: what is opened here stays there."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
        try:
            set_namespace(there)
            yield self
        finally:
            set_namespace(home)
            os.close(there)
            os.close(home)

    def await_general_query(self, interface, ipv6=False, limit_s=40):
        """Come back when a general query passes the interface."""
        with self.entered(), socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL)) as tap:
            tap.bind((interface, ETH_P_ALL))
            deadline = time.monotonic() + limit_s
            while time.monotonic() < deadline:
                tap.settimeout(max(0.01, deadline - time.monotonic()))
                try:
                    frame = tap.recv(2048)
                except TimeoutError:
                    break
                if is_general_query(frame, ipv6):
                    return
        raise TimeoutError(f"no general query: namespace={self.name}, interface={interface}, limit_s={limit_s}")


def is_general_query(frame, ipv6):
    if ipv6:
        # Hop-by-hop options of eight bytes, then the MLD message with its address at byte 8.
        return (frame[12:14] == b"\x86\xdd" and frame[20] == 0 and frame[54] == 58 and frame[62] == 130
                and frame[70:86] == bytes(16))
    if frame[12:14] != b"\x08\x00" or frame[23] != 2:
        return False
    start = 14 + (frame[14] & 15) * 4
    return frame[start] == 0x11 and frame[start + 4:start + 8] == bytes(4)


def set_namespace(descriptor):
    if LIBC.setns(descriptor, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def log(errors):
    errors.flush()
    with open(errors.name) as text:
        return text.read()


def await_condition(condition, limit_s, complaint):
    """Poll until the condition holds; its value is the answer."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise TimeoutError(f"{complaint}: limit_s={limit_s}")


def stop(child):
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(5)


def remove_namespace(name):
    """Delete a namespace of ours; processes in it (daemons of the run) end first."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in run("ip", "netns", "pids", name, check=False).split():
            # The recorder itself is never inside: it leaves a namespace as soon as it has opened what it wants.
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), number)
        for _ in range(20):
            if not run("ip", "netns", "pids", name, check=False).strip():
                break
            time.sleep(0.1)
    run("ip", "netns", "del", name, check=False)


def remove_leftovers():
    """Remove the namespaces and folders of recorders that died."""
    for line in run("ip", "netns", "list").splitlines():
        owner = re.match(rf"({PREFIX}-(\d+)-\S+)", line)
        if owner and not alive(owner.group(2)):
            remove_namespace(owner.group(1))
    for folder in os.listdir(tempfile.gettempdir()):
        owner = re.match(rf"{PREFIX}-(\d+)-", folder)
        if owner and not alive(owner.group(1)):
            shutil.rmtree(os.path.join(tempfile.gettempdir(), folder), ignore_errors=True)


def strip_origin(path):
    """Take the machine's description (hardware, system, program) out of a pcapng file, little-endian as recorded."""
    with open(path, "rb") as source:
        data = source.read()
    kept, at = [], 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        block = data[at + 8:at + length - 4]
        if kind == 0x0A0D0D0A:
            block = block[:16]
        elif kind == 1:
            # if_os is option 12.
            block = block[:8] + without_option(block[8:], 12)
        kept.append(struct.pack("<II", kind, len(block) + 12) + block + struct.pack("<I", len(block) + 12))
        at += length
    with open(path, "wb") as target:
        target.write(b"".join(kept))


def without_option(options, unwanted):
    kept, at = b"", 0
    while at + 4 <= len(options):
        code, length = struct.unpack_from("<HH", options, at)
        end = at + 4 + (length + 3) // 4 * 4
        if code != unwanted:
            kept += options[at:end]
        at = end
    return kept
