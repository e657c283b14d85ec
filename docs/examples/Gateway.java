import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Loops;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

// region: devices
/** Devices log in by a challenge, are pinged by a timer, and get what the console sends them. */
class Devices implements Service {
    private static final HexFormat HEX = HexFormat.of();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> secrets;
    private final Duration pings;
    final ConcurrentMap<String, Peer> online = new ConcurrentHashMap<>();

    Devices(Map<String, String> secrets, Duration pings) {
        this.secrets = secrets;
        this.pings = pings;
    }

    /** What is known of one device; belongs to its peer's turn. */
    private static final class Device {
        String challenge = "";
        String name = "";
        boolean answered = true;
    }

    @Override
    public void onOpen(Peer peer) {
        Device device = new Device();
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        device.challenge = HEX.formatHex(nonce);
        peer.attach(device);
        peer.send("challenge " + device.challenge);
        peer.every(pings, () -> ping(peer, device));
    }

    @Override
    public void onFrame(Peer peer, Frame frame) throws GeneralSecurityException {
        Device device = peer.attachment(Device.class);
        String[] words = frame.text().split(" ");
        if (words[0].equals("pong")) {
            device.answered = true;
        } else if (words[0].equals("login") && words.length == 3 && device.name.isEmpty()) {
            login(peer, device, words[1], words[2]);
        } else {
            peer.send("what is \"" + words[0] + "\"?");
        }
    }

    private void login(Peer peer, Device device, String name, String proof)
            throws GeneralSecurityException {
        String secret = secrets.get(name);
        if (secret == null || !isProof(secret, device.challenge, proof)) {
            peer.send("refused");
            peer.close("a wrong answer to the challenge");
            return;
        }
        device.name = name;
        Peer before = online.put(name, peer);
        if (before != null) before.close("the device has come again"); // its old line was dead
        peer.send("welcome " + name);
    }

    private static boolean isProof(String secret, String challenge, String proof)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        byte[] right = HEX.formatHex(mac.doFinal(challenge.getBytes(UTF_8))).getBytes(UTF_8);
        return MessageDigest.isEqual(right, proof.getBytes(UTF_8));
    }

    private static void ping(Peer peer, Device device) {
        if (device.name.isEmpty()) {
            peer.close("no login in time");
        } else if (!device.answered) {
            peer.close("no answer to a ping");
        } else {
            device.answered = false;
            peer.send("ping");
        }
    }

    @Override
    public void onDrain(Peer peer) {
        peer.send("good-bye"); // goes out before the connection ends
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        online.remove(peer.attachment(Device.class).name, peer);
    }

    @Override
    public boolean sharesState() {
        return true;
    }
}

// endregion

// region: console
/** Shows who is there, and pushes to them from its own connection's thread. */
record Console(Devices devices) implements Service {
    @Override
    public void onFrame(Peer console, Frame frame) {
        String[] words = frame.text().split(" ", 3);
        if (words[0].equals("list")) {
            new TreeMap<>(devices.online).forEach((name, peer) -> console.send(name + " " + peer));
            console.send("END");
        } else if (words[0].equals("send") && words.length == 3) {
            Peer device = devices.online.get(words[1]);
            console.send(device == null ? "not here" : device.send(words[2]).name());
        } else {
            console.send("list, or send NAME TEXT");
        }
    }

    @Override
    public boolean sharesState() {
        return true;
    }
}

// endregion

void main() throws Exception {
    // region: servers
    Devices service = new Devices(Map.of("lamp", "s3cret"), Duration.ofSeconds(20));
    try (Loops loops = Model.SELECTOR.startLoops(1);
            Server devices = Server.at("tcp://:7010")
                    .on(loops)
                    .codec(Codec.lines(1024))
                    .limits(Limits.builder().idleTimeout(Duration.ofMinutes(2)).build())
                    .serve(service);
            Server console = Server.at("tcp://:7011")
                    .on(loops)
                    .codec(Codec.lines(1024))
                    .serve(new Console(service))) {
        IO.println("Devices come to " + devices.endpoint());
        IO.println("The console is at " + console.endpoint());
        Server.awaitAll(devices, console); // both drain at the same time
    }
    // endregion
    IO.println("All devices were told good-bye.");
}
