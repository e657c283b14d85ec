package io.fairlead.lab;

import io.fairlead.lab.experiment.ByteOrders;
import io.fairlead.lab.experiment.Close;
import io.fairlead.lab.experiment.Handshake;
import io.fairlead.lab.experiment.Interrupted;
import io.fairlead.lab.experiment.Nagle;
import io.fairlead.lab.experiment.Refused;
import io.fairlead.lab.experiment.Reset;
import io.fairlead.lab.experiment.Sticky;
import io.fairlead.lab.experiment.Urgent;
import java.util.List;
import java.util.Optional;

/** The labs there are, in the order in which they are best read. */
public final class Labs {
    /** All of them. */
    public static final List<Lab> ALL =
            List.of(
                    new Handshake(),
                    new Close(),
                    new Sticky(),
                    new Nagle(),
                    new Reset(),
                    new Refused(),
                    new Urgent(),
                    new Interrupted(),
                    new ByteOrders());

    private Labs() {}

    /** The lab of that name. */
    public static Optional<Lab> named(String name) {
        return ALL.stream().filter(lab -> lab.name().equals(name)).findFirst();
    }
}
