/* Sends each datagram back to its sender. Usage: udp_echo PORT */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
    static char bytes[65536];
    struct sockaddr_in here = {.sin_family = AF_INET}, from;
    if (argc != 2) return 2;
    here.sin_port = htons((in_port_t)atoi(argv[1]));
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(fd, (struct sockaddr *)&here, sizeof here) < 0) return perror("bind"), 1;
    for (;;) {
        socklen_t length = sizeof from; /* in: the room; out: what the address takes */
        ssize_t count = recvfrom(fd, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &length);
        if (count < 0) continue; /* 0 is an empty datagram, not an end */
        sendto(fd, bytes, (size_t)count, 0, (struct sockaddr *)&from, length);
    }
}
