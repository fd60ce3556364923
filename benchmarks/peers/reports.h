// IGMPv3 reports of hosts that want many groups from any source, sent from one end of a veth.
#pragma once

#include <sched.h>

#include "network.h"

namespace peers {

class ReportSender {
  public:
    explicit ReportSender(const char* const interface) : socket_(open_frames(interface, 0)) {
        const int is_set = 1;
        setsockopt(socket_, SOL_PACKET, PACKET_QDISC_BYPASS, &is_set, sizeof is_set);
    }

    // Make the next packets of a report of all groups, so many groups in each packet. Returns how many packets.
    int prepare(uint64_t& group, const uint64_t groups, const int records) {
        int packets = 0;
        for (; packets < MOST_PACKETS && group < groups; packets++, group += records) {
            vectors_[packets] = {frames_[packets], (size_t)make(frames_[packets], (uint32_t)group, records)};
            messages_[packets] = {};
            messages_[packets].msg_hdr.msg_iov = &vectors_[packets];
            messages_[packets].msg_hdr.msg_iovlen = 1;
        }
        return packets;
    }

    void send(const int packets) {
        if (sendmmsg(socket_, messages_, packets, 0) != packets) {
            fail(CANNOT_RUN, std::string("sendmmsg: ") + strerror(errno));
        }
    }

  private:
    static constexpr int MOST_PACKETS = 64;
    static constexpr int RECORD_LENGTH = 8;
    static constexpr int REPORT_LENGTH = 8;
    static constexpr uint8_t V3_REPORT = 0x22;
    static constexpr uint8_t MODE_IS_EXCLUDE = 2;
    static constexpr uint32_t V3_ROUTERS = 0xe0000016;

    static int make(uint8_t* const frame, const uint32_t group, const int records) {
        uint8_t* const message = frame + ETHERNET_LENGTH + IPV4_LENGTH;
        memset(message, 0, REPORT_LENGTH + records * RECORD_LENGTH);
        message[0] = V3_REPORT;
        put16(message + 6, records);
        for (int i = 0; i < records; i++) {
            uint8_t* const record = message + REPORT_LENGTH + i * RECORD_LENGTH;
            record[0] = MODE_IS_EXCLUDE;
            put32(record + 4, GROUPS + group + i);
        }
        return wrap_igmp(frame, V3_ROUTERS, REPORT_LENGTH + records * RECORD_LENGTH);
    }

    const int socket_;
    uint8_t frames_[MOST_PACKETS][FRAME_LENGTH];
    mmsghdr messages_[MOST_PACKETS];
    iovec vectors_[MOST_PACKETS];
};

}  // namespace peers
