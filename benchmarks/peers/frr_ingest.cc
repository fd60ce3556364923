// What does one more group record cost FRR's pimd, as processor time of its process? The slope between short and long
// IGMPv3 reports, all of which refresh groups that it knows. It runs in namespaces that end with this program: of the
// network, of processes and of files.
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>

#include "reports.h"

namespace {

constexpr const char* DAEMONS = "/usr/lib/frr/";
constexpr const char* FOLDER = "/tmp/frr";
constexpr int MOST_WAITS = 400;
constexpr int WAIT_US = 50000;
constexpr int LOOK_US = 2000;
constexpr int QUIET_LOOKS = 3;

// Go on as the first process of a namespace: whatever it starts ends with it, and it ends with the one that waits here.
void enter_process_namespace() {
    if (unshare(CLONE_NEWPID | CLONE_NEWNS) != 0) {
        peers::fail(peers::CANNOT_RUN, "no namespace of processes: root is needed");
    }
    const pid_t child = fork();
    if (child < 0) {
        peers::fail(peers::CANNOT_RUN, std::string("fork: ") + strerror(errno));
    }
    if (child > 0) {
        int status = 0;
        waitpid(child, &status, 0);
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : peers::WRONG_ANSWER);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("proc", "/proc", "proc", 0, nullptr) != 0 || mount("files", "/tmp", "tmpfs", 0, nullptr) != 0 ||
        mount("files", "/var/tmp", "tmpfs", 0, nullptr) != 0) {
        peers::fail(peers::CANNOT_RUN, std::string("mount: ") + strerror(errno));
    }
}

void write_file(const std::string& name, const char* const text) {
    FILE* const file = fopen((std::string(FOLDER) + "/" + name).c_str(), "w");
    if (file == nullptr || fputs(text, file) < 0 || fclose(file) != 0) {
        peers::fail(peers::CANNOT_RUN, "cannot write: " + name);
    }
}

void start(const std::string& daemon) {
    const std::string folder = std::string(FOLDER) + "/";
    peers::run(DAEMONS + daemon + " -d -f " + folder + daemon + ".conf -i " + folder + daemon + ".pid -z " + folder +
               "zserv.api --vty_socket " + FOLDER + " -A 127.0.0.1 -P 0 -u frr -g frr 2>&1");
}

// It runs in the background by now, and has written its number.
pid_t process_of(const std::string& daemon) {
    FILE* const file = fopen((std::string(FOLDER) + "/" + daemon + ".pid").c_str(), "r");
    int number = 0;
    if (file == nullptr || fscanf(file, "%d", &number) != 1) {
        peers::fail(peers::CANNOT_RUN, daemon + " does not run");
    }
    fclose(file);
    return number;
}

void make_router() {
    peers::setting("ipv6/conf/all/disable_ipv6", "1");
    peers::setting("ipv6/conf/default/disable_ipv6", "1");
    peers::run("ip link add p0 type veth peer name b0");
    peers::run("ip addr add 10.9.0.1/24 dev b0");
    peers::run("ip link set p0 up");
    peers::run("ip link set b0 up");
    peers::run(std::string("mkdir ") + FOLDER);
    write_file("zebra.conf", "");
    write_file("pimd.conf", "interface b0\n ip igmp\n ip igmp version 3\n ip pim\n");
    peers::run(std::string("chown -R frr:frr ") + FOLDER);
    start("zebra");
    start("pimd");
}

// What it shows: lines in which a word is, and the number that ends the last of them.
struct Shown {
    uint64_t lines;
    uint64_t number;
};

Shown show(const std::string& what, const char* const word) {
    const std::string command = "vtysh --vty_socket " + std::string(FOLDER) + " -c 'show ip igmp " + what + "'";
    FILE* const pipe = popen((command + " 2>/dev/null").c_str(), "r");
    Shown shown{};
    char line[512];
    while (pipe != nullptr && fgets(line, sizeof line, pipe) != nullptr) {
        if (strstr(line, word) != nullptr) {
            const char* const last = strrchr(line, ' ');
            shown.lines++;
            shown.number = last == nullptr ? 0 : strtoull(last, nullptr, 10);
        }
    }
    if (pipe != nullptr) {
        pclose(pipe);
    }
    return shown;
}

class Router {
  public:
    Router() {
        make_router();
        process_ = process_of("pimd");
        if (clock_getcpuclockid(process_, &clock_) != 0) {
            peers::fail(peers::CANNOT_RUN, "no clock of pimd's processor time");
        }
        for (int waits = 0; show("interface", "b0").lines == 0; waits++) {
            if (waits == MOST_WAITS) {
                peers::fail(peers::CANNOT_RUN, "pimd does not begin");
            }
            usleep(WAIT_US);
        }
    }

    uint64_t bytes() const { return peers::resident_bytes(std::to_string(process_)); }

    double spent_ns() const {
        timespec time;
        clock_gettime(clock_, &time);
        return time.tv_sec * 1e9 + time.tv_nsec;
    }

    // Until it has nothing left to do, for some looks in a row.
    void wait() const {
        for (int quiet = 0; quiet < QUIET_LOOKS;) {
            usleep(LOOK_US);
            quiet = is_asleep() && waiting_bytes() == 0 ? quiet + 1 : 0;
        }
    }

  private:
    // Not running, and not waiting for a processor.
    bool is_asleep() const {
        FILE* const file = fopen(("/proc/" + std::to_string(process_) + "/stat").c_str(), "r");
        char state = '?';
        if (file == nullptr || fscanf(file, "%*d (%*[^)]) %c", &state) != 1) {
            peers::fail(peers::WRONG_ANSWER, "pimd has ended");
        }
        fclose(file);
        return state == 'S';
    }

    // In the queues of the raw sockets, which are its own.
    static uint64_t waiting_bytes() {
        FILE* const file = fopen("/proc/net/raw", "r");
        uint64_t bytes = 0;
        char line[256];
        while (file != nullptr && fgets(line, sizeof line, file) != nullptr) {
            unsigned long queued = 0;
            if (sscanf(line, "%*d: %*s %*s %*s %*x:%lx", &queued) == 1) {
                bytes += queued;
            }
        }
        if (file != nullptr) {
            fclose(file);
        }
        return bytes;
    }

    pid_t process_ = 0;
    clockid_t clock_{};
};

// Report all groups some times, so many of them in a packet, and return the ns of processor time for each packet.
double report(const Router& router, peers::ReportSender& sender, const uint64_t groups, const int records,
              const uint64_t passes) {
    const uint64_t heard = show("statistics", "V3 report").number;
    router.wait();
    const double start = router.spent_ns();
    uint64_t packets = 0;
    for (uint64_t pass = 0; pass < passes; pass++) {
        for (uint64_t group = 0; group < groups;) {
            const int batch = sender.prepare(group, groups, records);
            sender.send(batch);
            router.wait();
            packets += batch;
        }
    }
    const double spent_ns = router.spent_ns() - start;
    // It hears its own kernel's too, which are few.
    if (show("statistics", "V3 report").number - heard < packets) {
        peers::fail(peers::WRONG_ANSWER, "not all reports were heard: sent=" + std::to_string(packets));
    }
    return spent_ns / packets;
}

}  // namespace

int main(int count, char** words) {
    const peers::Arguments arguments(count, words, {"groups", "rounds", "passes"});
    const uint64_t groups = arguments.number("groups", 20000, 100, 20000) / 100 * 100;
    const uint64_t rounds = arguments.rounds();
    const uint64_t passes = arguments.number("passes", 10, 1, 1000000);
    if (access((std::string(DAEMONS) + "pimd").c_str(), X_OK) != 0 || system("vtysh --help >/dev/null 2>&1") != 0) {
        peers::fail(peers::CANNOT_RUN, "FRR with pimd and vtysh is not installed");
    }
    enter_process_namespace();
    peers::enter_namespace();
    const Router router;
    peers::ReportSender sender("p0");
    const uint64_t bytes_before = router.bytes();
    report(router, sender, groups, 100, 2);
    const double bytes_per_group = (double)(router.bytes() - bytes_before) / groups;
    std::vector<double> slopes;
    for (uint64_t round = 0; round < rounds; round++) {
        const double short_ns = report(router, sender, groups, 10, passes);
        const double long_ns = report(router, sender, groups, 100, passes);
        slopes.push_back((long_ns - short_ns) / 90);
    }
    peers::Figure("ingest")
        .with("peer", "frr")
        .with("groups", groups)
        .with("form", "slope")
        .with("bytes_per_entry", bytes_per_group)
        .print("ns", slopes, groups, show("groups", "239.").lines);
    _exit(0);
}
