package io.fairlead.cli.serve.kind;

import io.fairlead.cli.Shell;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.service.Limits;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be served at an endpoint. */
public sealed interface ServiceKind permits ClassicKind, ChatKind, ProgramKind {
    /** Its name on the command line. */
    String word();

    /** The port where nothing else is said. */
    int port();

    /** What it does, in a few words. */
    String summary();

    /** True if it can be had over UDP. */
    boolean overUdp();

    /** True if it answers datagrams, whose sources can be forged. */
    boolean answersDatagrams();

    /** True if the user may say how its streams are cut. */
    default boolean takesCodec() {
        return false;
    }

    /** True if it works on text, of which the user may say the encoding. */
    default boolean takesEncoding() {
        return false;
    }

    /** True if its frames can be served later than they come. */
    default boolean takesDelay() {
        return false;
    }

    /**
     * How its streams are cut into frames.
     *
     * @param lineBytesMax the longest line, where that is the user's to say
     */
    Codec codec(int lineBytesMax);

    /**
     * The longest line that it takes, in bytes; 0 if it reads no lines.
     *
     * @param asked the longest, where that is the user's to say
     */
    int lineBytesMax(int asked, Endpoint endpoint);

    /** The limits that suit it, where {@code asked} are the user's. */
    Limits limits(Limits asked);

    /** The shell command that tries it. */
    String tryIt(Endpoint endpoint);

    /** What is served where its name alone is given. */
    List<ServiceOffer> usualOffers(Shell shell);

    /** What is served besides, where its name alone is given and there is a certificate. */
    default List<ServiceOffer> usualTlsOffers() {
        return List.of();
    }

    /** All there is, in the order of the catalogue. */
    static List<ServiceKind> all() {
        return Stream.of(
                        ClassicKind.all(),
                        Stream.<ServiceKind>of(ChatKind.values()),
                        Stream.<ServiceKind>of(ProgramKind.values()))
                .flatMap(all -> all)
                .toList();
    }

    /** The one of that name, in lower case. */
    static Optional<ServiceKind> find(String word) {
        return all().stream().filter(one -> one.word().equals(word)).findFirst();
    }
}
