#!/usr/bin/env python3
"""Record the sample captures again: ``record.py [--into FOLDER] [NAME ...]``, as root.

Every sample is one function below: the link it builds, what the hosts do, and what the peers say at the end. The
capture goes to FOLDER (by default the folder above this one), what the peers and tshark say to ``truth`` in it.
Needs Linux, Python 3.10, iproute2, ethtool, tcpdump, dumpcap, tshark and FRR.
"""

import argparse
import os
import shutil
import sys
import time

from lab import Lab, strip_origin
from peers import FRR_DAEMONS, FrrRouter, KernelHost, QuerierBridge
from tables import write_tables
from truth import write_truth

TOOLS = ("ip", "bridge", "ethtool", "tcpdump", "dumpcap", "tshark", "capinfos", "vtysh", FRR_DAEMONS + "/pimd")
# Query interval 10 s, response time 1 s, two last-member queries 0.5 s apart. The response time stands before the
# interval, since pimd refuses an interval shorter than the response time it has at that moment.
FRR_INTERFACE = """interface e0
 ip igmp
 ip igmp version {version}
 ip igmp query-max-response-time 10
 ip igmp query-interval 10
 ip igmp last-member-query-interval 5
"""
ROUTER = "192.0.2.1"
SOURCE_1, SOURCE_2, SOURCE_3 = "198.51.100.1", "198.51.100.2", "198.51.100.3"
V6_SOURCE_1, V6_SOURCE_2, V6_SOURCE_3 = "2001:db8:1::1", "2001:db8:1::2", "2001:db8:1::3"
PORT = 5000


def look(querier, **kernels):
    """What the querier and the kernels say now, which is right after the last packet."""
    return {"read_at": time.time(), "querier": querier.name, "table": querier.table(),
            "kernels": {name: kernel.memberships() for name, kernel in kernels.items()},
            "received": {name: kernel.received() for name, kernel in kernels.items() if kernel.port}}


def settle(namespace, ipv6=False):
    """Wait for a general query and all its answers, so that the last packets refresh what is still alive."""
    namespace.await_general_query("e0", ipv6)
    time.sleep(1.6)


def igmpv3_asm_ssm(lab, path):
    """IGMPv3, FRR as querier: joins, source lists that change, leaves with last-member queries."""
    router, one, two = lab.lan("router", "one", "two")
    with KernelHost(router) as own, KernelHost(one) as h1, KernelHost(two) as h2:
        own.up(ROUTER + "/24")
        frr = FrrRouter(lab, router, FRR_INTERFACE.format(version=3))
        capture = lab.capture(router, "e0", path)
        h1.up("192.0.2.11/24")
        h2.up("192.0.2.12/24")
        frr.start()
        router.await_general_query("e0")
        time.sleep(1.2)

        h1.join("233.252.0.1")
        h2.join("233.252.0.1")
        time.sleep(1.2)
        h1.join_source("232.1.1.1", SOURCE_1)
        time.sleep(1.2)
        h1.join_source("232.1.1.1", SOURCE_2)
        h1.join_source("232.1.1.1", SOURCE_3)
        h2.join_source("232.1.1.1", SOURCE_2)
        time.sleep(1.2)
        # Nobody else wants this source: it ends. The other one stays, because the second host answers for it.
        h1.leave_source("232.1.1.1", SOURCE_1)
        time.sleep(2.5)
        h1.leave_source("232.1.1.1", SOURCE_2)
        time.sleep(2.5)
        h2.join("233.252.0.2")
        time.sleep(1.2)
        h2.block("233.252.0.2", SOURCE_1)
        time.sleep(2.5)
        h1.join("233.252.0.3")
        time.sleep(1.2)
        h1.set_filter("233.252.0.3", "include", SOURCE_3)
        time.sleep(2.5)
        h1.join("233.252.0.4")
        time.sleep(1.2)
        # The first leave is answered by the other host, the second by nobody.
        h1.leave("233.252.0.1")
        h1.leave("233.252.0.4")
        time.sleep(2.5)
        settle(router)
        capture.stop()
        return look(frr, router=own, one=h1, two=h2)


def igmpv2_leave(lab, path):
    """IGMPv2, FRR as querier: one of two members leaves and the other answers; then it leaves and the group ends."""
    router, one, two = lab.lan("router", "one", "two")
    with KernelHost(router) as own, KernelHost(one) as h1, KernelHost(two) as h2:
        own.force_version("igmp", 2)
        own.up(ROUTER + "/24")
        frr = FrrRouter(lab, router, FRR_INTERFACE.format(version=2))
        capture = lab.capture(router, "e0", path)
        # The first host is set to version 2, the second one speaks it because it hears a version 2 query.
        h1.force_version("igmp", 2)
        for host, address in ((h1, "192.0.2.11/24"), (h2, "192.0.2.12/24")):
            host.repeat_reports_within(1000)
            host.up(address)
        frr.start()
        router.await_general_query("e0")
        time.sleep(1.2)

        h1.join("233.252.0.1")
        h1.join("233.252.0.2")
        h2.join("233.252.0.3")
        time.sleep(1.5)
        h2.join("233.252.0.1")
        router.await_general_query("e0")
        time.sleep(1.5)
        # A version 2 host that heard another one's report leaves in silence, so the last reporter goes first.
        members = [h1, h2] if h1.memberships()["233.252.0.1"]["last_reporter"] else [h2, h1]
        members[0].leave("233.252.0.1")
        time.sleep(2.5)
        members[1].leave("233.252.0.1")
        time.sleep(2.5)
        settle(router)
        capture.stop()
        return look(frr, router=own, one=h1, two=h2)


def mld_v1_v2(lab, path):
    """MLDv2 and MLDv1 hosts, a Linux bridge as MLDv2 querier: joins, source lists that change, done."""
    bridge, one, two = lab.lan("bridge", "one", "two", ipv6=True)
    querier = QuerierBridge(bridge, "e0")
    with KernelHost(bridge, interface="br0") as own, KernelHost(one) as h1, KernelHost(two) as h2:
        capture = lab.capture(bridge, "e0", path, "-q", tool="dumpcap", expression="ip6")
        h2.force_version("mld", 1)
        for host, address in ((h1, "fe80::11/64"), (h2, "fe80::12/64")):
            host.repeat_reports_within(1000)
            host.up(address)
        time.sleep(1.5)
        querier.start()
        bridge.await_general_query("e0", ipv6=True)
        time.sleep(1.2)

        h2.join("ff15::101")
        time.sleep(1.2)
        h1.join("ff15::101")
        h1.join_source("ff35::8000:1", V6_SOURCE_1)
        time.sleep(1.2)
        h1.join_source("ff35::8000:1", V6_SOURCE_2)
        h1.join_source("ff35::8000:1", V6_SOURCE_3)
        time.sleep(1.2)
        h1.leave_source("ff35::8000:1", V6_SOURCE_1)
        time.sleep(2.5)
        h1.join("ff15::102")
        time.sleep(1.2)
        h1.block("ff15::102", V6_SOURCE_1)
        time.sleep(2.5)
        h2.join("ff15::103")
        time.sleep(1.5)
        h2.leave("ff15::103")
        time.sleep(2.5)
        h1.join("ff15::104")
        time.sleep(1.2)
        h1.set_filter("ff15::104", "include", V6_SOURCE_3)
        time.sleep(2.5)
        # The version 1 host answers for the group that the version 2 host leaves.
        h1.leave("ff15::101")
        time.sleep(2.5)
        settle(bridge, ipv6=True)
        capture.stop()
        return look(querier, bridge=own, one=h1, two=h2)


def igmp_mix_v2_v3(lab, path):
    """IGMPv1, v2 and v3 hosts on a link with FRR as v3 querier: what the compatibility mode of a group ignores."""
    router, one, two, three = lab.lan("router", "one", "two", "three")
    with KernelHost(router) as own, KernelHost(one) as h1, KernelHost(two) as h2, KernelHost(three) as h3:
        own.up(ROUTER + "/24")
        frr = FrrRouter(lab, router, FRR_INTERFACE.format(version=3))
        capture = lab.capture(router, "e0", path, "--time-stamp-precision=nano")
        h1.force_version("igmp", 2)
        h3.force_version("igmp", 1)
        for host, address in ((h1, "192.0.2.11/24"), (h2, "192.0.2.12/24"), (h3, "192.0.2.13/24")):
            host.repeat_reports_within(1000)
            host.up(address)
        frr.start()
        router.await_general_query("e0")
        time.sleep(1.2)

        # Include mode until the version 2 host joins; from then on a BLOCK of the version 3 host counts for nothing.
        h2.join_source("233.252.0.1", SOURCE_1)
        time.sleep(1.2)
        h1.join("233.252.0.1")
        time.sleep(1.2)
        h2.join_source("233.252.0.1", SOURCE_2)
        time.sleep(1.2)
        h2.leave_source("233.252.0.1", SOURCE_2)
        time.sleep(2.5)
        # Each leaves one group of two that they share, and the other one answers the last-member query.
        for group in ("233.252.0.2", "233.252.0.3"):
            h1.join(group)
            h2.join(group)
        time.sleep(1.2)
        h2.leave("233.252.0.2")
        h1.leave("233.252.0.3")
        time.sleep(2.5)
        # A leave is worth nothing while a version 1 host is a member, since that one could not say so itself.
        h3.join("233.252.0.4")
        time.sleep(1.5)
        h1.join("233.252.0.4")
        h1.join("233.252.0.5")
        time.sleep(1.2)
        h1.leave("233.252.0.4")
        h1.leave("233.252.0.5")
        # A version 1 host takes up to ten seconds to answer.
        time.sleep(10.5)
        settle(router)
        capture.stop()
        return look(frr, router=own, one=h1, two=h2, three=h3)


def data_and_joins(lab, path):
    """Datagrams forwarded by FRR's PIM as joins ask for them, and datagrams of a local sender that nobody wants."""
    router, one, two, local = lab.lan("router", "one", "two", "local")
    upstream = lab.namespace("upstream")
    lab.wire(router, "e1", upstream, "e0", "02:00:00:00:01:01")
    router.sysctl("net.ipv4.ip_forward", 1)
    configuration = (f"ip pim rp {ROUTER} 224.0.0.0/4\n"
                     + FRR_INTERFACE.format(version=3) + " ip pim\n!\ninterface e1\n ip pim\n")
    with (KernelHost(router) as own, KernelHost(one, PORT) as h1, KernelHost(two, PORT) as h2,
          KernelHost(local) as h3, KernelHost(upstream) as remote):
        own.up(ROUTER + "/24")
        router.ip("address", "add", "198.51.100.254/24", "dev", "e1")
        router.ip("link", "set", "e1", "up")
        remote.up(SOURCE_1 + "/24", SOURCE_2 + "/24")
        h1.up("192.0.2.11/24")
        h2.up("192.0.2.12/24")
        h3.up("192.0.2.13/24")
        frr = FrrRouter(lab, router, configuration)
        capture = lab.capture(router, "e0", path)
        frr.start()
        router.await_general_query("e0")
        time.sleep(1.2)

        wanted, other, near = remote.sender(SOURCE_1), remote.sender(SOURCE_2), h3.sender("192.0.2.13")
        actions = {
            10: lambda: h1.join("233.252.0.1"),
            14: lambda: h2.join_source("232.1.1.1", SOURCE_1),
            22: lambda: h2.join("233.252.0.2"),
            34: lambda: h2.leave("233.252.0.2"),
        }
        for tick in range(48):
            actions.get(tick, lambda: None)()
            payload = b"datagram %02d" % tick
            wanted.sendto(payload, ("233.252.0.1", PORT))
            wanted.sendto(payload, ("232.1.1.1", PORT))
            other.sendto(payload, ("232.1.1.1", PORT))
            other.sendto(payload, ("233.252.0.2", PORT))
            if tick % 4 == 0:
                near.sendto(payload, ("233.252.0.9", PORT))
                near.sendto(payload, ("232.1.1.1", PORT))
            time.sleep(0.25)
        settle(router)
        capture.stop()
        return look(frr, router=own, one=h1, two=h2)


def cooked_any(lab, path):
    """Both families on one dual-stack host, captured on all interfaces at once in both cooked formats."""
    bridge, one = lab.namespace("bridge", ipv6=True), lab.namespace("one", ipv6=True)
    lab.wire(bridge, "p1", one, "e0", "02:00:00:00:00:01")
    querier = QuerierBridge(bridge, "p1", address=ROUTER + "/24")
    with KernelHost(bridge, interface="br0") as own, KernelHost(one) as h1:
        second = twin(path)
        captures = [lab.capture(one, "any", file, "-y", link_type, expression="igmp or ip6")
                    for file, link_type in ((path, "LINUX_SLL2"), (second, "LINUX_SLL"))]
        h1.up("192.0.2.11/24", "fe80::11/64", "2001:db8::11/64")
        time.sleep(1.5)
        querier.start()
        one.await_general_query("e0")
        time.sleep(1.2)

        h1.join("233.252.0.1")
        h1.join("ff15::101")
        time.sleep(1.2)
        h1.join_source("232.1.1.1", SOURCE_1)
        h1.join_source("ff35::8000:1", V6_SOURCE_1)
        time.sleep(1.2)
        h1.leave("233.252.0.1")
        h1.leave("ff15::101")
        time.sleep(2.5)
        settle(one)
        for capture in captures:
            capture.stop()
        return look(querier, bridge=own, one=h1)


def twin(path):
    """The second file of a sample that is captured in two formats."""
    return path.replace(".pcap", "-v1.pcap")


SAMPLES = {
    "igmpv3-asm-ssm.pcap": igmpv3_asm_ssm,
    "igmpv2-leave.pcap": igmpv2_leave,
    "mld-v1-v2.pcapng": mld_v1_v2,
    "igmp-mix-v2-v3.pcap": igmp_mix_v2_v3,
    "data-and-joins.pcap": data_and_joins,
    "cooked-any.pcap": cooked_any,
}


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", default=os.path.dirname(here), help="folder of the captures")
    parser.add_argument("names", nargs="*", metavar="NAME", help="captures to record; all of them if none is named")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(SAMPLES)
    if unknown:
        parser.error(f"no such sample: {', '.join(sorted(unknown))}")
    if os.geteuid() != 0:
        sys.exit("record.py: needs root to make network namespaces")
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        sys.exit(f"record.py: not installed: {', '.join(missing)}")
    for name in arguments.names or SAMPLES:
        with Lab() as lab:
            scratch = os.path.join(lab.directory, name)
            view = SAMPLES[name](lab, scratch)
            for capture in filter(os.path.exists, (scratch, twin(scratch))):
                if capture.endswith(".pcapng"):
                    strip_origin(capture)
                write_truth(arguments.into, os.path.basename(capture), capture, view)
        print(f"recorded: {name}")
    write_tables(arguments.into)


if __name__ == "__main__":
    main()
