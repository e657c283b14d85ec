/*
 * The same over TLS, by OpenSSL: request and reply, visits (whole handshakes or resumed ones), and
 * connections that say nothing. Who the server is is not checked: that would be the client's time.
 * Only the program load-tls is compiled with it.
 */
#include "load.h"

#ifdef LOAD_TLS
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

enum { CHUNK = 64 * 1024 };
enum step { HANDSHAKE, EXCHANGE };

struct talk {
    SSL *ssl;
    int fd;
    enum step step;
    size_t origin, received;
    uint64_t since;
    SSL_SESSION *session; /* of the last visit, to resume */
};

static SSL_CTX *context;
static struct talk *all;
static int epoll, number;
static bool resuming;
static char chunk[CHUNK];

static int keep_session(SSL *ssl, SSL_SESSION *session) {
    struct talk *t = SSL_get_ex_data(ssl, 0);
    if (t->session) SSL_SESSION_free(t->session);
    t->session = session;
    return 1; /* it is ours now */
}

static void make_context(void) {
    context = SSL_CTX_new(TLS_client_method());
    if (!context) fail("OpenSSL gives no context");
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set1_groups_list(context, "X25519");
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_session);
    epoll = epoll_create1(0);
    all = calloc((size_t)options.connections, sizeof *all);
}

/* True if it is done; false if the socket has to be waited for. */
static bool done(struct talk *t, int result, const char *what) {
    if (result > 0) return true;
    int error = SSL_get_error(t->ssl, result);
    if (error == SSL_ERROR_WANT_READ) return false;
    if (error == SSL_ERROR_WANT_WRITE) { /* so little is sent that this is rare */
        poll(&(struct pollfd){.fd = t->fd, .events = POLLOUT}, 1, -1);
        return false;
    }
    fail("%s: %s", what, ERR_error_string(ERR_get_error(), chunk));
}

static void say(struct talk *t, uint64_t now) {
    t->since = now;
    t->received = 0;
    while (!done(t, SSL_write(t->ssl, ring_out + t->origin, (int)message_bytes), "write")) continue;
}

/* True once the reply is whole. */
static bool hears_all(struct talk *t) {
    for (;;) {
        int n = SSL_read(t->ssl, chunk, CHUNK);
        if (!done(t, n, "read")) return false;
        if (t->received + (size_t)n > message_bytes ||
            memcmp(chunk, ring_want + t->origin + t->received, (size_t)n))
            fail("a wrong byte");
        t->received += (size_t)n;
        if (t->received == message_bytes) return true;
    }
}

static void open_socket(struct talk *t, int type) {
    struct sockaddr_in to = server_address();
    t->fd = bound_socket(SOCK_STREAM | type, number++);
    if (connect(t->fd, (void *)&to, sizeof to) && errno != EINPROGRESS)
        fail("connect: %s", strerror(errno));
    t->ssl = SSL_new(context);
    SSL_set_ex_data(t->ssl, 0, t);
    SSL_set_fd(t->ssl, t->fd);
    SSL_set_connect_state(t->ssl);
    if (resuming && t->session) SSL_set_session(t->ssl, t->session);
    t->step = HANDSHAKE;
}

/* Connected, with the handshake done and the socket non-blocking. */
static void open_talk(int i) {
    struct talk *t = &all[i];
    t->origin = ring_origin(i);
    open_socket(t, 0);
    if (!done(t, SSL_do_handshake(t->ssl), "handshake")) fail("the handshake stopped");
    int flags = fcntl(t->fd, F_GETFL);
    fcntl(t->fd, F_SETFL, flags | O_NONBLOCK);
    t->step = EXCHANGE;
}

void run_tls_stream(void) {
    struct epoll_event events[512];
    make_context();
    for (int i = 0; i < options.connections; i++) {
        open_talk(i);
        watch(epoll, all[i].fd, EPOLLIN, (uint64_t)i, false);
    }
    begin_run();
    for (int i = 0; i < options.connections; i++) say(&all[i], now_ns());
    while (goes_on(now_ns())) {
        int n = epoll_wait(epoll, events, 512, 100);
        for (int i = 0; i < n; i++) {
            struct talk *t = &all[events[i].data.u64];
            if (!hears_all(t)) continue;
            uint64_t now = now_ns();
            count(t->since, now, 1);
            say(t, now);
        }
    }
    print_result();
}

/* ---- visits ---- */

static void begin_visit(struct talk *t) {
    open_socket(t, SOCK_NONBLOCK);
    t->since = now_ns();
    watch(epoll, t->fd, EPOLLIN | EPOLLOUT, (uint64_t)(t - all), false);
}

static void end_visit(struct talk *t) {
    if (resuming && messages > (uint64_t)options.connections && !SSL_session_reused(t->ssl)) errors++;
    SSL_shutdown(t->ssl);
    SSL_free(t->ssl);
    close(t->fd);
    count(t->since, now_ns(), 1);
    begin_visit(t);
}

static void go_on(struct talk *t) {
    if (t->step == HANDSHAKE) {
        if (!done(t, SSL_do_handshake(t->ssl), "handshake")) {
            watch(epoll, t->fd, EPOLLIN, (uint64_t)(t - all), true);
            return;
        }
        t->step = EXCHANGE;
        uint64_t since = t->since;
        say(t, since);
        watch(epoll, t->fd, EPOLLIN, (uint64_t)(t - all), true);
    }
    if (hears_all(t)) end_visit(t);
}

void run_tls_churn(bool resume) {
    struct epoll_event events[512];
    make_context();
    resuming = resume;
    begin_run();
    for (int i = 0; i < options.connections; i++) begin_visit(&all[i]);
    while (goes_on(now_ns())) {
        int n = epoll_wait(epoll, events, 512, 100);
        for (int i = 0; i < n; i++) go_on(&all[events[i].data.u64]);
    }
    print_result();
}

void run_tls_idle(void) {
    make_context();
    begin_run();
    for (int i = 0; i < options.connections; i++) {
        open_talk(i);
        say(&all[i], now_ns());
        while (!hears_all(&all[i])) poll(&(struct pollfd){.fd = all[i].fd, .events = POLLIN}, 1, -1);
        messages++;
        if (i + 1 != options.connections_before && i + 1 != options.connections) continue;
        printf("held %d\n", i + 1);
        fflush(stdout);
        await_line();
    }
}
#endif
