package io.fairlead.cli.chat;

import io.fairlead.cli.OutputException;

/**
 * Two windows: what comes goes to a named pipe, and where the typing happens stay refusals and
 * notes.
 *
 * @param pipe what others see
 * @param typing where the typing happens
 */
record PipeWindow(NamedPipe pipe, ChatWindow typing) implements ChatWindow {
    @Override
    public void show(ServerLine line, boolean own) throws OutputException {
        if (line.kind() == ServerLine.Kind.REFUSAL) typing.show(line, own);
        else pipe.print(line.whole());
    }

    @Override
    public void note(String sentence) throws OutputException {
        typing.note(sentence);
    }

    @Override
    public void moved(Whereabouts place) {
        typing.moved(place);
    }
}
