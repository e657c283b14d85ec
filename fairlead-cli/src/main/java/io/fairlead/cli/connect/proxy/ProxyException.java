package io.fairlead.cli.connect.proxy;

import io.fairlead.cli.ExitCode;

/** A proxy did not do what it was asked for; the message says what it answered. */
final class ProxyException extends Exception {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    ProxyException(ExitCode exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
