package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.text.HexDump;
import java.nio.ByteBuffer;

/** Both directions as hex: {@code >} goes to the peer, {@code <} comes from it. */
final class HexDisplay implements Display {
    private final HexDump sent = new HexDump('>');
    private final HexDump received = new HexDump('<');
    private final Printer printer;

    HexDisplay(Printer printer) {
        this.printer = printer;
    }

    @Override
    public void received(ByteBuffer bytes) throws OutputException {
        printer.print(received.lines(bytes));
    }

    @Override
    public void sent(ByteBuffer bytes) throws OutputException {
        printer.print(sent.lines(bytes.duplicate()));
    }
}
