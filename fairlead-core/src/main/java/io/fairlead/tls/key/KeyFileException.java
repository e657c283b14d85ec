package io.fairlead.tls.key;

import java.io.IOException;

/**
 * A file of keys or certificates cannot be used. The message is a sentence: the file, the line,
 * what is wrong, and the way out. It never shows what a key or a password is.
 */
public final class KeyFileException extends IOException {
    private static final long serialVersionUID = 1;

    KeyFileException(String sentence) {
        super(sentence);
    }

    KeyFileException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
