// VPP's bihash behind functions: its headers are C that no C++ compiler takes. Optimising while linking takes the calls
// away again.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// An entry is its key's words, and one more for the value. Searches write the value where they find one.
struct vpp_bihash {
    // Once for the process: a heap, on huge pages if that is asked for. False if there is none.
    bool (*start)(uint64_t heap_bytes, bool is_huge, uint64_t buckets);
    // By each thread that works with the table.
    void (*enter)(int thread);
    bool (*insert)(uint64_t* entry);
    bool (*erase)(uint64_t* entry);
    bool (*find)(uint64_t* entry);
    // Each step for all entries before the next step. How many were found.
    uint64_t (*find_by_steps)(uint64_t* entries, int count);
    // One entry after the other, with others fetched meanwhile. How many were found.
    uint64_t (*find_in_pipeline)(uint64_t* entries, int count);
    // What the table has taken from the heap.
    uint64_t (*used_bytes)(void);
};

#define VPP_BIHASH_FUNCTIONS(length)                                                   \
    bool vpp_##length##_start(uint64_t heap_bytes, bool is_huge, uint64_t buckets);    \
    void vpp_##length##_enter(int thread);                                             \
    bool vpp_##length##_insert(uint64_t* entry);                                       \
    bool vpp_##length##_erase(uint64_t* entry);                                        \
    bool vpp_##length##_find(uint64_t* entry);                                         \
    uint64_t vpp_##length##_find_by_steps(uint64_t* entries, int count);               \
    uint64_t vpp_##length##_find_in_pipeline(uint64_t* entries, int count);            \
    uint64_t vpp_##length##_used_bytes(void);

// With keys of 16 and of 24 bytes.
VPP_BIHASH_FUNCTIONS(16)
VPP_BIHASH_FUNCTIONS(24)

#define VPP_BIHASH(length)                                                                                    \
    {vpp_##length##_start, vpp_##length##_enter,         vpp_##length##_insert,           vpp_##length##_erase, \
     vpp_##length##_find,  vpp_##length##_find_by_steps, vpp_##length##_find_in_pipeline, vpp_##length##_used_bytes}

#ifdef __cplusplus
}
#endif
