package io.fairlead.load;

import io.fairlead.load.result.Fault;
import io.fairlead.load.result.Finding;
import io.fairlead.load.result.Interval;
import io.fairlead.load.result.Latency;
import io.fairlead.load.result.ServerUse;
import io.fairlead.net.NetException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to. A message counts if it was sent (in an open loop: due) within the
 * measurement, also when its answer came after the end.
 *
 * @param load what was to be done
 * @param lengthNs how long was measured
 * @param messages that were answered; of a fan-out, deliveries
 * @param payloadBytes of these messages, in one direction, without framing
 * @param receivedBytes that the server sent by itself, in a reverse or bidir run
 * @param service from sending to the answer; of churn, from connecting on
 * @param response from when a message was due to the answer; in a closed loop the same as service
 * @param connecting how long connecting took
 * @param connects connections that were made
 * @param connected connections that were open when the measurement began
 * @param faults how often what went wrong
 * @param firstFault what went wrong first
 * @param reordered datagrams that came after a later one
 * @param duplicates datagrams that came twice, or after they were given up
 * @param jitterNs how much the round trips of datagrams vary (RFC 3550), the mean over the sockets;
 *     NaN for streams, and with fewer than two answers
 * @param notSent messages of an open loop that were due, and that the server left no time for
 * @param generatorBusy the share of time that the busiest thread of the generator had work, 0 to 1
 * @param server what the server used
 * @param findings what limits the figures
 * @param intervals the seconds of the measurement
 * @param failure why the run ended early; a {@link WrongAnswerException} for wrong bytes
 * @param stopped whether somebody ended it early
 */
public record LoadReport(
        Load load,
        long lengthNs,
        long messages,
        long payloadBytes,
        long receivedBytes,
        Latency service,
        Latency response,
        Latency connecting,
        long connects,
        int connected,
        Map<Fault, Long> faults,
        @Nullable Exception firstFault,
        long reordered,
        long duplicates,
        double jitterNs,
        long notSent,
        double generatorBusy,
        ServerUse server,
        List<Finding> findings,
        List<Interval> intervals,
        @Nullable Exception failure,
        boolean stopped) {

    /** Messages in a second. */
    public double messagesPerSecond() {
        return lengthNs <= 0 ? 0 : messages * 1e9 / lengthNs;
    }

    /** Bytes in a second that the server sent by itself. */
    public double receivedPerSecond() {
        return lengthNs <= 0 ? 0 : receivedBytes * 1e9 / lengthNs;
    }

    /** Connections in a second; of interest for churn. */
    public double connectsPerSecond() {
        return lengthNs <= 0 ? 0 : connects * 1e9 / lengthNs;
    }

    /** Everything that went wrong, except lost datagrams. */
    public long errors() {
        long all = faults.values().stream().mapToLong(Long::longValue).sum();
        return all - faults(Fault.LOST) + (failure == null ? 0 : 1);
    }

    /** How often one thing went wrong. */
    public long faults(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    /** The processor time that the server used for each message, or -1 if that is not known. */
    public double serverCpuPerMessageNs() {
        return server.cpuNs() < 0 || messages == 0 ? -1 : (double) server.cpuNs() / messages;
    }

    /**
     * Whether anything succeeded: an answer, or bytes that the server sent by itself, or a
     * connection if only connections were asked for.
     */
    public boolean didWork() {
        return messages > 0 || receivedBytes > 0 || (load.kind() == Load.Kind.IDLE && connects > 0);
    }

    /** The call on a socket that ended the run or failed first, if that was the reason. */
    public @Nullable NetException callFailure() {
        if (failure instanceof NetException call) return call;
        return firstFault instanceof NetException call ? call : null;
    }
}
