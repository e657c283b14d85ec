package io.fairlead.lab;

import io.fairlead.lab.experiment.address.DualStack;
import io.fairlead.lab.experiment.address.SockaddrBytes;
import io.fairlead.lab.experiment.address.UnixSockets;
import io.fairlead.lab.experiment.datagram.ClientPort;
import io.fairlead.lab.experiment.datagram.Multicast;
import io.fairlead.lab.experiment.datagram.UdpBesideTcp;
import io.fairlead.lab.experiment.datagram.UdpLoss;
import io.fairlead.lab.experiment.datagram.UdpTruncation;
import io.fairlead.lab.experiment.datagram.UdpUnreachable;
import io.fairlead.lab.experiment.life.Aborted;
import io.fairlead.lab.experiment.life.Close;
import io.fairlead.lab.experiment.life.CloseUnsent;
import io.fairlead.lab.experiment.life.Handshake;
import io.fairlead.lab.experiment.life.Refused;
import io.fairlead.lab.experiment.life.Reset;
import io.fairlead.lab.experiment.life.Simultaneous;
import io.fairlead.lab.experiment.life.TimeWait;
import io.fairlead.lab.experiment.life.Unreachable;
import io.fairlead.lab.experiment.life.Vanished;
import io.fairlead.lab.experiment.process.DescriptorNumbers;
import io.fairlead.lab.experiment.process.Forked;
import io.fairlead.lab.experiment.process.SharedByThreads;
import io.fairlead.lab.experiment.process.Zombies;
import io.fairlead.lab.experiment.queue.Backlog;
import io.fairlead.lab.experiment.queue.IterativeStarves;
import io.fairlead.lab.experiment.queue.Reuseport;
import io.fairlead.lab.experiment.queue.SynQueue;
import io.fairlead.lab.experiment.stream.ByteOrders;
import io.fairlead.lab.experiment.stream.FullDuplex;
import io.fairlead.lab.experiment.stream.Nagle;
import io.fairlead.lab.experiment.stream.PartialSend;
import io.fairlead.lab.experiment.stream.Sticky;
import io.fairlead.lab.experiment.stream.Urgent;
import io.fairlead.lab.experiment.stream.Window;
import io.fairlead.lab.experiment.tls.TlsHalfClose;
import io.fairlead.lab.experiment.tls.TlsHandshake;
import io.fairlead.lab.experiment.tls.TlsResumption;
import io.fairlead.lab.experiment.tls.TlsTruncation;
import io.fairlead.lab.experiment.waiting.BusyPolling;
import io.fairlead.lab.experiment.waiting.Interrupted;
import io.fairlead.lab.experiment.waiting.ReadSide;
import java.util.List;
import java.util.Optional;

/** The labs there are, in the order in which they are best read. */
public final class Labs {
    /** All of them. */
    public static final List<Lab> ALL =
            List.of(
                    new DescriptorNumbers(),
                    new SockaddrBytes(),
                    new ByteOrders(),
                    new DualStack(),
                    new UnixSockets(),
                    new UdpBesideTcp(),
                    new ClientPort(),
                    new UdpLoss(),
                    new UdpTruncation(),
                    new UdpUnreachable(),
                    new Multicast(),
                    new Handshake(),
                    new Backlog(),
                    new SynQueue(),
                    new Refused(),
                    new Unreachable(),
                    new FullDuplex(),
                    new Sticky(),
                    new PartialSend(),
                    new Window(),
                    new Nagle(),
                    new Urgent(),
                    new Close(),
                    new TimeWait(),
                    new CloseUnsent(),
                    new Reset(),
                    new Aborted(),
                    new Vanished(),
                    new Simultaneous(),
                    new TlsHandshake(),
                    new TlsHalfClose(),
                    new TlsTruncation(),
                    new TlsResumption(),
                    new IterativeStarves(),
                    new Forked(),
                    new Zombies(),
                    new SharedByThreads(),
                    new ReadSide(),
                    new BusyPolling(),
                    new Interrupted(),
                    new Reuseport());

    private Labs() {}

    /** The lab of that name. */
    public static Optional<Lab> named(String name) {
        return ALL.stream().filter(lab -> lab.name().equals(name)).findFirst();
    }
}
