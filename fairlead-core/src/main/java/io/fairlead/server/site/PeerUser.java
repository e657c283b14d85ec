package io.fairlead.server.site;

import io.fairlead.posix.Ucred;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Who connected over a Unix-domain socket: SO_PEERCRED of unix(7). Null wherever it is unknown. */
public final class PeerUser {
    private PeerUser() {}

    public static @Nullable UserPrincipal of(SocketChannel channel, SocketAddress local) {
        if (!(local instanceof UnixDomainSocketAddress)) return null;
        try {
            return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        } catch (IOException | UnsupportedOperationException e) {
            return null; // closed meanwhile
        }
    }

    /** By its number, which the JDK takes in place of a name. */
    public static @Nullable UserPrincipal of(@Nullable Ucred peer) {
        if (peer == null) return null;
        try {
            return FileSystems.getDefault()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(Integer.toUnsignedString(peer.uid()));
        } catch (IOException e) {
            return null;
        }
    }
}
