package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;

/** One exchange with the program over TCP, as a well-behaved client of its kind has it. */
final class StreamExchange {
    static final String HELLO = "hello\n";

    private StreamExchange() {}

    /** Whether the client got what it should; {@link TestClient#ended} says how it went if not. */
    static boolean goesWell(LearnerServer site, TestClient caller) throws IOException {
        Kind kind = site.kind();
        if (!kind.speaksFirst()) caller.send(HELLO);
        byte[] hello = HELLO.getBytes(UTF_8);
        byte[] came = caller.receive(kind.isMirror() ? hello.length : 1);
        return kind.isMirror() ? Arrays.equals(came, kind.answerTo(hello)) : came.length > 0;
    }

    /** Whether a new client gets what it should. */
    static boolean goesWell(LearnerServer site) {
        try (TestClient caller = site.call()) {
            return goesWell(site, caller);
        } catch (IOException refused) {
            return false;
        }
    }
}
