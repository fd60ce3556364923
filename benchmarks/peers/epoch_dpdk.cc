// DPDK's QSBR: announcing quiescence once a batch, and retiring through its defer queue.
#include <rte_rcu_qsbr.h>

#include "dpdk.h"
#include "epoch.h"

namespace {

constexpr int OWN = 0;
constexpr int READER = 1;
constexpr int MAX_THREADS = 2;

struct Object {
    uint64_t payload[6];
};

bool is_huge;
rte_rcu_qsbr* states;
peers::FreeList<Object>* free_list;
volatile uint64_t looked_at = 1;

void give_back(void*, void* const element, const unsigned int count) {
    for (unsigned int i = 0; i < count; i++) {
        free_list->give_back(((Object**)element)[i]);
    }
}

void enter(const int thread) {
    rte_rcu_qsbr_thread_register(states, thread);
    rte_rcu_qsbr_thread_online(states, thread);
}

void leave(const int thread) {
    rte_rcu_qsbr_thread_offline(states, thread);
    rte_rcu_qsbr_thread_unregister(states, thread);
}

void reclaim_some(rte_rcu_qsbr_dq* const queue) {
    unsigned int freed;
    unsigned int pending;
    unsigned int available;
    rte_rcu_qsbr_dq_reclaim(queue, peers::MAX_RETIRED, &freed, &pending, &available);
}

peers::Figure figure(const char* const form) {
    return peers::Figure("epoch").with("peer", "dpdk_qsbr").with("form", form).with("huge_pages", (uint64_t)is_huge);
}

void measure_reclaim(const peers::Arguments& arguments) {
    if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
        fprintf(stderr, "reclaim needs two processors\n");
        return;
    }
    rte_rcu_qsbr_dq_parameters parameters{};
    parameters.name = "retired";
    parameters.size = peers::MAX_RETIRED;
    parameters.esize = sizeof(Object*);
    // Not at every call: each look at the readers takes their lines.
    parameters.trigger_reclaim_limit = peers::MAX_RETIRED / 2;
    parameters.max_reclaim_size = peers::MAX_RETIRED / 2;
    parameters.free_fn = give_back;
    parameters.v = states;
    rte_rcu_qsbr_dq* const queue = rte_rcu_qsbr_dq_create(&parameters);
    if (queue == nullptr) {
        peers::fail(peers::CANNOT_RUN, std::string("rte_rcu_qsbr_dq_create: ") + rte_strerror(rte_errno));
    }
    const uint64_t retires = arguments.number("retires", 200000, 1, 100000000);
    const uint64_t rounds = arguments.rounds();
    std::vector<double> times;
    for (uint64_t round = 0; round < rounds; round++) {
        peers::BusyReader reader([](const std::atomic<bool>& stop) {
            enter(READER);
            while (!stop) {
                for (uint64_t i = 0; i < peers::LOOKS_PER_BATCH; i++) {
                    (void)looked_at;
                }
                rte_rcu_qsbr_quiescent(states, READER);
            }
            leave(READER);
        });
        usleep(20000);
        const double start = peers::now_ns();
        for (uint64_t i = 0; i < retires; i++) {
            Object* object = free_list->take();
            while (object == nullptr) {
                reclaim_some(queue);
                object = free_list->take();
            }
            while (rte_rcu_qsbr_dq_enqueue(queue, &object) != 0) {
                reclaim_some(queue);
            }
        }
        while (free_list->count() < peers::MAX_RETIRED) {
            reclaim_some(queue);
        }
        times.push_back((peers::now_ns() - start) / retires);
        reader.stop();
    }
    figure("reclaim").print("ns", times, peers::MAX_RETIRED, free_list->count());
}

}  // namespace

int main(int count, char** words) {
    const peers::Arguments arguments(count, words, {"lookups", "rounds", "retires"});
    is_huge = peers::start_dpdk(64 << 20);
    peers::pin(0);
    peers::FreeList<Object> objects(peers::MAX_RETIRED);
    free_list = &objects;
    states = (rte_rcu_qsbr*)rte_zmalloc(nullptr, rte_rcu_qsbr_get_memsize(MAX_THREADS), RTE_CACHE_LINE_SIZE);
    if (states == nullptr || rte_rcu_qsbr_init(states, MAX_THREADS) != 0) {
        peers::fail(peers::CANNOT_RUN, std::string("rte_rcu_qsbr_init: ") + rte_strerror(rte_errno));
    }
    enter(OWN);
    peers::measure_looks(figure("polling"), arguments, [] {
        uint64_t sum = 0;
        for (uint64_t i = 0; i < peers::LOOKS_PER_BATCH; i++) {
            sum += looked_at;
        }
        rte_rcu_qsbr_quiescent(states, OWN);
        return sum;
    });
    leave(OWN);
    measure_reclaim(arguments);
    _exit(0);
}
