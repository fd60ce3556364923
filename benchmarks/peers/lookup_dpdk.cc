// DPDK's rte_hash at its best: lock-free readers, deferred reclamation by QSBR, CRC32, keys padded, huge pages.
#include <nmmintrin.h>
#include <rte_hash.h>
#include <rte_rcu_qsbr.h>

#include "dpdk.h"
#include "lookup.h"

namespace {

constexpr int MAX_THREADS = 4;

template <class KEY>
class Table : public peers::PlainTable {
  public:
    static constexpr const char* NAME = "dpdk";
    static constexpr bool HAS_BATCH = true;
    static constexpr bool ASKS_FOR_HUGE_PAGES = true;

    explicit Table(const uint64_t capacity) {
        // What was removed keeps its place until the readers were quiescent.
        const uint64_t entries = capacity + capacity / 8 + 4096;
        is_huge_ = peers::start_dpdk(entries * (KEY::LENGTH + 112) + (64 << 20));
        before_ = peers::dpdk_bytes();
        rte_hash_parameters parameters{};
        parameters.name = NAME;
        parameters.entries = entries;
        parameters.key_len = KEY::LENGTH;
        parameters.hash_func = hash;
        parameters.socket_id = SOCKET_ID_ANY;
        parameters.extra_flag = RTE_HASH_EXTRA_FLAGS_RW_CONCURRENCY_LF;
        table_ = rte_hash_create(&parameters);
        if (table_ == nullptr) {
            peers::fail(peers::CANNOT_RUN, std::string("rte_hash_create: ") + rte_strerror(rte_errno));
        }
        states_ = (rte_rcu_qsbr*)rte_zmalloc(nullptr, rte_rcu_qsbr_get_memsize(MAX_THREADS), RTE_CACHE_LINE_SIZE);
        rte_hash_rcu_config reclamation{};
        reclamation.v = states_;
        reclamation.mode = RTE_HASH_QSBR_MODE_DQ;
        if (states_ == nullptr || rte_rcu_qsbr_init(states_, MAX_THREADS) != 0 ||
            rte_hash_rcu_qsbr_add(table_, &reclamation) != 0) {
            peers::fail(peers::CANNOT_RUN, std::string("QSBR of rte_hash: ") + rte_strerror(rte_errno));
        }
    }

    void enter(const int thread) {
        rte_rcu_qsbr_thread_register(states_, thread);
        rte_rcu_qsbr_thread_online(states_, thread);
    }

    void leave(const int thread) {
        rte_rcu_qsbr_thread_offline(states_, thread);
        rte_rcu_qsbr_thread_unregister(states_, thread);
    }

    void quiescent(const int thread) { rte_rcu_qsbr_quiescent(states_, thread); }

    bool insert(const KEY& key, const uint64_t value) {
        return rte_hash_add_key_data(table_, &key, (void*)value) == 0;
    }

    bool erase(const KEY& key) { return rte_hash_del_key(table_, &key) >= 0; }

    bool find(const KEY& key, uint64_t& value) {
        void* data;
        if (rte_hash_lookup_data(table_, &key, &data) < 0) {
            return false;
        }
        value = (uint64_t)data;
        return true;
    }

    uint64_t find_batch(const KEY* const keys, uint64_t* const values) {
        const void* pointers[peers::BATCH];
        for (uint64_t i = 0; i < peers::BATCH; i++) {
            pointers[i] = &keys[i];
        }
        uint64_t hits = 0;
        rte_hash_lookup_bulk_data(table_, pointers, peers::BATCH, &hits, (void**)values);
        return __builtin_popcountll(hits);
    }

    bool is_huge() const { return is_huge_; }

    uint64_t used_bytes() { return peers::dpdk_bytes() - before_; }

  private:
    static uint32_t hash(const void* const key, uint32_t, uint32_t) {
        const uint64_t* const words = (const uint64_t*)key;
        uint64_t sum = 0xffffffff;
        for (int i = 0; i < KEY::LENGTH / 8; i++) {
            sum = _mm_crc32_u64(sum, words[i]);
        }
        return (uint32_t)sum;
    }

    bool is_huge_;
    uint64_t before_;
    rte_hash* table_;
    rte_rcu_qsbr* states_;
};

}  // namespace

int main(int count, char** words) { return peers::run_lookup<Table>(count, words); }
