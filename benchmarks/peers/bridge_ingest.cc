// What does one more group record cost a Linux bridge that snoops? The slope between short and long IGMPv3 reports,
// all of which refresh groups that it knows.
#include "reports.h"

namespace {

// Report all groups once, so many of them in a packet, and return the ns for each packet.
double report(peers::ReportSender& sender, const uint64_t groups, const int records) {
    double spent_ns = 0;
    uint64_t packets = 0;
    for (uint64_t group = 0; group < groups;) {
        const int batch = sender.prepare(group, groups, records);
        const double start = peers::now_ns();
        sender.send(batch);
        spent_ns += peers::now_ns() - start;
        packets += batch;
    }
    return spent_ns / packets;
}

void make_bridge() {
    peers::setting("ipv6/conf/all/disable_ipv6", "1");
    peers::setting("ipv6/conf/default/disable_ipv6", "1");
    peers::run("ip link add br0 type bridge mcast_snooping 1 mcast_querier 1 mcast_igmp_version 3 "
               "mcast_hash_max 131072");
    for (const std::string port : {"p0", "p1"}) {
        peers::run("ip link add " + port + " type veth peer name " + port + "b");
        peers::run("ip link set " + port + "b master br0");
        peers::run("ip link set " + port + "b up");
        peers::run("ip link set " + port + " up");
    }
    peers::run("ip link set br0 up");
    usleep(500000);
}

// Groups in the bridge's forwarding database that were reported.
uint64_t known_groups() {
    FILE* const pipe = popen("bridge mdb show dev br0", "r");
    uint64_t found = 0;
    char line[512];
    while (pipe != nullptr && fgets(line, sizeof line, pipe) != nullptr) {
        found += strstr(line, "port p0b grp 239.") != nullptr ? 1 : 0;
    }
    if (pipe != nullptr) {
        pclose(pipe);
    }
    return found;
}

}  // namespace

int main(int count, char** words) {
    const peers::Arguments arguments(count, words, {"groups", "rounds"});
    const uint64_t groups = arguments.number("groups", 20000, 100, 60000) / 100 * 100;
    const uint64_t rounds = arguments.rounds();
    peers::enter_namespace();
    make_bridge();
    peers::pin(0);
    peers::ReportSender sender("p0");
    report(sender, groups, 100);
    std::vector<double> slopes;
    std::vector<double> singles;
    for (uint64_t round = 0; round < rounds; round++) {
        const double short_ns = report(sender, groups, 10);
        const double long_ns = report(sender, groups, 100);
        slopes.push_back((long_ns - short_ns) / 90);
        singles.push_back(report(sender, groups, 1));
    }
    const uint64_t known = known_groups();
    peers::Figure("ingest").with("peer", "bridge").with("groups", groups).with("form", "slope").print(
        "ns", slopes, groups, known);
    peers::Figure("ingest").with("peer", "bridge").with("groups", groups).with("form", "single").print(
        "ns", singles, groups, known);
    _exit(0);
}
