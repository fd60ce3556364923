// libcuckoo, presized.
#include "lookup.h"

#include <libcuckoo/cuckoohash_map.hh>

namespace {

template <class KEY>
struct Hash {
    size_t operator()(const KEY& key) const { return peers::hash_of(key); }
};

template <class KEY>
class Table : public peers::PlainTable {
  public:
    static constexpr const char* NAME = "libcuckoo";

    explicit Table(const uint64_t capacity) : map_(capacity) {}

    bool insert(const KEY& key, const uint64_t value) { return map_.insert(key, value); }
    bool erase(const KEY& key) { return map_.erase(key); }
    bool find(const KEY& key, uint64_t& value) { return map_.find(key, value); }

  private:
    libcuckoo::cuckoohash_map<KEY, uint64_t, Hash<KEY>> map_;
};

}  // namespace

int main(int count, char** words) { return peers::run_lookup<Table>(count, words); }
