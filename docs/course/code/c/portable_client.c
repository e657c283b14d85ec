/* The client of chapter 1, for Linux, macOS and Windows. Usage: portable_client PORT */
#include "portable.h"
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    char text[1024];
    int count;
    struct sockaddr_in there = {.sin_family = AF_INET};
    if (argc != 2 || start_sockets() != 0) return 2;
    there.sin_port = htons((unsigned short)atoi(argv[1]));
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_type fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd == INVALID_SOCKET) return 1;
    if (connect(fd, (struct sockaddr *)&there, sizeof there) == SOCKET_ERROR) {
        fprintf(stderr, "connect failed: %d\n", last_error);
        return 1;
    }
    send(fd, "hello", 5, 0);
    while ((count = (int)recv(fd, text, sizeof text, 0)) > 0) printf("%.*s\n", count, text);
    closesocket(fd);
    end_sockets();
}
