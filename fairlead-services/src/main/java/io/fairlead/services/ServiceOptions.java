package io.fairlead.services;

import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * What services can be told. Immutable; {@link #DEFAULT} with some changes is the way to make one.
 *
 * @param clock tells daytime and time the time, and daytime the zone
 * @param rfcDatagrams true to let chargen answer a datagram with 0 to 512 characters as RFC 864
 *     says, even if that is more than it received: a stranger can then aim up to 512 bytes at
 *     somebody else for each byte of his own
 * @param print gets the lines that greet prints, in which control characters are escapes already;
 *     called from many threads at a time
 * @param servedPorts true for a port of a UDP service of ours: what comes from there is not
 *     answered, or two services would answer each other for ever; asked for each datagram
 * @param rates how many datagrams are answered
 */
public record ServiceOptions(
        Clock clock,
        boolean rfcDatagrams,
        Consumer<String> print,
        IntPredicate servedPorts,
        ReplyRates rates) {
    /**
     * The system's clock and zone, standard output, short replies, {@link ReplyRates#DEFAULT}, and
     * the default ports of {@link Shipped}.
     */
    public static final ServiceOptions DEFAULT =
            new ServiceOptions(
                    Clock.system(ZoneId.systemDefault()),
                    false,
                    System.out::println,
                    Shipped::answersDatagramsAt,
                    ReplyRates.DEFAULT);

    /** These options with another clock. */
    public ServiceOptions withClock(Clock newClock) {
        return new ServiceOptions(newClock, rfcDatagrams, print, servedPorts, rates);
    }

    /** These options with the RFC's rule for the length of datagrams, or without. */
    public ServiceOptions withRfcDatagrams(boolean on) {
        return new ServiceOptions(clock, on, print, servedPorts, rates);
    }

    /** These options with another place to print to. */
    public ServiceOptions withPrint(Consumer<String> newPrint) {
        return new ServiceOptions(clock, rfcDatagrams, newPrint, servedPorts, rates);
    }

    /** These options with other ports of our own. */
    public ServiceOptions withServedPorts(IntPredicate newPorts) {
        return new ServiceOptions(clock, rfcDatagrams, print, newPorts, rates);
    }

    /** These options with other rates. */
    public ServiceOptions withRates(ReplyRates newRates) {
        return new ServiceOptions(clock, rfcDatagrams, print, servedPorts, newRates);
    }
}
