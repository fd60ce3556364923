// The functions of vpp_bihash.h for keys of KEY_LENGTH bytes, 16 or 24: compiled once for each.
#include "vpp_bihash.h"

#include <vppinfra/mem.h>
#if KEY_LENGTH == 16
#include <vppinfra/bihash_16_8.h>
#define ENDED(name) name##_16_8
#define ENDED_TYPE(name) name##_16_8_t
#define OURS(name) vpp_16_##name
#else
#include <vppinfra/bihash_24_8.h>
#define ENDED(name) name##_24_8
#define ENDED_TYPE(name) name##_24_8_t
#define OURS(name) vpp_24_##name
#endif
#include <vppinfra/bihash_template.c>

#include <sys/mman.h>

typedef ENDED_TYPE(clib_bihash_kv) entry_t;

enum { MOST_ENTRIES = 64, BUCKETS_AHEAD = 16, DATA_AHEAD = 8 };

static ENDED_TYPE(clib_bihash) table;
static void* heap;

bool OURS(start)(const uint64_t heap_bytes, const bool is_huge, const uint64_t buckets) {
    clib_mem_init_ex_args_t arguments = {0};
    arguments.memory_size = heap_bytes;
    arguments.log2_page_sz = is_huge ? CLIB_MEM_PAGE_SZ_2M : CLIB_MEM_PAGE_SZ_DEFAULT;
    heap = clib_mem_init_ex(&arguments);
    if (heap == 0) {
        return false;
    }
    if (!is_huge) {
        // The next best, and no error where there are none.
        madvise(clib_mem_get_heap_base(heap), clib_mem_get_heap_size(heap), MADV_HUGEPAGE);
    }
    OURS(enter)(0);
    ENDED(clib_bihash_init)(&table, "peer", buckets, heap_bytes);
    return true;
}

void OURS(enter)(const int thread) {
    __os_thread_index = thread;
    clib_mem_set_heap(heap);
}

bool OURS(insert)(uint64_t* const entry) { return ENDED(clib_bihash_add_del)(&table, (entry_t*)entry, 1) == 0; }

bool OURS(erase)(uint64_t* const entry) { return ENDED(clib_bihash_add_del)(&table, (entry_t*)entry, 0) == 0; }

bool OURS(find)(uint64_t* const entry) { return ENDED(clib_bihash_search_inline)(&table, (entry_t*)entry) == 0; }

uint64_t OURS(find_by_steps)(uint64_t* const words, const int count) {
    entry_t* const entries = (entry_t*)words;
    uint64_t hashes[MOST_ENTRIES];
    uint64_t found = 0;
    for (int i = 0; i < count; i++) {
        hashes[i] = ENDED(clib_bihash_hash)(&entries[i]);
    }
    for (int i = 0; i < count; i++) {
        ENDED(clib_bihash_prefetch_bucket)(&table, hashes[i]);
    }
    for (int i = 0; i < count; i++) {
        ENDED(clib_bihash_prefetch_data)(&table, hashes[i]);
    }
    for (int i = 0; i < count; i++) {
        found += ENDED(clib_bihash_search_inline_with_hash)(&table, hashes[i], &entries[i]) == 0;
    }
    return found;
}

uint64_t OURS(find_in_pipeline)(uint64_t* const words, const int count) {
    entry_t* const entries = (entry_t*)words;
    uint64_t hashes[MOST_ENTRIES];
    uint64_t found = 0;
    for (int i = 0; i < count; i++) {
        hashes[i] = ENDED(clib_bihash_hash)(&entries[i]);
    }
    for (int i = 0; i < BUCKETS_AHEAD; i++) {
        ENDED(clib_bihash_prefetch_bucket)(&table, hashes[i]);
    }
    for (int i = 0; i < DATA_AHEAD; i++) {
        ENDED(clib_bihash_prefetch_data)(&table, hashes[i]);
    }
    for (int i = 0; i < count; i++) {
        if (i + BUCKETS_AHEAD < count) {
            ENDED(clib_bihash_prefetch_bucket)(&table, hashes[i + BUCKETS_AHEAD]);
        }
        if (i + DATA_AHEAD < count) {
            ENDED(clib_bihash_prefetch_data)(&table, hashes[i + DATA_AHEAD]);
        }
        found += ENDED(clib_bihash_search_inline_with_hash)(&table, hashes[i], &entries[i]) == 0;
    }
    return found;
}

uint64_t OURS(used_bytes)(void) {
    uint64_t bytes = 0;
    for (ENDED_TYPE(clib_bihash_alloc_chunk)* chunk = table.chunks; chunk != 0; chunk = chunk->next) {
        bytes += chunk->size + sizeof *chunk;
    }
    return bytes;
}
