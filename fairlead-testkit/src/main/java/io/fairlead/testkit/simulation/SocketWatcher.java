package io.fairlead.testkit.simulation;

/** Who has to do with a socket, and hears that something has happened to it. */
interface SocketWatcher {
    void changed(SimulatedSocket socket);
}
