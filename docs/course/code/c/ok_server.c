/* Takes one message, answers OK and closes. Usage: ok_server PORT */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
    char text[1024];
    int on = 1;
    struct sockaddr_in here = {.sin_family = AF_INET};
    if (argc != 2) return 2;
    here.sin_port = htons((in_port_t)atoi(argv[1]));
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) < 0) return perror("bind"), 1;
    if (listen(listener, 16) < 0) return perror("listen"), 1;
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        if (recv(fd, text, sizeof text, 0) > 0 && send(fd, "OK", 2, MSG_NOSIGNAL) == 2) {
            shutdown(fd, SHUT_WR);                          /* sends FIN */
            while (recv(fd, text, sizeof text, 0) > 0) {}   /* or close would send RST */
        }
        close(fd);
    }
}
