/* A chat by UDP. A server: udp_chat PORT. A client: udp_chat PORT NAME; one thread reads the
 * keyboard and sends, the other receives and prints. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { PEOPLE = 100, BYTES = 1400 };
static struct sockaddr_in server = {.sin_family = AF_INET}, people[PEOPLE];
static int fd, count;

static void send_to(const struct sockaddr_in *who, const char *text, size_t bytes) {
    sendto(fd, text, bytes, 0, (const struct sockaddr *)who, sizeof *who);
}

static int index_of(const struct sockaddr_in *who) {
    for (int i = 0; i < count; i++)
        if (people[i].sin_port == who->sin_port &&
            people[i].sin_addr.s_addr == who->sin_addr.s_addr) return i;
    if (count < PEOPLE) people[count++] = *who;
    return count - 1;
}

static void serve(void) {
    char text[BYTES];
    struct sockaddr_in from;
    for (;;) {
        socklen_t length = sizeof from;
        ssize_t bytes = recvfrom(fd, text, BYTES, 0, (struct sockaddr *)&from, &length);
        if (bytes < 0) continue;
        int sender = index_of(&from);
        for (int i = 0; i < count; i++)
            if (i != sender) send_to(&people[i], text, (size_t)bytes);
    }
}

static void *print_all(void *unused) {
    char text[BYTES];
    ssize_t bytes;
    (void)unused;
    while ((bytes = recv(fd, text, BYTES, 0)) >= 0) printf("%.*s\n", (int)bytes, text), fflush(stdout);
    return NULL;
}

int main(int argc, char **argv) {
    char line[1000], text[BYTES];
    pthread_t printer;
    if (argc < 2) return 2;
    fd = socket(AF_INET, SOCK_DGRAM, 0);
    server.sin_port = htons((in_port_t)atoi(argv[1]));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (argc == 2 && bind(fd, (struct sockaddr *)&server, sizeof server) < 0) return perror("bind"), 1;
    if (argc == 2) serve();
    send_to(&server, "(a guest has come)", 18); /* binds the socket, so that recv can wait */
    pthread_create(&printer, NULL, print_all, NULL);
    while (fgets(line, sizeof line, stdin))
        send_to(&server, text, (size_t)snprintf(text, BYTES, "%.100s: %.*s", argv[2], (int)strcspn(line, "\n"), line));
}
