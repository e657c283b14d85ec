/*
 * The load generator of the benchmark matrix: one thread, one core, one epoll. Each file load_*.c is
 * one way to drive a server; what they share is here and in load.c.
 */
#ifndef LOAD_H
#define LOAD_H
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum framing { RAW, LINES, LENGTH4 };

struct options {
    const char *mode;
    int port;
    int connections;
    int connections_before; /* idle: how many at the first stop */
    int size;               /* bytes of a message on the wire; of the payload for LENGTH4 */
    int depth;              /* messages in flight on each connection */
    enum framing framing;
    double warmup_s, seconds;
    double rate; /* messages a second over all connections; 0 is closed loop */
};
extern struct options options;

uint64_t now_ns(void);
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- what is sent and what must come back: a ring of messages, stored twice so that any run of
 * up to ring_bytes bytes is contiguous ---- */
extern size_t message_bytes, ring_bytes;
extern const char *ring_out, *ring_want;
void make_ring(void);
/* Where the stream of connection i begins in the ring, so that no two say the same. */
size_t ring_origin(int i);

/* ---- the clock of a run: warm-up, "measuring" on stdout, the end ---- */
extern uint64_t messages, errors, lost;
void begin_run(void);
/* False once the time is over; to be called with the time of each turn. */
bool goes_on(uint64_t now);
/* Counts one message, and when it was due, sent or begun. */
void count(uint64_t since_ns, uint64_t now, uint64_t how_many);
void print_result(void);
/* Waits for a line on stdin, so that the server can be looked at while it holds its connections. */
void await_line(void);

/* ---- sockets ---- */
int connected(int i);          /* TCP, non-blocking from then on */
struct sockaddr_in server_address(void);
int bound_socket(int type, int i); /* to one of many loopback addresses: more ports */
void watch(int epoll, int fd, uint32_t events, uint64_t number, bool again);

void run_stream(void);
void run_bulk(void);
void run_fanout(void);
void run_churn(void);
void run_datagrams(void);
void run_idle(void);
#ifdef LOAD_TLS /* with OpenSSL */
void run_tls_stream(void);
void run_tls_churn(bool resume);
void run_tls_idle(void);
#endif

#endif
