// Concurrency Kit's ck_rhs: one writer, many readers, read mostly.
#include "lookup.h"

extern "C" {
#include <ck_malloc.h>
#include <ck_rhs.h>
}

namespace {

void* take(const size_t length) { return malloc(length); }

void* take_again(void* const memory, size_t, const size_t length, bool) { return realloc(memory, length); }

// A map that was outgrown may have a reader yet. It stays: the table is presized, so there is at most one.
void give_back(void* const memory, size_t, const bool is_deferred) {
    if (!is_deferred) {
        free(memory);
    }
}

ck_malloc allocator() {
    ck_malloc functions{};
    functions.malloc = take;
    functions.realloc = take_again;
    functions.free = give_back;
    return functions;
}

template <class KEY>
class Table : public peers::PlainTable {
  public:
    static constexpr const char* NAME = "ck_rhs";

    explicit Table(const uint64_t capacity) : entries_(capacity) {
        if (!ck_rhs_init(&table_, CK_RHS_MODE_SPMC | CK_RHS_MODE_OBJECT | CK_RHS_MODE_READ_MOSTLY, hash, is_same,
                         &allocator_, capacity * 2, 7)) {
            peers::fail(peers::CANNOT_RUN, "ck_rhs_init failed: no memory");
        }
    }

    bool insert(const KEY& key, const uint64_t value) {
        Entry& entry = entries_[value - 1];
        entry.key = key;
        entry.value = value;
        return ck_rhs_put(&table_, peers::hash_of(key), &entry);
    }

    bool erase(const KEY& key) { return ck_rhs_remove(&table_, peers::hash_of(key), &key) != nullptr; }

    bool find(const KEY& key, uint64_t& value) {
        const Entry* const entry = (const Entry*)ck_rhs_get(&table_, peers::hash_of(key), &key);
        if (entry == nullptr) {
            return false;
        }
        value = entry->value;
        return true;
    }

  private:
    // The key is first: the table hands out entries where it asks for keys.
    struct Entry {
        KEY key;
        uint64_t value;
    };

    static unsigned long hash(const void* const key, unsigned long) { return peers::hash_of(*(const KEY*)key); }
    static bool is_same(const void* const a, const void* const b) { return *(const KEY*)a == *(const KEY*)b; }

    std::vector<Entry> entries_;
    ck_malloc allocator_ = allocator();
    ck_rhs_t table_{};
};

}  // namespace

int main(int count, char** words) { return peers::run_lookup<Table>(count, words); }
