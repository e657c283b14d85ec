/** Clients: connect, send and receive, over TCP, UDP and Unix-domain sockets. */
package io.fairlead.client;
