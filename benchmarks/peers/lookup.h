// How long does a table take to find an (interface, group)? One peer a process; each peer brings its Table<KEY>.
#pragma once

#include <atomic>
#include <memory>
#include <set>
#include <sstream>

#include "support.h"

namespace peers {

constexpr uint64_t BATCH = 32;
constexpr uint64_t HALF = 50;
constexpr uint64_t INTERFACES = 16;
constexpr uint64_t QUIESCENT_LOOKS = 32;
constexpr uint64_t WRITER_WINDOW = 64;
constexpr uint64_t VERIFIED = 1 << 16;

// Addresses by number as the Java side makes them, padded to the lengths that DPDK has a compare of its own for.
template <int WORDS>
struct Key {
    uint64_t words[WORDS];

    static constexpr int LENGTH = WORDS * 8;

    bool operator==(const Key& other) const {
        uint64_t difference = 0;
        for (int i = 0; i < WORDS; i++) {
            difference |= words[i] ^ other.words[i];
        }
        return difference == 0;
    }
};

using Ipv4Key = Key<2>;
using Ipv6Key = Key<4>;

inline void make_key(const uint64_t number, Ipv4Key& key) {
    const uint64_t group = 0xef000000u | ((uint32_t)((number / INTERFACES) * 0x9e3779b97f4a7c15ull) & 0xffffffu);
    key.words[0] = (1 + number % INTERFACES) | group << 32;
    key.words[1] = 0;
}

inline void make_key(const uint64_t number, Ipv6Key& key) {
    const uint64_t product = (number / INTERFACES) * 0x9e3779b97f4a7c15ull;
    key.words[0] = 1 + number % INTERFACES;
    key.words[1] = 0xff15000000000000ull;
    key.words[2] = product ^ product >> 32;
    key.words[3] = 0;
}

inline uint64_t fold(const uint64_t a, const uint64_t b) {
    const unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// For the peers that bring no hash: two multiplications at most.
template <int WORDS>
inline uint64_t hash_of(const Key<WORDS>& key) {
    uint64_t hash = fold(key.words[0] ^ 0xa0761d6478bd642full, key.words[1] ^ 0xe7037ed1a0b428dbull);
    for (int i = 2; i < WORDS; i += 2) {
        hash = fold(hash ^ key.words[i], key.words[i + 1] ^ 0x8ebc6af09c88c6e3ull);
    }
    return hash;
}

// What a table looks like that has no batches of its own and needs nothing of its readers.
struct PlainTable {
    static constexpr bool HAS_BATCH = false;
    // Does it ask for huge pages of its own? Then is_huge() says whether it got them.
    static constexpr bool ASKS_FOR_HUGE_PAGES = false;
    // Is that a form of a batch? The table may have some, and takes this one from now on.
    bool take_form(const std::string& form) { return form == "batch"; }
    // What a batch was found with, if the table has written that into its keys: nothing where nothing was found.
    template <class KEY>
    void take_values(const KEY*, uint64_t*) {}
    void enter(int) {}
    void leave(int) {}
    void quiescent(int) {}
    // Bytes it has taken, or 0: then the growth of the process is counted.
    uint64_t used_bytes() { return 0; }
};

struct LookupPlan {
    uint64_t n;
    uint64_t lookups;
    uint64_t rounds;
    uint64_t readers;
    uint64_t writer_ns;
};

template <class TABLE, class KEY>
class LookupRun {
  public:
    LookupRun(const LookupPlan& plan, std::string family)
        : plan_(plan), family_(std::move(family)), churned_(plan.n / 8 + 2 * WRITER_WINDOW) {
        const uint64_t before = resident_bytes();
        table_ = std::make_unique<TABLE>(plan.n + churned_);
        table_->enter(0);
        for (uint64_t i = 0; i < plan.n; i++) {
            KEY key;
            make_key(i, key);
            if (!table_->insert(key, i + 1)) {
                fail(WRONG_ANSWER, "not inserted: number=" + std::to_string(i));
            }
            if (i % QUIESCENT_LOOKS == 0) {
                table_->quiescent(0);
            }
        }
        const uint64_t used = table_->used_bytes();
        bytes_ = used != 0 ? used : resident_bytes() - before;
        verify();
        table_->leave(0);
    }

    void measure(const std::string& form, const uint64_t hits) {
        is_batch_ = table_->take_form(form);
        if (is_batch_) {
            verify_batches();
        }
        measure_loop(0, form, hits, 1);  // warm
        std::vector<double> times;
        uint64_t expected = 0;
        uint64_t checked = 0;
        double written_ns = 0;
        for (uint64_t round = 0; round < plan_.rounds; round++) {
            times.push_back(measure_round(form, hits, round + 2, checked, written_ns));
            expected += expected_hits(hits, round + 2);
        }
        if (failed_writes_ != 0) {
            fail(WRONG_ANSWER, "writes failed: " + std::to_string(failed_writes_));
        }
        Figure figure("lookup");
        figure.with("peer", TABLE::NAME)
            .with("family", family_)
            .with("n", plan_.n)
            .with("form", form)
            .with("hits", hits)
            .with("readers", plan_.readers)
            .with("writer_ns", plan_.writer_ns)
            .with("bytes_per_entry", (double)bytes_ / plan_.n);
        if constexpr (TABLE::ASKS_FOR_HUGE_PAGES) {
            figure.with("huge_pages", (uint64_t)table_->is_huge());
        }
        if (plan_.writer_ns != 0) {
            figure.with("written_ns", written_ns / plan_.rounds);
        }
        figure.print("ns", times, expected, checked);
    }

  private:
    uint64_t lookups() const { return plan_.lookups / BATCH * BATCH; }

    // Of a half, so much as the same draws say again.
    uint64_t expected_hits(const uint64_t hits, const uint64_t seed) const {
        if (hits != HALF) {
            return hits == 0 ? 0 : lookups() * plan_.readers;
        }
        uint64_t present = 0;
        for (uint64_t reader = 0; reader < plan_.readers; reader++) {
            Draw again(seed * 64 + reader);
            for (uint64_t i = 0; i < lookups(); i++) {
                present += again.next(2 * plan_.n, 0) < plan_.n ? 1 : 0;
            }
        }
        return present;
    }

    uint64_t next_number(Draw& draw, const uint64_t hits, const uint64_t dependency) const {
        if (hits != HALF) {
            return (hits == 0 ? plan_.n + churned_ : 0) + draw.next(plan_.n, dependency);
        }
        const uint64_t drawn = draw.next(2 * plan_.n, dependency);
        // The upper half is moved on to where nothing is; without a branch, which nobody could foresee.
        return drawn + (uint64_t)((int64_t)(plan_.n - 1 - drawn) >> 63 & (int64_t)churned_);
    }

    void verify() {
        for (uint64_t i = 0; i < std::min(plan_.n, VERIFIED); i++) {
            KEY key;
            uint64_t value = 0;
            make_key(i, key);
            if (!table_->find(key, value) || value != i + 1) {
                fail(WRONG_ANSWER, "wrong value: number=" + std::to_string(i));
            }
            make_key(plan_.n + churned_ + i, key);
            if (table_->find(key, value)) {
                fail(WRONG_ANSWER, "found what is not there: number=" + std::to_string(plan_.n + churned_ + i));
            }
        }
    }

    // The form of a batch that is measured next, with numbers that are there and numbers that are not, in turns.
    void verify_batches() {
        if constexpr (TABLE::HAS_BATCH) {
            const uint64_t verified = std::min(plan_.n, VERIFIED);
            table_->enter(0);
            for (uint64_t first = 0; first < verified; first += BATCH / 2) {
                KEY keys[BATCH]{};
                uint64_t values[BATCH]{};
                uint64_t expected[BATCH]{};
                for (uint64_t i = 0; i < BATCH; i++) {
                    const uint64_t number = (first + i / 2) % verified;
                    expected[i] = i % 2 == 0 ? number + 1 : 0;
                    make_key(i % 2 == 0 ? number : plan_.n + churned_ + number, keys[i]);
                }
                const uint64_t found = table_->find_batch(keys, values);
                table_->take_values(keys, values);
                if (found != BATCH / 2 || !std::equal(values, values + BATCH, expected)) {
                    fail(WRONG_ANSWER, "wrong answer in a batch: first=" + std::to_string(first) +
                                           ", found=" + std::to_string(found));
                }
                table_->quiescent(0);
            }
            table_->leave(0);
        }
    }

    struct Thread {
        LookupRun* run;
        int index;
        const std::string* form;
        uint64_t hits;
        uint64_t seed;
        double ns;
        uint64_t found;
    };

    static void* read(void* const argument) {
        Thread& thread = *(Thread*)argument;
        pin(thread.index);
        pthread_barrier_wait(&thread.run->barrier_);
        const double start = now_ns();
        thread.found = thread.run->measure_loop(thread.index, *thread.form, thread.hits, thread.seed);
        thread.ns = (now_ns() - start) / thread.run->lookups();
        return nullptr;
    }

    // The time between two lookups of all readers together: with two that do not meet, half of what each takes for one.
    double measure_round(const std::string& form, const uint64_t hits, const uint64_t seed, uint64_t& checked,
                         double& written_ns) {
        const bool has_writer = plan_.writer_ns != 0;
        pthread_barrier_init(&barrier_, nullptr, plan_.readers + (has_writer ? 1 : 0));
        stop_ = false;
        std::vector<Thread> threads(plan_.readers);
        std::vector<pthread_t> ids(plan_.readers);
        pthread_t writer{};
        Thread writing{this, 1, &form, hits, seed, 0, 0};
        if (has_writer) {
            pthread_create(&writer, nullptr, write, &writing);
        }
        for (uint64_t i = 0; i < plan_.readers; i++) {
            threads[i] = Thread{this, (int)i, &form, hits, seed * 64 + i, 0, 0};
            pthread_create(&ids[i], nullptr, read, &threads[i]);
        }
        double rate = 0;
        for (uint64_t i = 0; i < plan_.readers; i++) {
            pthread_join(ids[i], nullptr);
            rate += 1 / threads[i].ns;
            checked += threads[i].found;
        }
        stop_ = true;
        if (has_writer) {
            pthread_join(writer, nullptr);
            written_ns += writing.ns;
        }
        pthread_barrier_destroy(&barrier_);
        return 1 / rate;
    }

    uint64_t measure_loop(const int reader, const std::string& form, const uint64_t hits, const uint64_t seed) {
        table_->enter(reader);
        uint64_t found = 0;
        if (is_batch_) {
            found = batches(reader, hits, seed);
        } else if (form == "scalar") {
            found = singles(reader, hits, seed, false);
        } else if (form == "dependent") {
            found = singles(reader, hits, seed, true);
        } else {
            fail(WRONG_ARGUMENT, "no such form: " + form);
        }
        table_->leave(reader);
        return found;
    }

    uint64_t singles(const int reader, const uint64_t hits, const uint64_t seed, const bool is_dependent) {
        Draw draw(seed);
        const uint64_t mask = unknown_zero();
        uint64_t found = 0;
        uint64_t value = 0;
        for (uint64_t i = 0, limit = lookups(); i < limit; i++) {
            KEY key;
            make_key(next_number(draw, hits, is_dependent ? value & mask : 0), key);
            found += table_->find(key, value) ? 1 : 0;
            if (i % QUIESCENT_LOOKS == 0) {
                table_->quiescent(reader);
            }
        }
        return found;
    }

    uint64_t batches(const int reader, const uint64_t hits, const uint64_t seed) {
        Draw draw(seed);
        uint64_t found = 0;
        KEY keys[BATCH];
        uint64_t values[BATCH];
        for (uint64_t i = 0, limit = lookups(); i < limit; i += BATCH) {
            for (uint64_t k = 0; k < BATCH; k++) {
                make_key(next_number(draw, hits, 0), keys[k]);
            }
            if constexpr (TABLE::HAS_BATCH) {
                found += table_->find_batch(keys, values);
            } else {
                for (uint64_t k = 0; k < BATCH; k++) {
                    found += table_->find(keys[k], values[k]) ? 1 : 0;
                }
            }
            table_->quiescent(reader);
        }
        return found;
    }

    // Inserts, and removes again 64 inserts later, one each so many ns, away from the numbers that are looked for.
    static void* write(void* const argument) {
        Thread& thread = *(Thread*)argument;
        LookupRun& run = *thread.run;
        pin(thread.index);
        run.table_->enter(WRITER);
        pthread_barrier_wait(&run.barrier_);
        const double start = now_ns();
        uint64_t writes = 0;
        uint64_t inserted = 0;
        while (!run.stop_) {
            run.churn(inserted, true);
            writes++;
            run.wait_until(start + writes * (double)run.plan_.writer_ns);
            if (inserted >= WRITER_WINDOW) {
                run.churn(inserted - WRITER_WINDOW, false);
                writes++;
                run.wait_until(start + writes * (double)run.plan_.writer_ns);
            }
            inserted++;
        }
        thread.ns = (now_ns() - start) / std::max<uint64_t>(writes, 1);
        for (uint64_t i = inserted < WRITER_WINDOW ? 0 : inserted - WRITER_WINDOW; i < inserted; i++) {
            run.churn(i, false);
        }
        run.table_->leave(WRITER);
        return nullptr;
    }

    void wait_until(const double time_ns) {
        do {
            table_->quiescent(WRITER);
        } while (now_ns() < time_ns && !stop_);
    }

    void churn(const uint64_t turn, const bool is_insert) {
        KEY key;
        const uint64_t number = plan_.n + turn % churned_;
        make_key(number, key);
        if (!(is_insert ? insert_in_time(key, number + 1) : table_->erase(key))) {
            failed_writes_++;
        }
    }

    // What was removed may wait for a reader that does not run just now: so does the insert then, and its rate tells.
    bool insert_in_time(const KEY& key, const uint64_t value) {
        if (table_->insert(key, value)) {
            return true;
        }
        const double deadline = now_ns() + WRITE_PATIENCE_NS;
        while (now_ns() < deadline) {
            table_->quiescent(WRITER);
            if (table_->insert(key, value)) {
                return true;
            }
        }
        return false;
    }

    static constexpr int WRITER = 2;
    static constexpr double WRITE_PATIENCE_NS = 1e9;

    const LookupPlan plan_;
    const std::string family_;
    const uint64_t churned_;
    std::unique_ptr<TABLE> table_;
    uint64_t bytes_ = 0;
    bool is_batch_ = false;
    pthread_barrier_t barrier_{};
    std::atomic<bool> stop_{false};
    std::atomic<uint64_t> failed_writes_{0};
};

inline std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> words;
    std::stringstream stream(text);
    for (std::string word; std::getline(stream, word, ',');) {
        words.push_back(word);
    }
    return words;
}

inline uint64_t hits_of(const std::string& word) {
    if (word != "0" && word != "50" && word != "100") {
        fail(WRONG_ARGUMENT, "hits 0, 50 or 100: hits=" + word);
    }
    return std::stoull(word);
}

template <class TABLE, class KEY>
void run_family(const Arguments& arguments, const LookupPlan& plan) {
    LookupRun<TABLE, KEY> run(plan, arguments.family());
    for (const std::string& form : split(arguments.word("form", "scalar"))) {
        for (const std::string& hits : split(arguments.word("hits", "100"))) {
            run.measure(form, hits_of(hits));
        }
    }
}

template <template <class> class TABLE, class KEY4 = Ipv4Key, class KEY6 = Ipv6Key>
int run_lookup(const int count, char** const words) {
    const Arguments arguments(
        count, words, {"family", "n", "form", "hits", "readers", "writer_ns", "lookups", "rounds"});
    const LookupPlan plan{arguments.number("n", 1000, 1, 100000000),
                          arguments.number("lookups", 1000000, BATCH, 1000000000), arguments.rounds(),
                          arguments.number("readers", 1, 1, 2), arguments.number("writer_ns", 0, 0, 1000000000)};
    if (plan.readers > 1 && plan.writer_ns != 0) {
        fail(WRONG_ARGUMENT, "one reader beside a writer");
    }
    if (plan.readers + (plan.writer_ns != 0 ? 1 : 0) > (uint64_t)sysconf(_SC_NPROCESSORS_ONLN)) {
        fail(CANNOT_RUN, "two processors are needed");
    }
    pin(0);
    if (arguments.family() == "ipv6") {
        run_family<TABLE<KEY6>, KEY6>(arguments, plan);
    } else {
        run_family<TABLE<KEY4>, KEY4>(arguments, plan);
    }
    // Tables are given back with the process: that is not measured.
    _exit(0);
}

}  // namespace peers
