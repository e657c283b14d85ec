import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

// region: intake
/** Counts what programs report in datagrams of lines such as "logins:1|c", as statsd does. */
class Intake implements Service {
    private static final Pattern COUNTER = Pattern.compile("([^:]+):(-?[0-9]{1,18})\\|c");
    private static final int NAMES_MAX = 100_000; // anybody can send a new one

    final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    final LongAdder refused = new LongAdder();

    @Override
    public void onFrame(Peer sender, Frame datagram) {
        datagram.text().lines().forEach(this::count);
    }

    private void count(String line) {
        Matcher counter = COUNTER.matcher(line);
        if (!counter.matches() || !hasRoomFor(counter.group(1))) {
            refused.increment();
            return;
        }
        LongAdder sum = counters.computeIfAbsent(counter.group(1), _ -> new LongAdder());
        sum.add(Long.parseLong(counter.group(2)));
    }

    private boolean hasRoomFor(String name) {
        return counters.size() < NAMES_MAX || counters.containsKey(name);
    }
}

// endregion

void main() throws Exception {
    // region: servers
    Intake intake = new Intake();
    Server datagrams = Server.at("udp://:7004").model(Model.EPOLL).serve(intake);
    Server console = Server.at("tcp://:7004").codec(Codec.lines()).serve((peer, line) -> {
        intake.counters.forEach((name, count) -> peer.send(name + " " + count));
        peer.send("refused " + intake.refused);
        peer.send("lost " + datagrams.stats().datagramsDroppedByKernel());
        peer.send("END");
    });
    // endregion
    IO.println("Counting on " + datagrams.endpoint());
    IO.println("Any line shows the counters on " + console.endpoint());
    console.awaitClose();
    datagrams.close();
}
