// What the two epoch peers have in common: the objects that are retired, and the reader that holds them back meanwhile.
#pragma once

#include <atomic>
#include <functional>

#include "support.h"

namespace peers {

constexpr uint64_t LOOKS_PER_BATCH = 32;
constexpr uint64_t RETIRES_PER_POLL = 64;
constexpr uint64_t MAX_RETIRED = 4096;

// Objects are taken from a list and come back to it: the peers are not charged for malloc.
template <class OBJECT>
class FreeList {
  public:
    explicit FreeList(const uint64_t count) : objects_(count) {
        for (OBJECT& object : objects_) {
            free_.push_back(&object);
        }
    }

    OBJECT* take() {
        if (free_.empty()) {
            return nullptr;
        }
        OBJECT* const object = free_.back();
        free_.pop_back();
        return object;
    }

    void give_back(OBJECT* const object) { free_.push_back(object); }

    uint64_t count() const { return free_.size(); }

  private:
    std::vector<OBJECT> objects_;
    std::vector<OBJECT*> free_;
};

// A thread that reads all the time, on the second processor.
class BusyReader {
  public:
    template <class LOOKS>
    explicit BusyReader(LOOKS looks) : run_([this, looks] {
        pin(1);
        looks(stop_);
    }) {
        pthread_create(&thread_, nullptr, enter, this);
    }

    void stop() {
        stop_ = true;
        pthread_join(thread_, nullptr);
    }

  private:
    static void* enter(void* const self) {
        ((BusyReader*)self)->run_();
        return nullptr;
    }

    std::atomic<bool> stop_{false};
    std::function<void()> run_;
    pthread_t thread_{};
};

// A batch is LOOKS_PER_BATCH looks at a word that is 1, and returns their sum.
template <class BATCH>
void measure_looks(Figure figure, const Arguments& arguments, BATCH look_batch) {
    const uint64_t looks =
        arguments.number("lookups", 5000000, LOOKS_PER_BATCH, 1000000000) / LOOKS_PER_BATCH * LOOKS_PER_BATCH;
    const uint64_t rounds = arguments.rounds();
    std::vector<double> times;
    uint64_t sum = 0;
    for (uint64_t round = 0; round < rounds; round++) {
        const double start = now_ns();
        for (uint64_t i = 0; i < looks; i += LOOKS_PER_BATCH) {
            sum += look_batch();
        }
        times.push_back((now_ns() - start) / looks);
    }
    figure.print("ns", times, looks * times.size(), sum);
}

}  // namespace peers
