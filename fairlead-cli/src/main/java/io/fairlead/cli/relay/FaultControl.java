package io.fairlead.cli.relay;

import io.fairlead.cli.serve.Log;
import io.fairlead.cli.serve.LogEvent;
import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.services.relay.Faults;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Changes the faults of a relay while it runs: a service of lines. Each is answered by one that
 * says how the relay misbehaves then, or what was wrong. Safe for any thread.
 */
final class FaultControl implements Service {
    private static final String UNTOUCHED = "passes everything on untouched";

    private final Consumer<Faults> relay;
    private final Log log;
    private FaultSettings settings; // guarded by this

    /**
     * @param relay takes the faults
     * @param settings it has now
     */
    FaultControl(Consumer<Faults> relay, FaultSettings settings, Log log) {
        this.relay = relay;
        this.settings = settings;
        this.log = log;
    }

    @Override
    public void onFrame(Peer peer, Frame line) {
        peer.send(answer(line.text().strip()));
    }

    private synchronized String answer(String line) {
        if (line.isEmpty() || line.toLowerCase(Locale.ROOT).equals("show")) return words();
        try {
            FaultSettings changed = settings.changed(List.of(line.split("[ ,]+", -1)));
            relay.accept(changed.faults());
            settings = changed;
        } catch (IllegalArgumentException e) {
            return "error: " + e.getMessage();
        }
        String words = words();
        log.event(LogEvent.of("faults_changed", "changed: " + words).with("faults", words));
        return words;
    }

    private String words() {
        String words = settings.words();
        return words.isEmpty() ? UNTOUCHED : words;
    }

    @Override
    public boolean sharesState() {
        return true;
    }
}
