// Concurrency Kit's epochs: entering and leaving around every look, and retiring with ck_epoch_call and a free list.
#include "epoch.h"

extern "C" {
#include <ck_epoch.h>
}

namespace {

struct Object {
    ck_epoch_entry_t entry;
    uint64_t payload[4];
};

ck_epoch_t domain;
ck_epoch_record_t own_record;
ck_epoch_record_t reader_record;
peers::FreeList<Object>* free_list;
volatile uint64_t looked_at = 1;

void give_back(ck_epoch_entry_t* const entry) { free_list->give_back((Object*)entry); }

uint64_t retire_all(const uint64_t retires) {
    uint64_t retired = 0;
    for (uint64_t i = 0; i < retires; i++) {
        Object* object = free_list->take();
        while (object == nullptr) {
            ck_epoch_poll(&own_record);
            object = free_list->take();
        }
        ck_epoch_call(&own_record, &object->entry, give_back);
        retired++;
        if (retired % peers::RETIRES_PER_POLL == 0) {
            ck_epoch_poll(&own_record);
        }
    }
    ck_epoch_barrier(&own_record);
    return retired;
}

peers::Figure figure(const char* const form) {
    return peers::Figure("epoch").with("peer", "ck_epoch").with("form", form);
}

void measure_reclaim(const peers::Arguments& arguments) {
    if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
        fprintf(stderr, "reclaim needs two processors\n");
        return;
    }
    const uint64_t retires = arguments.number("retires", 200000, 1, 100000000);
    const uint64_t rounds = arguments.rounds();
    std::vector<double> times;
    for (uint64_t round = 0; round < rounds; round++) {
        peers::BusyReader reader([](const std::atomic<bool>& stop) {
            while (!stop) {
                for (uint64_t i = 0; i < peers::LOOKS_PER_BATCH; i++) {
                    ck_epoch_begin(&reader_record, nullptr);
                    (void)looked_at;
                    ck_epoch_end(&reader_record, nullptr);
                }
            }
        });
        usleep(20000);
        const double start = peers::now_ns();
        retire_all(retires);
        times.push_back((peers::now_ns() - start) / retires);
        reader.stop();
    }
    figure("reclaim").print("ns", times, peers::MAX_RETIRED, free_list->count());
}

}  // namespace

int main(int count, char** words) {
    const peers::Arguments arguments(count, words, {"lookups", "rounds", "retires"});
    peers::pin(0);
    peers::FreeList<Object> objects(peers::MAX_RETIRED);
    free_list = &objects;
    ck_epoch_init(&domain);
    ck_epoch_register(&domain, &own_record, nullptr);
    ck_epoch_register(&domain, &reader_record, nullptr);
    peers::measure_looks(figure("guarded"), arguments, [] {
        uint64_t sum = 0;
        for (uint64_t i = 0; i < peers::LOOKS_PER_BATCH; i++) {
            ck_epoch_begin(&own_record, nullptr);
            sum += looked_at;
            ck_epoch_end(&own_record, nullptr);
        }
        return sum;
    });
    measure_reclaim(arguments);
    return 0;
}
