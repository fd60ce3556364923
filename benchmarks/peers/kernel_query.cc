// What does the Linux kernel spend on answering an IGMPv3 query, by how many groups its sockets hold?
//
// A query is sent into a veth from one processor, which watches the clock from then on: wherever the clock jumps and a
// report was time-stamped meanwhile, the kernel was answering. The way through the veth is in it.
#include "network.h"

namespace {

constexpr int GROUPS_PER_SOCKET = 20;
constexpr int QUERY_LENGTH = 12;
constexpr int SOURCES = 10;
constexpr uint8_t QUERY = 0x11;
constexpr uint8_t V3_REPORT = 0x22;
constexpr uint8_t MAX_RESPONSE_CODE = 1;
constexpr double RESPONSE_NS = 100e6;
constexpr double LATE_NS = 60e6;
constexpr double JUMP_NS = 1500;
constexpr uint32_t ALL_HOSTS = 0xe0000001;

double real_ns() {
    timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

struct Jump {
    double from;
    double to;
};

struct Answer {
    double receive_ns;
    double answer_ns;
    uint64_t records;
};

class Querier {
  public:
    Querier() : send_(peers::open_frames("v1", 0)), receive_(peers::open_frames("v1", ETH_P_IP)) {
        const int is_set = 1;
        const int length = 256 << 20;
        setsockopt(receive_, SOL_SOCKET, SO_RCVBUFFORCE, &length, sizeof length);
        setsockopt(receive_, SOL_SOCKET, SO_TIMESTAMPNS, &is_set, sizeof is_set);
        setsockopt(receive_, SOL_PACKET, PACKET_IGNORE_OUTGOING, &is_set, sizeof is_set);
        jumps_.reserve(1 << 16);
    }

    void drain() {
        uint8_t frame[peers::FRAME_LENGTH];
        while (recv(receive_, frame, sizeof frame, MSG_DONTWAIT) > 0) {
        }
    }

    Answer ask(const uint32_t group, const int sources) {
        uint8_t frame[peers::FRAME_LENGTH];
        const int length = make(frame, group, sources);
        drain();
        const double start = peers::now_ns();
        if (send(send_, frame, length, 0) != length) {
            peers::fail(peers::CANNOT_RUN, std::string("send: ") + strerror(errno));
        }
        const double receive_ns = peers::now_ns() - start;
        watch();
        Answer answer{receive_ns, 0, 0};
        collect(answer);
        return answer;
    }

  private:
    static int make(uint8_t* const frame, const uint32_t group, const int sources) {
        uint8_t* const message = frame + peers::ETHERNET_LENGTH + peers::IPV4_LENGTH;
        memset(message, 0, QUERY_LENGTH);
        message[0] = QUERY;
        message[1] = MAX_RESPONSE_CODE;
        peers::put32(message + 4, group);
        message[8] = 2;
        message[9] = 125;
        peers::put16(message + 10, sources);
        for (int i = 0; i < sources; i++) {
            peers::put32(message + QUERY_LENGTH + 4 * i, 0x0a090101 + i);
        }
        return peers::wrap_igmp(frame, group == 0 ? ALL_HOSTS : group, QUERY_LENGTH + 4 * sources);
    }

    void watch() {
        jumps_.clear();
        const double end = real_ns() + RESPONSE_NS + LATE_NS;
        double last = real_ns();
        while (last < end) {
            const double now = real_ns();
            if (now - last > JUMP_NS && jumps_.size() < jumps_.capacity()) {
                jumps_.push_back({last, now});
            }
            last = now;
        }
    }

    void collect(Answer& answer) {
        size_t jump = 0;
        size_t counted = jumps_.size();
        uint8_t frame[peers::FRAME_LENGTH * 2];
        char control[256];
        while (true) {
            iovec vector{frame, sizeof frame};
            msghdr message{};
            message.msg_iov = &vector;
            message.msg_iovlen = 1;
            message.msg_control = control;
            message.msg_controllen = sizeof control;
            if (recvmsg(receive_, &message, MSG_DONTWAIT) <= 0) {
                return;
            }
            const uint8_t* const report = frame + peers::ETHERNET_LENGTH + (frame[peers::ETHERNET_LENGTH] & 15) * 4;
            const cmsghdr* const header = CMSG_FIRSTHDR(&message);
            if (frame[23] != IPPROTO_IGMP || report[0] != V3_REPORT || header == nullptr) {
                continue;
            }
            timespec time;
            memcpy(&time, CMSG_DATA(header), sizeof time);
            const double stamp = time.tv_sec * 1e9 + time.tv_nsec;
            while (jump < jumps_.size() && jumps_[jump].to < stamp) {
                jump++;
            }
            if (jump < jumps_.size() && jumps_[jump].from <= stamp && counted != jump) {
                answer.answer_ns += jumps_[jump].to - jumps_[jump].from;
                counted = jump;
            }
            answer.records += report[6] << 8 | report[7];
        }
    }

    const int send_;
    const int receive_;
    std::vector<Jump> jumps_;
};

// Sockets of the host, a few groups each; they stay open.
void join(const uint64_t groups) {
    peers::allow_many_files();
    int member = -1;
    for (uint64_t i = 0; i < groups; i++) {
        if (i % GROUPS_PER_SOCKET == 0) {
            member = socket(AF_INET, SOCK_DGRAM, 0);
        }
        ip_mreqn request{};
        request.imr_multiaddr.s_addr = htonl(peers::GROUPS + (uint32_t)i);
        request.imr_ifindex = peers::interface_index("v0");
        if (setsockopt(member, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request) != 0) {
            peers::fail(peers::CANNOT_RUN, "join " + std::to_string(i) + ": " + strerror(errno));
        }
    }
}

}  // namespace

int main(int count, char** words) {
    const peers::Arguments arguments(count, words, {"held", "rounds"});
    const uint64_t held = arguments.number("held", 1000, 1, 100000);
    const uint64_t rounds = arguments.rounds();
    peers::enter_namespace();
    peers::setting("ipv6/conf/all/disable_ipv6", "1");
    peers::setting("ipv6/conf/default/disable_ipv6", "1");
    peers::run("ip link add v0 type veth peer name v1");
    peers::run("ip addr add 10.9.0.1/24 dev v0");
    peers::run("ip link set v0 up");
    peers::run("ip link set v1 up");
    peers::pin(0);
    usleep(200000);
    join(held);
    Querier querier;
    // What the joins announce has to be over.
    sleep(4);
    std::vector<double> general;
    std::vector<double> group;
    std::vector<double> sources;
    uint64_t general_records = 0;
    uint64_t group_records = 0;
    uint64_t source_records = 0;
    for (uint64_t round = 0; round < rounds; round++) {
        const uint32_t asked = peers::GROUPS + (uint32_t)held / 2;
        Answer answer = querier.ask(0, 0);
        general.push_back(answer.answer_ns / held);
        general_records += answer.records;
        answer = querier.ask(asked, 0);
        group.push_back(answer.receive_ns + answer.answer_ns);
        group_records += answer.records;
        answer = querier.ask(asked, SOURCES);
        sources.push_back(answer.receive_ns + answer.answer_ns);
        source_records += answer.records;
    }
    peers::Figure("query").with("peer", "kernel").with("held", held).with("form", "general").print(
        "ns", general, rounds * held, general_records);
    peers::Figure("query").with("peer", "kernel").with("held", held).with("form", "group").print(
        "ns", group, rounds, group_records);
    peers::Figure("query").with("peer", "kernel").with("held", held).with("form", "source").print(
        "ns", sources, rounds, source_records);
    _exit(0);
}
