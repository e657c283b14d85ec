package io.fairlead.chat.door;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A source of datagrams that has yet to prove that it is where it says: any source can be forged,
 * and a member receives more than it sends. It gets a word, in no more bytes than it has sent, and
 * proves itself by sending that back. Other members do not see it. For one thread.
 */
final class Stranger {
    private static final String COMMAND = "/hi ";
    private static final String LETTERS = "abcdefghijkmnopqrstuvwxyz2345679";
    private static final int WORD_LETTERS = 12; // 5 bits each

    private final String proof;
    private long creditBytes;

    Stranger(RandomGenerator random) {
        StringBuilder word = new StringBuilder(COMMAND);
        for (int i = 0; i < WORD_LETTERS; i++) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        proof = word.toString();
    }

    /** True if {@code datagram} is what only that source could have been told. */
    boolean isProvenBy(String datagram) {
        return datagram.strip().equals(proof);
    }

    /** What to answer to a datagram of that many bytes; null for nothing. */
    @Nullable String answer(int bytes) {
        creditBytes = Math.min(creditBytes + bytes, proof.length() + 1);
        if (creditBytes <= proof.length()) return null;
        creditBytes = 0;
        return proof + "\n";
    }
}
