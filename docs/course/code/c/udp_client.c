/* Sends hello by UDP; shows its own port before and after. Usage: udp_client PORT */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static int own_port(int fd) {
    struct sockaddr_in own;
    socklen_t length = sizeof own;
    getsockname(fd, (struct sockaddr *)&own, &length);
    return ntohs(own.sin_port);
}

int main(int argc, char **argv) {
    char text[1024];
    struct sockaddr_in there = {.sin_family = AF_INET};
    if (argc != 2) return 2;
    there.sin_port = htons((in_port_t)atoi(argv[1]));
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    printf("before: port %d\n", own_port(fd));
    sendto(fd, "hello", 5, 0, (struct sockaddr *)&there, sizeof there);
    printf("after: port %s\n", own_port(fd) > 0 ? "chosen" : "0");
    ssize_t count = recvfrom(fd, text, sizeof text, 0, NULL, NULL);
    printf("%.*s\n", (int)count, text);
}
