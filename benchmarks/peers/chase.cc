// The floor: one load out of as many bytes as asked for, each depending on the last, and 16 chains at once.
#include <sys/mman.h>

#include "support.h"

namespace {

constexpr uint64_t LINE = 64;
constexpr uint64_t HUGE_PAGE = 2 << 20;

// One cycle through all lines, in a random order.
void link_lines(char* const memory, const uint64_t lines) {
    std::vector<uint32_t> order(lines);
    for (uint64_t i = 0; i < lines; i++) {
        order[i] = (uint32_t)i;
    }
    peers::Draw draw(1);
    for (uint64_t i = lines - 1; i > 0; i--) {
        std::swap(order[i], order[draw.next(i + 1, 0)]);
    }
    for (uint64_t i = 0; i < lines; i++) {
        *(uint64_t*)(memory + order[i] * LINE) = (uint64_t)order[(i + 1) % lines] * LINE;
    }
}

template <int CHAINS>
double walk(const char* const memory, const uint64_t lines, const uint64_t steps, uint64_t& checked) {
    uint64_t at[CHAINS];
    for (int i = 0; i < CHAINS; i++) {
        at[i] = lines / CHAINS * i * LINE;
    }
    const double start = peers::now_ns();
    for (uint64_t step = 0; step < steps; step += CHAINS) {
        for (int i = 0; i < CHAINS; i++) {
            at[i] = *(const volatile uint64_t*)(memory + at[i]);
        }
    }
    const double ns = (peers::now_ns() - start) / steps;
    for (int i = 0; i < CHAINS; i++) {
        checked += at[i] % LINE == 0 && at[i] < lines * LINE ? 1 : 0;
    }
    return ns;
}

template <int CHAINS>
void measure(const char* const memory, const uint64_t lines, const uint64_t steps, const uint64_t rounds) {
    std::vector<double> times;
    uint64_t checked = 0;
    for (uint64_t round = 0; round < rounds; round++) {
        times.push_back(walk<CHAINS>(memory, lines, steps / CHAINS * CHAINS, checked));
    }
    peers::Figure("chase")
        .with("peer", "chase")
        .with("bytes", lines * LINE)
        .with("form", CHAINS == 1 ? "dependent" : "batch")
        .print("ns", times, rounds * CHAINS, checked);
}

}  // namespace

int main(int count, char** words) {
    const peers::Arguments arguments(count, words, {"bytes", "lookups", "rounds"});
    const uint64_t bytes = arguments.number("bytes", 16 << 20, 64 * LINE, (1ull << 30) * LINE);
    const uint64_t steps = arguments.number("lookups", 1000000, 16, 1000000000);
    const uint64_t rounds = arguments.rounds();
    const uint64_t lines = bytes / LINE;
    peers::pin(0);
    char* const memory = (char*)aligned_alloc(HUGE_PAGE, (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
    if (memory == nullptr) {
        peers::fail(peers::CANNOT_RUN, "no memory: bytes=" + std::to_string(bytes));
    }
    // Pages as the engine's are: huge where the system gives them.
    madvise(memory, bytes, MADV_HUGEPAGE);
    link_lines(memory, lines);
    measure<1>(memory, lines, steps, rounds);
    measure<16>(memory, lines, steps, rounds);
    return 0;
}
