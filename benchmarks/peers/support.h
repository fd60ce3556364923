// What the peers have in common: arguments, clock, the numbers they draw, and the line they print.
#pragma once

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace peers {

// Exit codes: 1 a wrong answer, 2 wrong arguments, 3 this machine cannot run it (the reason is on standard error).
constexpr int WRONG_ANSWER = 1;
constexpr int WRONG_ARGUMENT = 2;
constexpr int CANNOT_RUN = 3;

[[noreturn]] inline void fail(const int code, const std::string& reason) {
    fprintf(stderr, "%s\n", reason.c_str());
    _exit(code);
}

// Words of the form name=value, of the names that a program knows.
class Arguments {
  public:
    Arguments(const int count, char** const words, const std::set<std::string>& names) {
        for (int i = 1; i < count; i++) {
            const std::string word = words[i];
            const size_t split = word.find('=');
            if (split == std::string::npos) {
                fail(WRONG_ARGUMENT, "not name=value: " + word);
            }
            const std::string name = word.substr(0, split);
            if (names.count(name) == 0) {
                fail(WRONG_ARGUMENT, "no such argument: " + name);
            }
            values_[name] = word.substr(split + 1);
        }
    }

    std::string word(const std::string& name, const std::string& fallback) const {
        const auto found = values_.find(name);
        return found == values_.end() ? fallback : found->second;
    }

    // A whole number in a range.
    uint64_t number(const std::string& name, const uint64_t fallback, const uint64_t min, const uint64_t max) const {
        const std::string text = word(name, std::to_string(fallback));
        if (text.empty() || text.size() > MOST_DIGITS || text.find_first_not_of("0123456789") != std::string::npos) {
            fail(WRONG_ARGUMENT, "not a number: " + name + "=" + text);
        }
        const uint64_t number = std::stoull(text);
        if (number < min || number > max) {
            fail(WRONG_ARGUMENT, "out of range: " + name + "=" + text + ", min=" + std::to_string(min) +
                                     ", max=" + std::to_string(max));
        }
        return number;
    }

    uint64_t rounds() const { return number("rounds", 3, 1, 1000); }

    std::string family() const {
        const std::string family = word("family", "ipv4");
        if (family != "ipv4" && family != "ipv6") {
            fail(WRONG_ARGUMENT, "no such family: " + family);
        }
        return family;
    }

  private:
    static constexpr size_t MOST_DIGITS = 18;

    std::map<std::string, std::string> values_;
};

inline double now_ns() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

inline void pin(const int processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    // Where the processor is not ours, the scheduler decides: a peer is still measured.
    pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

// Random numbers, by the generator of the Java side.
class Draw {
  public:
    explicit Draw(const uint64_t seed) : state_(seed) {}

    // From 0 to below a limit of at most 32 bits. What is added to the state is not known before it was looked up.
    uint64_t next(const uint64_t limit, const uint64_t dependency) {
        state_ += 0x9e3779b97f4a7c15ull + dependency;
        uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return ((z >> 32) * limit) >> 32;
    }

  private:
    uint64_t state_;
};

// One figure, measured some times.
class Figure {
  public:
    explicit Figure(std::string name) : json_("{\"name\":\"" + std::move(name) + "\"") {}

    Figure& with(const std::string& key, const std::string& value) {
        json_ += ",\"" + key + "\":\"" + value + "\"";
        return *this;
    }

    Figure& with(const std::string& key, const uint64_t value) {
        json_ += ",\"" + key + "\":" + std::to_string(value);
        return *this;
    }

    Figure& with(const std::string& key, const double value) {
        char text[32];
        snprintf(text, sizeof text, "%.3f", value);
        json_ += ",\"" + key + "\":" + text;
        return *this;
    }

    // The last words: what was measured, in its unit, and the answers that were counted.
    void print(const std::string& unit, std::vector<double> rounds, const uint64_t expected, const uint64_t checked) {
        std::sort(rounds.begin(), rounds.end());
        with("unit", unit);
        with("rounds", (uint64_t)rounds.size());
        with("median", rounds[rounds.size() / 2]);
        with("min", rounds.front());
        with("max", rounds.back());
        with("expected", expected);
        with("checked", checked);
        printf("%s}\n", json_.c_str());
        fflush(stdout);
        if (expected != checked) {
            fail(WRONG_ANSWER, "wrong answers: expected=" + std::to_string(expected) +
                                   ", counted=" + std::to_string(checked));
        }
    }

  private:
    std::string json_;
};

inline uint64_t resident_bytes(const std::string& process = "self") {
    FILE* const file = fopen(("/proc/" + process + "/statm").c_str(), "r");
    unsigned long size = 0;
    unsigned long resident = 0;
    if (file != nullptr) {
        if (fscanf(file, "%lu %lu", &size, &resident) != 2) {
            resident = 0;
        }
        fclose(file);
    }
    return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

inline uint64_t meminfo_kib(const char* const name) {
    FILE* const file = fopen("/proc/meminfo", "r");
    if (file == nullptr) {
        return 0;
    }
    uint64_t found = 0;
    char line[256];
    while (fgets(line, sizeof line, file) != nullptr) {
        if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':') {
            found = strtoull(line + strlen(name) + 1, nullptr, 10);
        }
    }
    fclose(file);
    return found;
}

// Are enough of them reserved, and free?
inline bool has_huge_pages(const uint64_t bytes) {
    return meminfo_kib("HugePages_Free") * meminfo_kib("Hugepagesize") * 1024 >= bytes;
}

// A zero the compiler cannot know: what is masked with it still has to be waited for.
inline uint64_t unknown_zero() {
    static volatile uint64_t zero = 0;
    return zero;
}

}  // namespace peers
