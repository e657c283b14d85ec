/* Sends hello and prints the answer. Usage: ok_client PORT */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
    char text[1024];
    ssize_t count;
    struct sockaddr_in there = {.sin_family = AF_INET};
    if (argc != 2) return 2;
    there.sin_port = htons((in_port_t)atoi(argv[1]));
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&there, sizeof there) < 0) return perror("connect"), 1;
    send(fd, "hello", 5, 0);
    while ((count = recv(fd, text, sizeof text, 0)) > 0) fwrite(text, 1, (size_t)count, stdout);
    printf("\n");
    close(fd);
}
