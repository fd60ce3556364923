// Starts DPDK's environment without devices, on huge pages where there are enough.
#pragma once

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_malloc.h>

#include "support.h"

namespace peers {

// True if it runs on huge pages.
inline bool start_dpdk(const uint64_t needed_bytes) {
    const bool is_huge = has_huge_pages(needed_bytes);
    std::vector<std::string> words = {"peer", "--no-pci", "--no-telemetry", "-l", "0", "--log-level", "error"};
    if (is_huge) {
        words.push_back("--in-memory");
    } else {
        words.insert(words.end(), {"--no-huge", "--no-shconf", "-m", std::to_string((needed_bytes >> 20) + 64)});
    }
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    if (rte_eal_init((int)pointers.size(), pointers.data()) < 0) {
        fail(CANNOT_RUN, std::string("DPDK does not start: ") + rte_strerror(rte_errno));
    }
    return is_huge;
}

// Bytes taken from DPDK's heaps.
inline uint64_t dpdk_bytes() {
    uint64_t bytes = 0;
    for (int socket = 0; socket < RTE_MAX_NUMA_NODES; socket++) {
        rte_malloc_socket_stats stats;
        if (rte_malloc_get_socket_stats(socket, &stats) == 0) {
            bytes += stats.heap_allocsz_bytes;
        }
    }
    return bytes;
}

}  // namespace peers
