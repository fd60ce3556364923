#!/usr/bin/env python3
"""Write the tables of the samples' README from the files in ``truth``: ``tables.py [FOLDER]``."""

import json
import os
import sys

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    write_tables(folder)


def write_tables(folder):
    """Put the tables between the two marks of the README, if there is one."""
    readme = os.path.join(folder, "README.md")
    if not os.path.exists(readme):
        return
    truths = []
    for name in sorted(os.listdir(os.path.join(folder, "truth"))):
        if name.endswith(".json"):
            with open(os.path.join(folder, "truth", name)) as source:
                truths.append(json.load(source))
    with open(readme) as source:
        text = source.read()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    with open(readme, "w") as target:
        target.write(before + BEGIN + "\n" + tables(truths) + END + after)


def tables(truths):
    lines = ["| capture | format | packets | accepted messages | data, other |", "| --- | --- | --- | --- | --- |"]
    for truth in truths:
        lines.append(f"| `{truth['capture']}` | {file_format(truth)} | {truth['packets']} in "
                     f"{truth['duration_ms'] / 1000:.1f} s | {messages(truth)} | {others(truth)} |")
    lines += ["", "| capture | members at the end | ended before | who says so |", "| --- | --- | --- | --- |"]
    for truth in truths:
        lines.append(f"| `{truth['capture']}` | {groups(truth)} | {', '.join(truth['ended'])} | {sources(truth)} |")
    return "\n".join(lines) + "\n"


def file_format(truth):
    kind = "pcapng" if "pcapng" in truth["file_type"] else "pcap"
    link = {"Ethernet": "Ethernet", "Linux cooked-mode capture v1": "SLL", "Linux cooked-mode capture v2": "SLL2"}
    return f"{kind}, {truth['time_precision'].split()[0]}, {link[truth['link_type']]}"


def messages(truth):
    parts = []
    for protocol in ("igmp", "mld"):
        said = [f"{number} {kind}" for kind, number in truth[protocol].items() if number]
        if said:
            parts.append(f"{protocol.upper()} {', '.join(said)}")
    return "; ".join(parts)


def others(truth):
    data = sum(number for by_source in truth["data"].values() for number in by_source.values())
    return f"{data} data, {truth['other']} other"


def groups(truth):
    said = []
    for group, entry in truth["groups"].items():
        listed = ", ".join(("not " if one["blocked"] else "") + one["address"] for one in entry["sources"])
        said.append(f"{group} {'EX' if entry['mode'] == 'exclude' else 'IN'}{{{listed}}}"
                    + ("" if entry["by"] == "table" else " (k)"))
    return "<br>".join(said)


def sources(truth):
    text = truth["recorded_with"]["querier"] + "; (k): kernel"
    return text + "".join(f"<br>differs: {difference}" for difference in truth["differences"])


if __name__ == "__main__":
    main()
