// Userspace RCU's lock-free hash table with quiescent-state readers, presized.
#define URCU_API_MAP
#include <urcu-qsbr.h>
#include <urcu/rculfhash.h>

#include "lookup.h"

namespace {

template <class KEY>
class Table : public peers::PlainTable {
  public:
    static constexpr const char* NAME = "urcu_lfht";

    explicit Table(const uint64_t capacity) {
        uint64_t buckets = 1024;
        while (buckets < capacity) {
            buckets *= 2;
        }
        table_ = cds_lfht_new(buckets, buckets, buckets, 0, nullptr);
        if (table_ == nullptr) {
            peers::fail(peers::CANNOT_RUN, "cds_lfht_new failed: no memory");
        }
    }

    void enter(int) { rcu_register_thread(); }
    void leave(int) { rcu_unregister_thread(); }
    void quiescent(int) { rcu_quiescent_state(); }

    bool insert(const KEY& key, const uint64_t value) {
        Entry* const entry = new Entry{{}, key, value, {}};
        cds_lfht_node_init(&entry->node);
        if (cds_lfht_add_unique(table_, peers::hash_of(key), is_same, &key, &entry->node) != &entry->node) {
            delete entry;
            return false;
        }
        return true;
    }

    bool erase(const KEY& key) {
        cds_lfht_iter iterator;
        cds_lfht_lookup(table_, peers::hash_of(key), is_same, &key, &iterator);
        cds_lfht_node* const node = cds_lfht_iter_get_node(&iterator);
        if (node == nullptr || cds_lfht_del(table_, node) != 0) {
            return false;
        }
        call_rcu(&((Entry*)node)->retired, free_entry);
        return true;
    }

    bool find(const KEY& key, uint64_t& value) {
        cds_lfht_iter iterator;
        rcu_read_lock();
        cds_lfht_lookup(table_, peers::hash_of(key), is_same, &key, &iterator);
        const cds_lfht_node* const node = cds_lfht_iter_get_node(&iterator);
        if (node != nullptr) {
            value = ((const Entry*)node)->value;
        }
        rcu_read_unlock();
        return node != nullptr;
    }

  private:
    // The node is first: the table hands out nodes.
    struct Entry {
        cds_lfht_node node;
        KEY key;
        uint64_t value;
        rcu_head retired;
    };

    static int is_same(cds_lfht_node* const node, const void* const key) {
        return ((Entry*)node)->key == *(const KEY*)key;
    }

    static void free_entry(rcu_head* const head) {
        delete (Entry*)((char*)head - offsetof(Entry, retired));
    }

    cds_lfht* table_;
};

}  // namespace

int main(int count, char** words) { return peers::run_lookup<Table>(count, words); }
