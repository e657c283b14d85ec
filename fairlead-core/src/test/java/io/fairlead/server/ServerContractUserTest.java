package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who connected: known over Unix-domain sockets, and nowhere else. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractUserTest {
    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractUserTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** Tells a peer what is known of its user. */
    private static final class Teller implements Rig.PortableService {
        private static final long serialVersionUID = 1;

        @Override
        public void onFrame(Peer peer, Frame frame) throws IOException {
            UserPrincipal user = peer.user();
            boolean same = Files.getOwner(Path.of("/proc/self")).equals(user);
            peer.send(user == null ? "nobody knows" : same ? "myself" : "somebody else");
        }
    }

    @Test
    void thePeersUser() throws Exception {
        Wire wire = rig.connect(rig.serve(new Teller()));
        String known = place.net() == Place.Net.UNIX ? "myself" : "nobody knows";
        wire.sendFrame("who?");
        assertThat(wire.receiveText()).isEqualTo(known);
    }
}
