/* What differs between POSIX sockets and Winsock, in one place. */
#ifndef PORTABLE_H
#define PORTABLE_H
#ifdef _WIN32
#include <winsock2.h>
typedef SOCKET socket_type;
#define last_error WSAGetLastError()
static inline int start_sockets(void) {
    WSADATA data;
    return WSAStartup(MAKEWORD(2, 2), &data);
}
static inline void end_sockets(void) { WSACleanup(); }
#else
#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>
typedef int socket_type;
#define INVALID_SOCKET (-1)
#define SOCKET_ERROR (-1)
#define closesocket close
#define last_error errno
static inline int start_sockets(void) { return 0; }
static inline void end_sockets(void) {}
#endif
#endif
