/* Sends standard input, says that this was all, prints what comes. Usage: tcp_client PORT */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
    char bytes[4096];
    ssize_t count;
    struct sockaddr_in there = {.sin_family = AF_INET};
    if (argc != 2) return 2;
    there.sin_port = htons((in_port_t)atoi(argv[1]));
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&there, sizeof there) < 0) return perror("connect"), 1;
    while ((count = read(0, bytes, sizeof bytes)) > 0)
        if (send(fd, bytes, (size_t)count, 0) != count) return perror("send"), 1;
    shutdown(fd, SHUT_WR); /* FIN: that was all; recv goes on */
    while ((count = recv(fd, bytes, sizeof bytes, 0)) > 0) fwrite(bytes, 1, (size_t)count, stdout);
    if (count < 0) return perror("recv"), 1;
    close(fd);
}
