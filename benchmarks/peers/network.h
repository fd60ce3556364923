// A network namespace of the process's own, which ends with it, and the packets that are sent in it.
#pragma once

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

// After the headers of the C library, which know of it then.
#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include <cerrno>

#include "support.h"

namespace peers {

constexpr uint32_t NEIGHBOUR_ADDRESS = 0x0a090007;
constexpr uint32_t GROUPS = 0xef010000;
constexpr int FRAME_LENGTH = 1600;

inline void run(const std::string& command) {
    if (system((command + " >/dev/null").c_str()) != 0) {
        fail(CANNOT_RUN, "failed: " + command);
    }
}

inline void setting(const std::string& name, const std::string& value) {
    FILE* const file = fopen(("/proc/sys/net/" + name).c_str(), "w");
    if (file == nullptr) {
        fail(CANNOT_RUN, "no such setting: net/" + name);
    }
    const bool is_written = fputs(value.c_str(), file) >= 0;
    if (fclose(file) != 0 || !is_written) {
        fail(CANNOT_RUN, "cannot set: net/" + name + "=" + value);
    }
}

inline void enter_namespace() {
    if (unshare(CLONE_NEWNET) != 0) {
        fail(CANNOT_RUN, "no network namespace: root is needed");
    }
    if (system("ip -V >/dev/null 2>&1") != 0) {
        fail(CANNOT_RUN, "no ip: iproute2 is not installed");
    }
    run("ip link set lo up");
}

inline void allow_many_files() {
    const rlimit limit{20000, 20000};
    setrlimit(RLIMIT_NOFILE, &limit);
}

inline int interface_index(const char* const name) {
    const int index = (int)if_nametoindex(name);
    if (index == 0) {
        fail(CANNOT_RUN, std::string("no such interface: ") + name);
    }
    return index;
}

// A socket for whole frames of an interface.
inline int open_frames(const char* const interface, const int protocol) {
    const int socket_fd = socket(AF_PACKET, SOCK_RAW, htons(protocol));
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(protocol);
    address.sll_ifindex = interface_index(interface);
    if (socket_fd < 0 || bind(socket_fd, (sockaddr*)&address, sizeof address) != 0) {
        fail(CANNOT_RUN, std::string("no packet socket: ") + strerror(errno));
    }
    return socket_fd;
}

inline uint16_t checksum(const uint8_t* const bytes, const int length) {
    uint32_t sum = 0;
    for (int i = 0; i < length; i += 2) {
        sum += bytes[i] << 8 | (i + 1 < length ? bytes[i + 1] : 0);
    }
    while (sum >> 16 != 0) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

inline void put16(uint8_t* const at, const uint32_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

inline void put32(uint8_t* const at, const uint32_t value) {
    put16(at, value >> 16);
    put16(at + 2, value);
}

constexpr int ETHERNET_LENGTH = 14;
constexpr int IPV4_LENGTH = 24;

// IGMP with the Router Alert option around a message that is at frame + ETHERNET_LENGTH + IPV4_LENGTH already.
inline int wrap_igmp(uint8_t* const frame, const uint32_t destination, const int message_length) {
    frame[0] = 0x01;
    frame[1] = 0x00;
    frame[2] = 0x5e;
    frame[3] = destination >> 16 & 0x7f;
    put16(frame + 4, destination);
    const uint8_t source[] = {0x02, 0, 0, 0, 0, 0x07};
    memcpy(frame + 6, source, sizeof source);
    put16(frame + 12, ETH_P_IP);
    uint8_t* const header = frame + ETHERNET_LENGTH;
    memset(header, 0, IPV4_LENGTH);
    header[0] = 0x46;
    header[1] = 0xc0;
    put16(header + 2, IPV4_LENGTH + message_length);
    header[8] = 1;
    header[9] = IPPROTO_IGMP;
    put32(header + 12, NEIGHBOUR_ADDRESS);
    put32(header + 16, destination);
    put32(header + 20, 0x94040000);
    put16(header + 10, checksum(header, IPV4_LENGTH));
    uint8_t* const message = header + IPV4_LENGTH;
    put16(message + 2, 0);
    put16(message + 2, checksum(message, message_length));
    return ETHERNET_LENGTH + IPV4_LENGTH + message_length;
}

}  // namespace peers
