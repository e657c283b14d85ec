package io.fairlead.server.pooled;

import io.fairlead.net.socket.ConnectFailure;
import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SocketConstants;
import java.io.IOException;

/** A descriptor that is about to be connected. Belongs to the loop's thread. */
final class PooledAttempt extends PooledSocket {
    private final PooledRace race;

    /**
     * @param local its own address
     */
    PooledAttempt(PooledRace race, PooledSide side, int fd, Sockaddr local) {
        super(side, fd, local, local, false);
        this.race = race;
    }

    @Override
    void ready(int events) {
        if (race.isOver()) return;
        try {
            if (!isConnected()) return;
        } catch (IOException e) {
            race.failed(this, e);
            return;
        }
        race.connected(this);
    }

    /** False while the peer has not answered. */
    boolean isConnected() throws IOException {
        int option = SocketConstants.SO_ERROR;
        int error = loop.calls().getsockopt(fd, SocketConstants.SOL_SOCKET, option);
        NativeErrors.check(-NativeErrors.check(error));
        Sockaddr remote = side.remote(fd);
        if (remote == null) return false;
        if (side.isTcp()) {
            ConnectFailure.requireOther(remote.toSocketAddress(), side.local(fd).toSocketAddress());
        }
        return true;
    }
}
