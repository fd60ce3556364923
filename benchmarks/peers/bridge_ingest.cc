// What does one more group record cost a Linux bridge that snoops? The slope between short and long IGMPv3 reports,
// all of which refresh groups that it knows.
#include <sched.h>

#include "network.h"

namespace {

constexpr int PACKETS_PER_CALL = 64;
constexpr int RECORD_LENGTH = 8;
constexpr int REPORT_LENGTH = 8;
constexpr uint8_t V3_REPORT = 0x22;
constexpr uint8_t MODE_IS_EXCLUDE = 2;
constexpr uint32_t V3_ROUTERS = 0xe0000016;

class Sender {
  public:
    Sender() : socket_(peers::open_frames("p0", 0)) {
        const int is_set = 1;
        setsockopt(socket_, SOL_PACKET, PACKET_QDISC_BYPASS, &is_set, sizeof is_set);
    }

    // Report all groups once, so many of them in a packet, and return the ns for each packet.
    double report(const uint64_t groups, const int records) {
        double spent_ns = 0;
        uint64_t packets = 0;
        for (uint64_t group = 0; group < groups;) {
            int batch = 0;
            for (; batch < PACKETS_PER_CALL && group < groups; batch++, group += records) {
                vectors_[batch] = {frames_[batch], (size_t)make(frames_[batch], (uint32_t)group, records)};
                messages_[batch] = {};
                messages_[batch].msg_hdr.msg_iov = &vectors_[batch];
                messages_[batch].msg_hdr.msg_iovlen = 1;
            }
            const double start = peers::now_ns();
            const int sent = sendmmsg(socket_, messages_, batch, 0);
            spent_ns += peers::now_ns() - start;
            if (sent != batch) {
                peers::fail(peers::CANNOT_RUN, std::string("sendmmsg: ") + strerror(errno));
            }
            packets += batch;
        }
        return spent_ns / packets;
    }

  private:
    static int make(uint8_t* const frame, const uint32_t group, const int records) {
        uint8_t* const message = frame + peers::ETHERNET_LENGTH + peers::IPV4_LENGTH;
        memset(message, 0, REPORT_LENGTH + records * RECORD_LENGTH);
        message[0] = V3_REPORT;
        peers::put16(message + 6, records);
        for (int i = 0; i < records; i++) {
            uint8_t* const record = message + REPORT_LENGTH + i * RECORD_LENGTH;
            record[0] = MODE_IS_EXCLUDE;
            peers::put32(record + 4, peers::GROUPS + group + i);
        }
        return peers::wrap_igmp(frame, V3_ROUTERS, REPORT_LENGTH + records * RECORD_LENGTH);
    }

    const int socket_;
    uint8_t frames_[PACKETS_PER_CALL][peers::FRAME_LENGTH];
    mmsghdr messages_[PACKETS_PER_CALL];
    iovec vectors_[PACKETS_PER_CALL];
};

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
    const peers::Arguments arguments(count, words);
    const uint64_t groups = arguments.number("groups", 20000) / 100 * 100;
    const uint64_t rounds = arguments.number("rounds", 3);
    if (groups == 0 || groups > 60000 || rounds == 0) {
        peers::fail(peers::WRONG_ARGUMENT, "groups 100 to 60000, rounds from 1");
    }
    peers::enter_namespace();
    make_bridge();
    peers::pin(0);
    Sender sender;
    sender.report(groups, 100);
    std::vector<double> slopes;
    std::vector<double> singles;
    for (uint64_t round = 0; round < rounds; round++) {
        const double short_ns = sender.report(groups, 10);
        const double long_ns = sender.report(groups, 100);
        slopes.push_back((long_ns - short_ns) / 90);
        singles.push_back(sender.report(groups, 1));
    }
    const uint64_t known = known_groups();
    peers::Figure("ingest").with("peer", "bridge").with("groups", groups).with("form", "slope").print(
        "ns", slopes, groups, known);
    peers::Figure("ingest").with("peer", "bridge").with("groups", groups).with("form", "single").print(
        "ns", singles, groups, known);
    _exit(0);
}
