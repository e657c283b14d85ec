package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.text.ScreenText;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/**
 * The peer's bytes as text that cannot steer a terminal. A message ends a line, also an empty one.
 * Safe for any thread.
 */
final class TextDisplay implements Display {
    private final ScreenText text;
    private final Printer printer;
    private boolean inLine;
    private boolean inMessage;

    TextDisplay(Printer printer, Charset encoding) {
        this.printer = printer;
        text = new ScreenText(encoding);
    }

    @Override
    public synchronized void received(ByteBuffer bytes) throws OutputException {
        print(text.show(bytes));
    }

    @Override
    public synchronized void messageEnded() throws OutputException {
        print(text.end());
        if (inLine || !inMessage) print("\n");
        inMessage = false;
    }

    /** Ends the last line too, so that what follows on the terminal begins one. */
    @Override
    public synchronized void ended() throws OutputException {
        print(text.end());
        if (inLine) print("\n");
    }

    private void print(String shown) throws OutputException {
        if (shown.isEmpty()) return;
        inLine = !shown.endsWith("\n");
        inMessage = true;
        printer.print(shown);
    }
}
