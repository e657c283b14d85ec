package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;
import java.nio.ByteBuffer;

/** Shows hex or text, as the menu says at the time. As safe as the two that it uses. */
final class SwitchedDisplay implements Display {
    private final EscapeMenu menu;
    private final Display text;
    private final Display hex;

    SwitchedDisplay(EscapeMenu menu, Display text, Display hex) {
        this.menu = menu;
        this.text = text;
        this.hex = hex;
    }

    private Display current() {
        return menu.isHex() ? hex : text;
    }

    @Override
    public void received(ByteBuffer bytes) throws OutputException {
        current().received(bytes);
    }

    @Override
    public void sent(ByteBuffer bytes) throws OutputException {
        current().sent(bytes);
    }

    @Override
    public void messageEnded() throws OutputException {
        current().messageEnded();
    }

    @Override
    public void ended() throws OutputException {
        current().ended();
    }
}
