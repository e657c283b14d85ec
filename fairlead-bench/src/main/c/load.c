/* Options, clock, histogram and sockets of the load generator. See load.h. */
#include "load.h"
#include <stdarg.h>
#include <sys/resource.h>
#include <time.h>

struct options options = {.connections = 1, .size = 64, .depth = 1, .warmup_s = 1, .seconds = 2};
size_t message_bytes, ring_bytes;
const char *ring_out, *ring_want;
uint64_t messages, errors, lost;

/* Log-linear: 128 steps for each power of two, so a value is off by less than 0.8 %. */
enum { STEP_BITS = 7, STEPS = 1 << STEP_BITS };
static uint64_t buckets[(64 - STEP_BITS) * STEPS + STEPS];
static uint64_t latency_max;

static uint64_t start_ns, measure_ns, end_ns, measured_to_ns;
static bool measuring;
static double cpu_before_s, cpu_s;

uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static double cpu_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* ---- messages ---- */

void make_ring(void) {
    message_bytes = (size_t)options.size + (options.framing == LENGTH4 ? 4 : 0);
    size_t count = 64 * 1024 / message_bytes;
    if (count < 2 * (size_t)options.depth) count = 2 * (size_t)options.depth;
    if (count < 4) count = 4;
    ring_bytes = count * message_bytes;
    char *out = malloc(2 * ring_bytes), *want = malloc(2 * ring_bytes);
    if (!out || !want) fail("no memory for %zu bytes of messages", ring_bytes);
    uint32_t seed = 42;
    for (size_t i = 0; i < ring_bytes; i++) {
        seed = seed * 1664525u + 1013904223u;
        out[i] = (char)('a' + (seed >> 16) % 26);
        want[i] = options.framing == LINES ? (char)(out[i] - 'a' + 'A') : out[i];
        size_t at = i % message_bytes;
        if (options.framing == LINES && at == message_bytes - 1) out[i] = want[i] = '\n';
        if (options.framing == LENGTH4 && at < 4)
            out[i] = want[i] = (char)(options.size >> (8 * (3 - at)));
    }
    memcpy(out + ring_bytes, out, ring_bytes);
    memcpy(want + ring_bytes, want, ring_bytes);
    ring_out = out;
    ring_want = want;
}

size_t ring_origin(int i) { return (size_t)i * 7 % (ring_bytes / message_bytes) * message_bytes; }

/* ---- clock and counters ---- */

void begin_run(void) {
    start_ns = now_ns();
    measure_ns = start_ns + (uint64_t)(options.warmup_s * 1e9);
    end_ns = UINT64_MAX;
}

bool goes_on(uint64_t now) {
    if (!measuring && now >= measure_ns) {
        measuring = true;
        messages = lost = latency_max = 0;
        memset(buckets, 0, sizeof buckets);
        puts("measuring");
        fflush(stdout);
        cpu_before_s = cpu_seconds();
        measure_ns = now_ns();
        end_ns = measure_ns + (uint64_t)(options.seconds * 1e9);
    }
    if (now < end_ns) return true;
    measured_to_ns = now;
    cpu_s = cpu_seconds() - cpu_before_s;
    return false;
}

void count(uint64_t since_ns, uint64_t now, uint64_t how_many) {
    messages += how_many;
    uint64_t ns = now > since_ns ? now - since_ns : 0;
    if (ns > latency_max) latency_max = ns;
    if (ns < 2 * STEPS) {
        buckets[ns] += how_many;
        return;
    }
    int shift = 63 - __builtin_clzll(ns) - STEP_BITS;
    buckets[(uint64_t)shift * STEPS + (ns >> shift)] += how_many;
}

static double latency_us(double share) {
    uint64_t seen = 0, wanted = (uint64_t)(share * (double)messages);
    for (size_t i = 0; i < sizeof buckets / sizeof *buckets; i++) {
        seen += buckets[i];
        if (seen <= wanted) continue;
        if (i < 2 * STEPS) return (double)i / 1e3;
        size_t shift = i / STEPS - 1;
        double middle = ((double)(i % STEPS + STEPS) + 0.5) * (double)(1ull << shift);
        return (middle < (double)latency_max ? middle : (double)latency_max) / 1e3;
    }
    return (double)latency_max / 1e3;
}

void print_result(void) {
    double seconds = (double)(measured_to_ns - measure_ns) / 1e9;
    printf("{\"messages\":%llu,\"seconds\":%.6f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,"
           "\"max_us\":%.1f,\"errors\":%llu,\"lost\":%llu,\"generator_cpu\":%.3f}\n",
           (unsigned long long)messages, seconds, latency_us(0.50), latency_us(0.99),
           latency_us(0.999), (double)latency_max / 1e3, (unsigned long long)errors,
           (unsigned long long)lost, seconds > 0 ? cpu_s / seconds : 0);
    fflush(stdout);
    await_line();
}

void await_line(void) {
    int c;
    while ((c = getchar()) != '\n' && c != EOF) continue;
}

/* ---- sockets ---- */

struct sockaddr_in server_address(void) {
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)options.port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

int bound_socket(int type, int i) {
    int fd = socket(AF_INET, type, 0), on = 1;
    if (fd < 0) fail("socket %d: %s", i, strerror(errno));
    struct sockaddr_in source = {.sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)i % 64)};
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (bind(fd, (void *)&source, sizeof source)) fail("bind: %s", strerror(errno));
    if (type & SOCK_STREAM) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

int connected(int i) {
    int fd = bound_socket(SOCK_STREAM, i);
    struct sockaddr_in to = server_address();
    if (connect(fd, (void *)&to, sizeof to)) fail("connection %d: %s", i, strerror(errno));
    return fd;
}

void watch(int epoll, int fd, uint32_t events, uint64_t number, bool again) {
    struct epoll_event event = {.events = events, .data.u64 = number};
    if (epoll_ctl(epoll, again ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event))
        fail("epoll_ctl: %s", strerror(errno));
}

/* ---- the command line: load MODE PORT name=value ... ---- */

static void set(const char *name, const char *value) {
    if (!strcmp(name, "connections")) options.connections = atoi(value);
    else if (!strcmp(name, "before")) options.connections_before = atoi(value);
    else if (!strcmp(name, "size")) options.size = atoi(value);
    else if (!strcmp(name, "depth")) options.depth = atoi(value);
    else if (!strcmp(name, "warmup")) options.warmup_s = atof(value);
    else if (!strcmp(name, "seconds")) options.seconds = atof(value);
    else if (!strcmp(name, "rate")) options.rate = atof(value);
    else if (!strcmp(name, "framing"))
        options.framing = !strcmp(value, "lines") ? LINES : !strcmp(value, "length4") ? LENGTH4 : RAW;
    else fail("there is no option %s", name);
}

int main(int argc, char **argv) {
    if (argc < 3) fail("usage: load stream|bulk|fanout|churn|udp|idle PORT [NAME=VALUE]...");
    options.mode = argv[1];
    options.port = atoi(argv[2]);
    for (int i = 3; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        if (!equals) fail("%s is not NAME=VALUE", argv[i]);
        *equals = 0;
        set(argv[i], equals + 1);
    }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    make_ring();
    if (!strcmp(options.mode, "stream")) run_stream();
    else if (!strcmp(options.mode, "bulk")) run_bulk();
    else if (!strcmp(options.mode, "fanout")) run_fanout();
    else if (!strcmp(options.mode, "churn")) run_churn();
    else if (!strcmp(options.mode, "udp")) run_datagrams();
    else if (!strcmp(options.mode, "idle")) run_idle();
#ifdef LOAD_TLS
    else if (!strcmp(options.mode, "tls_stream")) run_tls_stream();
    else if (!strcmp(options.mode, "tls_full")) run_tls_churn(false);
    else if (!strcmp(options.mode, "tls_resumed")) run_tls_churn(true);
    else if (!strcmp(options.mode, "tls_idle")) run_tls_idle();
#endif
    else fail("there is no mode %s", options.mode);
    return errors ? 1 : 0;
}
