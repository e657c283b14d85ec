package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.text.ScreenText;
import java.nio.ByteBuffer;

/**
 * The peer's bytes as text that cannot steer a terminal. A datagram ends a line. Safe for any
 * thread.
 */
final class TextDisplay implements Display {
    private final ScreenText text = new ScreenText();
    private final Printer printer;
    private boolean inLine;

    TextDisplay(Printer printer) {
        this.printer = printer;
    }

    @Override
    public synchronized void received(ByteBuffer bytes) throws OutputException {
        print(text.show(bytes));
    }

    @Override
    public synchronized void datagramEnded() throws OutputException {
        print(text.end());
        if (inLine) print("\n");
    }

    /** Ends the last line too, so that what follows on the terminal begins one. */
    @Override
    public synchronized void ended() throws OutputException {
        datagramEnded();
    }

    private void print(String shown) throws OutputException {
        if (shown.isEmpty()) return;
        inLine = !shown.endsWith("\n");
        printer.print(shown);
    }
}
