/* Shows the bytes of an address, and of a number in both orders. */
#include <arpa/inet.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/un.h>

static void show(const char *name, const void *memory, size_t count) {
    const unsigned char *bytes = memory;
    printf("%-12s", name);
    for (size_t i = 0; i < count; i++) printf(" %02x", bytes[i]);
    printf("\n");
}

int main(void) {
    uint16_t port = 7007, network = htons(7007);
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = network};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = network};
    char text[INET6_ADDRSTRLEN];
    inet_pton(AF_INET, "127.0.0.1", &in.sin_addr);
    inet_pton(AF_INET6, "::1", &in6.sin6_addr);
    show("7007", &port, sizeof port);
    show("htons(7007)", &network, sizeof network);
    show("sockaddr_in", &in, sizeof in);
    show("sockaddr_in6", &in6, sizeof in6);
    printf("back: %s, %d\n", inet_ntop(AF_INET, &in.sin_addr, text, sizeof text), ntohs(in.sin_port));
    printf("sockaddr_un has %zu bytes for the path\n", sizeof((struct sockaddr_un *)0)->sun_path);
}
