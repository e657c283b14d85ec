package io.fairlead.bench.matrix;

import io.fairlead.bench.matrix.Generator.Moments;
import io.fairlead.bench.matrix.Generator.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that stands at the other end of a peer: the generator that a load needs, and what is behind a
 * relay.
 *
 * @param programs the folder of the compiled programs
 * @param pin the words that bind a program to the core of the generator, or none
 * @param timing of a round
 */
record LoadDriver(Path programs, List<String> pin, Timing timing) {

    /** Says how {@code load} is made, for the page. */
    String describe(OfferedLoad load) {
        return generator(load).describe();
    }

    /** As {@link Generator#drive}, with the generator for {@code load}. */
    Map<String, Double> drive(OfferedLoad load, int port, Moments moments) throws IOException {
        return generator(load).drive(load, port, timing, moments);
    }

    private Generator generator(OfferedLoad load) {
        if (load.mode().isTls()) {
            return new EpollGenerator(programs.resolve(Programs.TLS_LOAD), pin);
        }
        return switch (load.mode()) {
            case RESP -> new RedisGenerator(pin);
            case STORM -> new StormGenerator(programs, pin);
            default -> new EpollGenerator(programs.resolve("load"), pin);
        };
    }

    /** Starts what is behind a relay; nothing for other cells. */
    Origin origin(Cell cell) throws IOException {
        String service = cell.origin();
        return service == null ? Origin.NONE : Origin.start(programs, pin, service, 0);
    }
}
