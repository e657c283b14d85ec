package io.fairlead.cli.serve;

import io.fairlead.server.Model;
import java.util.Iterator;
import java.util.stream.Stream;

/** The models as they are typed, for a shell that completes them. */
final class ModelWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(Model.values()).map(Model::word).iterator();
    }
}
