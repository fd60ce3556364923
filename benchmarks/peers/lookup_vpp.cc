// VPP's bihash at its best: about a bucket for each entry, CRC32 as its hash, huge pages, and two forms of a batch.
// `build --vpp` builds it.
#include "lookup.h"
#include "vpp_bihash.h"

namespace peers {

// A key with its value behind it, as the table takes them.
template <int WORDS>
struct Entry {
    uint64_t words[WORDS + 1];

    static constexpr int LENGTH = WORDS * 8;
};

// 24 bytes are enough for the interface and an IPv6 address: the table gains nothing by more.
template <class KEY, int WORDS>
inline void make_entry(const uint64_t number, Entry<WORDS>& entry) {
    KEY key;
    make_key(number, key);
    memcpy(entry.words, key.words, Entry<WORDS>::LENGTH);
}

inline void make_key(const uint64_t number, Entry<2>& entry) { make_entry<Ipv4Key>(number, entry); }

inline void make_key(const uint64_t number, Entry<3>& entry) { make_entry<Ipv6Key>(number, entry); }

}  // namespace peers

namespace {

constexpr vpp_bihash WITH_16_BYTES = VPP_BIHASH(16);
constexpr vpp_bihash WITH_24_BYTES = VPP_BIHASH(24);
constexpr uint64_t MOST_BYTES_PER_ENTRY = 160;
constexpr uint64_t SPARE_BYTES = 128 << 20;

template <class ENTRY>
class Table : public peers::PlainTable {
  public:
    static constexpr const char* NAME = "vpp";
    static constexpr bool HAS_BATCH = true;
    static constexpr bool ASKS_FOR_HUGE_PAGES = true;

    explicit Table(const uint64_t capacity) {
        uint64_t buckets = 1;
        while (buckets * 2 <= capacity) {
            buckets *= 2;
        }
        const uint64_t heap_bytes = capacity * MOST_BYTES_PER_ENTRY + SPARE_BYTES;
        is_huge_ = peers::has_huge_pages(heap_bytes);
        if (!BIHASH.start(heap_bytes, is_huge_, buckets)) {
            peers::fail(peers::CANNOT_RUN, "no heap for VPP: bytes=" + std::to_string(heap_bytes));
        }
    }

    bool take_form(const std::string& form) {
        is_pipeline_ = form == "pipeline";
        return is_pipeline_ || form == "steps";
    }

    void enter(const int thread) { BIHASH.enter(thread); }

    bool insert(ENTRY entry, const uint64_t value) {
        entry.words[VALUE] = value;
        return BIHASH.insert(entry.words);
    }

    bool erase(ENTRY entry) { return BIHASH.erase(entry.words); }

    bool find(ENTRY& entry, uint64_t& value) {
        if (!BIHASH.find(entry.words)) {
            return false;
        }
        value = entry.words[VALUE];
        return true;
    }

    uint64_t find_batch(ENTRY* const entries, uint64_t*) {
        return is_pipeline_ ? BIHASH.find_in_pipeline(entries->words, peers::BATCH)
                            : BIHASH.find_by_steps(entries->words, peers::BATCH);
    }

    void take_values(const ENTRY* const entries, uint64_t* const values) {
        for (uint64_t i = 0; i < peers::BATCH; i++) {
            values[i] = entries[i].words[VALUE];
        }
    }

    bool is_huge() const { return is_huge_; }

    uint64_t used_bytes() { return BIHASH.used_bytes(); }

  private:
    static constexpr int VALUE = ENTRY::LENGTH / 8;
    static constexpr vpp_bihash BIHASH = ENTRY::LENGTH == 16 ? WITH_16_BYTES : WITH_24_BYTES;

    bool is_pipeline_ = false;
    bool is_huge_ = false;
};

}  // namespace

int main(int count, char** words) {
    return peers::run_lookup<Table, peers::Entry<2>, peers::Entry<3>>(count, words);
}
