package io.fairlead.tls.key;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the passwords of encrypted keys come from; asked only for a file that needs one. */
@FunctionalInterface
public interface PasswordSource {
    /** There are none. */
    PasswordSource NONE = file -> null;

    /**
     * The password of a file.
     *
     * @param file its name
     * @return a new array, which is overwritten with zeros after use; null if there is none
     */
    char @Nullable [] passwordOf(String file) throws IOException;

    /** The same for every file. */
    static PasswordSource of(char... password) {
        char[] own = password.clone();
        return file -> own.clone();
    }
}
