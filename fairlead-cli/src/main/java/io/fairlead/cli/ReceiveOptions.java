package io.fairlead.cli;

import io.fairlead.cli.text.ByteCount;
import io.fairlead.cli.text.SizeText;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Membership;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of whoever waits for datagrams: which groups to join, and how many may wait. */
public final class ReceiveOptions {
    private static final int BUFFER_BYTES_MAX = 1 << 30;

    @Option(
            names = "--join",
            paramLabel = "GROUP|INTERFACE",
            description =
                    "UDP: join this multicast group, as 239.1.2.3%%eth0, or that of the"
                            + " endpoint at this interface. SOURCE@ before it gets only what one"
                            + " machine sends. You may give it several times.")
    private List<String> joins = List.of();

    @Option(
            names = "--receive-buffer",
            paramLabel = "SIZE",
            description =
                    "UDP: room in the kernel for datagrams that wait. Default: 1 MiB, or what"
                            + " net.core.rmem_max allows.")
    private @Nullable ByteCount receiveBuffer;

    /** None is given yet. */
    public ReceiveOptions() {}

    /** True if one of them was given. */
    public boolean isGiven() {
        return !joins.isEmpty() || receiveBuffer != null;
    }

    /**
     * What they mean for a socket at {@code endpoint}.
     *
     * @throws IllegalArgumentException if they mean nothing; the message names the option
     */
    public DatagramOptions at(Endpoint endpoint) {
        if (endpoint.scheme() != Endpoint.Scheme.UDP) return DatagramOptions.DEFAULT;
        DatagramOptions options = DatagramOptions.DEFAULT.withReceiveBufferBytes(bufferBytes());
        for (String one : joins) options = options.join(membership(one, endpoint));
        return options;
    }

    private static Membership membership(String text, Endpoint endpoint) {
        try {
            Membership membership = Membership.parse(text, endpoint);
            membership.requireHeardAt(endpoint);
            return membership;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--join: " + e.getMessage(), e);
        }
    }

    private int bufferBytes() {
        if (receiveBuffer == null) return 0;
        long bytes = receiveBuffer.bytes();
        if (bytes > 0 && bytes <= BUFFER_BYTES_MAX) return (int) bytes;
        throw new IllegalArgumentException("--receive-buffer must be from 1 to 1 GiB");
    }

    /** Says so if the system grants less than was asked for. */
    public void warn(int grantedBytes, Shell shell) {
        if (receiveBuffer == null || grantedBytes >= receiveBuffer.bytes()) return;
        shell.say(
                "warning: --receive-buffer: the system grants %s and not %s; raise it with"
                                .formatted(
                                        SizeText.brief(grantedBytes),
                                        SizeText.brief(receiveBuffer.bytes()))
                        + " sysctl -w net.core.rmem_max="
                        + receiveBuffer.bytes());
    }
}
