package io.fairlead.server.worker;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What a worker process says to its server. Safe for any thread. */
final class ServerLink {
    private final ControlSocket control;
    // Held during a send, which waits while the server is busy: messages are short.
    private final ReentrantLock sending = new ReentrantLock();

    ServerLink(ControlSocket control) {
        this.control = control;
    }

    /** Sends one message; if the server has gone, so has who would want to know. */
    void send(byte[] message) {
        sending.lock();
        try {
            control.send(message, -1, 0);
        } finally {
            sending.unlock();
        }
    }

    /** A consumer that has the server's of that number accept a text. */
    Consumer<String> consumer(int number) {
        return text -> send(ControlMessage.printed(number, text));
    }
}
