package io.fairlead.lab;

import io.fairlead.lab.experiment.Backlog;
import io.fairlead.lab.experiment.ByteOrders;
import io.fairlead.lab.experiment.Close;
import io.fairlead.lab.experiment.Handshake;
import io.fairlead.lab.experiment.Interrupted;
import io.fairlead.lab.experiment.IterativeStarves;
import io.fairlead.lab.experiment.Nagle;
import io.fairlead.lab.experiment.PartialSend;
import io.fairlead.lab.experiment.Refused;
import io.fairlead.lab.experiment.Reset;
import io.fairlead.lab.experiment.Reuseport;
import io.fairlead.lab.experiment.Sticky;
import io.fairlead.lab.experiment.TimeWait;
import io.fairlead.lab.experiment.UdpLoss;
import io.fairlead.lab.experiment.UdpTruncation;
import io.fairlead.lab.experiment.UdpUnreachable;
import io.fairlead.lab.experiment.Unreachable;
import io.fairlead.lab.experiment.Urgent;
import io.fairlead.lab.experiment.Window;
import java.util.List;
import java.util.Optional;

/** The labs there are, in the order in which they are best read. */
public final class Labs {
    /** All of them. */
    public static final List<Lab> ALL =
            List.of(
                    new Handshake(),
                    new Close(),
                    new TimeWait(),
                    new Backlog(),
                    new Window(),
                    new Sticky(),
                    new Nagle(),
                    new Reset(),
                    new Refused(),
                    new Unreachable(),
                    new PartialSend(),
                    new Urgent(),
                    new Interrupted(),
                    new UdpLoss(),
                    new UdpTruncation(),
                    new UdpUnreachable(),
                    new ByteOrders(),
                    new Reuseport(),
                    new IterativeStarves());

    private Labs() {}

    /** The lab of that name. */
    public static Optional<Lab> named(String name) {
        return ALL.stream().filter(lab -> lab.name().equals(name)).findFirst();
    }
}
