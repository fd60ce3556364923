// What does it cost to read frames from an interface and do nothing with them?
//
// A packet socket with a ring of blocks (TPACKET_V3), as the engine's port has it: every frame's length and first octets
// are looked at in place. Prints "ready", then, at SIGINT or SIGTERM, what it has received, what the kernel has dropped,
// and its processor time.
//
//   packet-reader INTERFACE RING_BYTES
#include <arpa/inet.h>
#include <net/if.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

// After the headers of the C library, which know of it then.
#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr int WRONG_ARGUMENT = 2;
constexpr int CANNOT_RUN = 3;
constexpr uint32_t BLOCK_LENGTH = 1 << 18;
constexpr uint32_t FRAME_LENGTH = 2048;
constexpr int RETIRE_MS = 1;
constexpr int POLL_MS = 100;

std::atomic<bool> is_ending{false};

void on_signal(int) { is_ending = true; }

[[noreturn]] void fail(const char* const what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    _exit(CANNOT_RUN);
}

void set(const int socket_fd, const int option, const void* const value, const socklen_t length) {
    if (setsockopt(socket_fd, SOL_PACKET, option, value, length) != 0) {
        fail("cannot set an option of the packet socket");
    }
}

uint64_t cpu_ns() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000ULL +
           (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000ULL;
}

}  // namespace

int main(const int count, char** const words) {
    const uint32_t ring_length = count == 3 ? strtoul(words[2], nullptr, 10) : 0;
    if (ring_length < BLOCK_LENGTH || ring_length % BLOCK_LENGTH != 0) {
        fprintf(stderr, "usage: packet-reader INTERFACE RING_BYTES, a multiple of %u\n", BLOCK_LENGTH);
        return WRONG_ARGUMENT;
    }
    const int socket_fd = socket(AF_PACKET, SOCK_RAW, 0);
    if (socket_fd < 0) {
        fail("no packet socket");
    }
    const int version = TPACKET_V3;
    const int is_set = 1;
    set(socket_fd, PACKET_VERSION, &version, sizeof version);
    set(socket_fd, PACKET_IGNORE_OUTGOING, &is_set, sizeof is_set);
    tpacket_req3 request{};
    request.tp_block_size = BLOCK_LENGTH;
    request.tp_block_nr = ring_length / BLOCK_LENGTH;
    request.tp_frame_size = FRAME_LENGTH;
    request.tp_frame_nr = ring_length / FRAME_LENGTH;
    request.tp_retire_blk_tov = RETIRE_MS;
    set(socket_fd, PACKET_RX_RING, &request, sizeof request);
    auto* const ring = static_cast<uint8_t*>(
        mmap(nullptr, ring_length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, socket_fd, 0));
    if (ring == MAP_FAILED) {
        fail("cannot map the ring");
    }
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_ALL);
    address.sll_ifindex = static_cast<int>(if_nametoindex(words[1]));
    if (address.sll_ifindex == 0 || bind(socket_fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        fail("cannot bind to the interface");
    }
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    printf("ready\n");
    fflush(stdout);

    // Without what it took to make the ring.
    const uint64_t cpu_before_ns = cpu_ns();
    uint64_t received = 0;
    uint64_t sum = 0;
    uint32_t block = 0;
    while (!is_ending) {
        auto* const header = reinterpret_cast<tpacket_block_desc*>(ring + size_t{block} * BLOCK_LENGTH);
        if ((__atomic_load_n(&header->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER) == 0) {
            pollfd waiting{socket_fd, POLLIN, 0};
            poll(&waiting, 1, POLL_MS);
            continue;
        }
        const uint8_t* frame = reinterpret_cast<uint8_t*>(header) + header->hdr.bh1.offset_to_first_pkt;
        for (uint32_t i = 0; i < header->hdr.bh1.num_pkts; i++) {
            const auto* const packet = reinterpret_cast<const tpacket3_hdr*>(frame);
            sum += packet->tp_len + frame[packet->tp_mac];
            received++;
            frame += packet->tp_next_offset;
        }
        __atomic_store_n(&header->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
        block = (block + 1) % request.tp_block_nr;
    }
    tpacket_stats_v3 statistics{};
    socklen_t length = sizeof statistics;
    if (getsockopt(socket_fd, SOL_PACKET, PACKET_STATISTICS, &statistics, &length) != 0) {
        fail("no statistics");
    }
    printf("received=%lu dropped=%u cpu_ns=%lu sum=%lu\n", received, statistics.tp_drops,
           cpu_ns() - cpu_before_ns, sum);
    return 0;
}
