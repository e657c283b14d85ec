package io.fairlead.trace;

import io.fairlead.net.text.Printable;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.posix.packet.PcapFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which frames count, as an expression of pcap-filter(7) that libpcap compiles: {@code tcp port 80
 * and host 10.0.0.1}. For one thread.
 */
public final class CaptureFilter {
    private static final int DLT_RAW = 12;

    private final String expression;

    /** A program for each link type that was seen. */
    private final Map<LinkType, PcapFilter> programs = new HashMap<>();

    /**
     * Looks whether the expression is one.
     *
     * @throws IllegalArgumentException if it is not, or libpcap is not installed
     */
    public CaptureFilter(String expression) {
        this.expression = expression;
        IllegalArgumentException first = null;
        for (LinkType link : List.of(LinkType.ETHERNET, LinkType.LINUX_SLL2)) {
            try {
                compile(link);
                return;
            } catch (IllegalArgumentException e) {
                if (first == null) first = e;
            }
        }
        if (first != null) throw first;
    }

    private PcapFilter compile(LinkType link) {
        // For one type libpcap has another number than its files.
        int number = link.equals(LinkType.RAW) ? DLT_RAW : link.code();
        try {
            return new PcapFilter(expression, number);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "--filter needs libpcap, which is not installed here (Debian: apt install"
                            + " libpcap0.8); an endpoint or --port works without it",
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--filter \"%s\": %s; man pcap-filter has the words"
                            .formatted(Printable.of(expression), e.getMessage()),
                    e);
        }
    }

    /**
     * Whether a frame counts.
     *
     * @throws IllegalArgumentException if the expression has no meaning for frames of this link
     *     type
     */
    public boolean accepts(CapturedFrame frame) {
        if (!frame.link().isKnown()) return true; // who counts them says that they were passed over
        PcapFilter program = programs.computeIfAbsent(frame.link(), this::compile);
        return program.accepts(frame.octets().toArray(), frame.wireBytes());
    }
}
