// What do a join and its leave cost in the Linux kernel, by how many memberships the socket holds? Like the engine's
// figure it joins a group that nobody else has joined: one that comes and goes, or with fixed=0 one of many in turn.
#include "network.h"

namespace {

constexpr uint32_t CHURNED = 2000;
constexpr uint64_t MOST_HELD = 190000;

class Member {
  public:
    explicit Member(const bool is_ipv4)
        : is_ipv4_(is_ipv4), socket_(socket(is_ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0)) {
        if (socket_ < 0) {
            peers::fail(peers::CANNOT_RUN, std::string("no socket: ") + strerror(errno));
        }
        ipv4_.imr_ifindex = peers::interface_index("v0");
        ipv6_.ipv6mr_interface = ipv4_.imr_ifindex;
        ipv6_.ipv6mr_multiaddr.s6_addr[0] = 0xff;
        ipv6_.ipv6mr_multiaddr.s6_addr[1] = 0x15;
    }

    bool change(const uint32_t group, const bool is_join) {
        if (is_ipv4_) {
            ipv4_.imr_multiaddr.s_addr = htonl(peers::GROUPS + group);
            return setsockopt(socket_, IPPROTO_IP, is_join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, &ipv4_,
                              sizeof ipv4_) == 0;
        }
        peers::put32(&ipv6_.ipv6mr_multiaddr.s6_addr[12], group);
        return setsockopt(socket_, IPPROTO_IPV6, is_join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP, &ipv6_,
                          sizeof ipv6_) == 0;
    }

  private:
    const bool is_ipv4_;
    const int socket_;
    ip_mreqn ipv4_{};
    ipv6_mreq ipv6_{};
};

}  // namespace

int main(int count, char** words) {
    const peers::Arguments arguments(count, words, {"family", "held", "pairs", "fixed", "rounds"});
    const uint64_t held = arguments.number("held", 1, 0, MOST_HELD);
    const uint64_t pairs = arguments.number("pairs", 1000, 1, 100000000);
    const bool is_fixed = arguments.number("fixed", 1, 0, 1) != 0;
    const std::string family = arguments.family();
    const uint64_t rounds = arguments.rounds();
    peers::enter_namespace();
    peers::run("ip link add v0 type veth peer name v1");
    peers::run("ip addr add 10.9.0.1/24 dev v0");
    peers::run("ip link set v0 up");
    peers::run("ip link set v1 up");
    peers::setting("ipv4/igmp_max_memberships", "200000");
    // The kernel charges memberships to the option memory of the socket.
    FILE* const memory = fopen("/proc/sys/net/core/optmem_max", "w");
    if (memory != nullptr) {
        fputs("268435456", memory);
        fclose(memory);
    }
    usleep(200000);
    peers::pin(0);
    Member member(family == "ipv4");
    for (uint64_t i = 0; i < held; i++) {
        if (!member.change((uint32_t)i, true)) {
            peers::fail(peers::CANNOT_RUN, "join " + std::to_string(i) + ": " + strerror(errno));
        }
    }
    std::vector<double> times;
    uint64_t done = 0;
    for (uint64_t round = 0; round < rounds; round++) {
        const double start = peers::now_ns();
        for (uint64_t i = 0; i < pairs; i++) {
            // A group that was left before costs the kernel more, for its list of deleted records: it gets its best.
            const uint32_t group = (uint32_t)(held + (is_fixed ? 0 : (round * pairs + i) % CHURNED));
            done += member.change(group, true) ? 1 : 0;
            done += member.change(group, false) ? 1 : 0;
        }
        times.push_back((peers::now_ns() - start) / pairs);
        usleep(20000);
    }
    peers::Figure("join")
        .with("peer", "kernel")
        .with("family", family)
        .with("held", held)
        .with("fixed", (uint64_t)is_fixed)
        .print("ns", times, 2 * pairs * rounds, done);
    _exit(0);
}
