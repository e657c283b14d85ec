package io.fairlead.cli;

import java.util.Iterator;
import java.util.List;

/**
 * Stands for the ports that listen when a shell completes an endpoint. Those are known only at that
 * moment: {@link CompletionCommand} puts a question to the kernel in its place.
 */
public final class ListeningPorts implements Iterable<String> {
    static final String PLACE = "port-that-listens";

    /** For picocli, which makes one. */
    public ListeningPorts() {}

    @Override
    public Iterator<String> iterator() {
        return List.of(PLACE).iterator();
    }
}
