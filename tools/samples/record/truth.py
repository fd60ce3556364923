"""What is true about a capture, from tshark and from the peers' own tables: written beside it, for a test to compare.

Nothing here knows how a membership engine works. Messages are counted by what tshark calls them; the groups are those
that the router's or the bridge's table holds at the end, and for groups it does not keep (224.0.0.x, its own) those
that a kernel on the link is a member of.
"""

import ipaddress
import json
import os
import platform
import shutil
import subprocess

VALIDATION = ["-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]
BAD = ("_ws.malformed || igmp.checksum.status==0 || icmpv6.checksum.status==0 || ip.checksum.status==0 "
       "|| udp.checksum.status==0 || (icmpv6.type in {130..132, 143} && ipv6.src==::)")
FIELDS = ("frame.time_epoch", "ip.src", "ipv6.src", "ip.dst", "ipv6.dst", "igmp.type", "igmp.version", "igmp.maddr",
          "icmpv6.type", "icmpv6.mld.qqi", "icmpv6.mld.multicast_address", "icmpv6.mldr.mar.multicast_address",
          "udp.dstport", "igmp.saddr")
# Neither FRR nor the bridge keeps these.
LINK_LOCAL = ipaddress.ip_network("224.0.0.0/24")
IGMP_KINDS = ("v1-query", "v2-query", "v3-query", "v1-report", "v2-report", "v3-report", "leave")
MLD_KINDS = ("v1-query", "v2-query", "v1-report", "v2-report", "done")
IGMP_REPORTS = {0x12: "v1-report", 0x16: "v2-report", 0x17: "leave", 0x22: "v3-report"}
MLD_REPORTS = {131: "v1-report", 132: "done", 143: "v2-report"}


def write_truth(folder, name, capture, view):
    """Put the capture, its truth and tshark's summary of it into the folder, readable for everybody."""
    packets = read_packets(capture)
    groups, differences = expected_groups(packets, view)
    reported = {group for packet in packets for group in packet["groups"] if packet["kind"].endswith("report")}
    truth = {
        "capture": name,
        "recorded_with": {"kernel": "Linux " + ".".join(platform.release().split(".")[:2]),
                          "querier": view["querier"], "tshark": tshark_version()},
        "file_type": describe(capture, "File type"),
        "time_precision": describe(capture, "File timestamp precision"),
        "link_type": describe(capture, "File encapsulation"),
        "packets": len(packets),
        "duration_ms": round((packets[-1]["time"] - packets[0]["time"]) * 1000),
        "views_read_after_last_packet_ms": round((view["read_at"] - packets[-1]["time"]) * 1000),
        "igmp": count(packets, "igmp", IGMP_KINDS),
        "mld": count(packets, "mld", MLD_KINDS),
        "queries_for_unspecified_source": sum(packet["zero_source"] for packet in packets),
        "data": count_data(packets),
        "other": sum(packet["protocol"] == "other" for packet in packets),
        "groups": groups,
        "ended": sorted(reported - set(groups), key=by_family),
        "join_to_first_packet_ms": join_to_first_packet_ms(packets, view),
        "differences": differences,
        "table": view["table"],
        "kernels": view["kernels"],
        "received": view["received"],
    }
    os.makedirs(os.path.join(folder, "truth"), exist_ok=True)
    shutil.copyfile(capture, os.path.join(folder, name))
    with open(os.path.join(folder, "truth", name + ".json"), "w") as target:
        target.write(pretty(truth))
    with open(os.path.join(folder, "truth", name + ".txt"), "w") as target:
        target.write(tshark(capture, "-t", "r"))
    for difference in differences:
        print(f"{name}: {difference}")


def by_family(address):
    """Sort key: IPv4 before IPv6, then by number."""
    parsed = ipaddress.ip_address(address)
    return parsed.version, int(parsed)


def tshark(capture, *arguments):
    done = subprocess.run(["tshark", "-n", "-r", capture, *VALIDATION, *arguments], capture_output=True, text=True,
                          timeout=60)
    if done.returncode != 0:
        raise RuntimeError(f"tshark: exit={done.returncode}, stderr={done.stderr}")
    return done.stdout


def tshark_version():
    text = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
    return text.split()[2]


def describe(capture, label):
    text = subprocess.run(["capinfos", capture], capture_output=True, text=True, check=True, timeout=60).stdout
    return next(line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith(label))


def read_packets(capture):
    """Every packet as tshark sees it; a capture with a packet that it finds fault with is worthless."""
    faults = tshark(capture, "-Y", BAD)
    if faults:
        raise RuntimeError(f"faulty packets in {os.path.basename(capture)}:\n{faults}")
    fields = [word for field in FIELDS for word in ("-e", field)]
    rows = tshark(capture, "-T", "fields", "-E", "separator=/t", *fields).splitlines()
    return [classify(dict(zip(FIELDS, row.split("\t")))) for row in rows]


def classify(field):
    packet = {"time": float(field["frame.time_epoch"]), "protocol": "other", "kind": "", "groups": [],
              "source": field["ip.src"] or field["ipv6.src"], "zero_source": False}
    target = field["ip.dst"] or field["ipv6.dst"]
    if field["igmp.type"]:
        code = int(field["igmp.type"], 16)
        kind = f"v{field['igmp.version']}-query" if code == 0x11 else IGMP_REPORTS[code]
        # FRR asks for "any source" as if it were one; the message is well-formed.
        packet.update(protocol="igmp", kind=kind, groups=field["igmp.maddr"].split(","),
                      zero_source=code == 0x11 and "0.0.0.0" in field["igmp.saddr"].split(","))
    elif field["icmpv6.type"] == "130":
        packet.update(protocol="mld", kind="v2-query" if field["icmpv6.mld.qqi"] else "v1-query",
                      groups=[field["icmpv6.mld.multicast_address"]])
    elif field["icmpv6.type"] and int(field["icmpv6.type"]) in MLD_REPORTS:
        named = field["icmpv6.mldr.mar.multicast_address"] or field["icmpv6.mld.multicast_address"]
        packet.update(protocol="mld", kind=MLD_REPORTS[int(field["icmpv6.type"])], groups=named.split(","))
    elif field["udp.dstport"] and ipaddress.ip_address(target).is_multicast:
        packet.update(protocol="data", kind="data", groups=[target])
    return packet


def count(packets, protocol, kinds):
    counts = dict.fromkeys(kinds, 0)
    for packet in packets:
        if packet["protocol"] == protocol:
            counts[packet["kind"]] += 1
    return counts


def count_data(packets):
    counts = {}
    for packet in packets:
        if packet["protocol"] == "data":
            by_source = counts.setdefault(packet["groups"][0], {})
            by_source[packet["source"]] = by_source.get(packet["source"], 0) + 1
    return counts


def join_to_first_packet_ms(packets, view):
    """For each group that has data after its first report: the time from that report to a datagram that was wanted.

    Wanted is what a member of the group received, by the sockets' own count.
    """
    delays, reported = {}, {}
    for packet in packets:
        for group in packet["groups"]:
            if packet["kind"].endswith("report"):
                reported.setdefault(group, packet["time"])
            elif packet["kind"] == "data" and group in reported and group not in delays:
                if any(packet["source"] in got.get(group, {}) for got in view["received"].values()):
                    delays[group] = round((packet["time"] - reported[group]) * 1000, 3)
    return delays


def expected_groups(packets, view):
    """The groups at the end: mode, sources, who says so and which kernels are members; and where the views differ."""
    groups, differences = {}, []
    seen = {group for packet in packets for group in packet["groups"] if packet["kind"].endswith("report")}
    for group in sorted(seen, key=by_family):
        members = sorted(name for name, kernel in view["kernels"].items() if group in kernel)
        kernel = merge([view["kernels"][name][group] for name in members])
        table = view["table"].get(group)
        if table and kernel and summary(table) != summary(kernel):
            differences.append(f"{group}: {view['querier']} says {summary(table)}, kernels say {summary(kernel)}")
        elif kernel and not table and ipaddress.ip_address(group) not in LINK_LOCAL:
            differences.append(f"{group}: {view['querier']} has no member, kernels say {summary(kernel)}")
        elif table and not kernel:
            differences.append(f"{group}: {view['querier']} says {summary(table)}, no kernel is a member")
        if table or kernel:
            mode = (table or kernel)["mode"]
            blocked = {one["address"]: one["blocked"] for one in table["sources"]} if table else {
                source: mode == "exclude" for source in kernel["sources"]}
            groups[group] = {"mode": mode, "sources": [{"address": source, "blocked": blocked[source]}
                                                       for source in sorted(blocked)],
                             "by": "table" if table else "kernels", "members": members}
    return groups, differences


def merge(filters):
    """The union of what several members want (RFC 9776 section 3.2, applied to the hosts of a link)."""
    if not filters:
        return None
    included = {source for one in filters if one["mode"] == "include" for source in one["sources"]}
    excluding = [set(one["sources"]) for one in filters if one["mode"] == "exclude"]
    if excluding:
        return {"mode": "exclude", "sources": sorted(set.intersection(*excluding) - included)}
    return {"mode": "include", "sources": sorted(included)}


def summary(entry):
    """Mode and the sources that decide: those blocked in exclude mode, those wanted in include mode."""
    sources = [source if isinstance(source, str) else source["address"] for source in entry["sources"]
               if isinstance(source, str) or source["blocked"] == (entry["mode"] == "exclude")]
    return f"{entry['mode']} {{{', '.join(sorted(sources))}}}"


def table_of_frr(raw):
    """FRR's table by group. A group in include mode without a source is one that FRR has not forgotten yet."""
    table = {}
    for row in raw["groups"].get("groups", []):
        listed = raw["sources"].get(row["group"], {}).get("sources", [])
        # FRR says the mode for version 3 groups only; an older one is for any source.
        mode = row.get("mode", "EXCLUDE").lower()
        sources = [{"address": one["source"], "blocked": mode == "exclude" and one["timer"] == "--:--",
                    "timer": one["timer"]}
                   for one in listed if one["source"] != "*"]
        if mode == "exclude" or sources:
            table[row["group"]] = {"mode": mode, "sources": sorted(sources, key=lambda one: one["address"]),
                                   "timer": row["timer"], "version": row["version"]}
    return table


def table_of_bridge(raw):
    """The bridge's table by group: its port's rows and those of the bridge as a member itself."""
    table = {}
    for row in raw:
        if "src" in row:
            # A row per source repeats what the group's row says.
            continue
        mode = row.get("filter_mode", "exclude")
        sources = [{"address": one["address"], "blocked": mode == "exclude" and float(one["timer"]) == 0,
                    "timer": one["timer"]}
                   for one in row.get("source_list", [])]
        table[row["grp"]] = {"mode": mode, "sources": sorted(sources, key=lambda one: one["address"]),
                             "timer": row["timer"].strip()}
    return table


def pretty(truth):
    """One line per entry of the outer objects: short enough to read, and a difference shows where it is."""
    lines = []
    for key, value in truth.items():
        if isinstance(value, dict) and value and any(isinstance(inner, dict) for inner in value.values()):
            inner = ",\n".join(f"    {json.dumps(name)}: {json.dumps(entry)}" for name, entry in value.items())
            lines.append(f"  {json.dumps(key)}: {{\n{inner}\n  }}")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
