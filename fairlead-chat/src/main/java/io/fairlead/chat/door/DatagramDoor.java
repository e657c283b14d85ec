package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.chat.Chat;
import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/**
 * Lines in datagrams: the first lets a source of this machine in, another has to prove first that
 * it is where it says ({@link Stranger}); who is silent for long has left. One thread receives
 * while the chat's delivers; neither waits for the other. Safe for any thread.
 */
final class DatagramDoor implements Service {
    private final Chat chat;
    private final LineView view = new LineView("\n");

    DatagramDoor(Chat chat) {
        this.chat = chat;
    }

    @Override
    public boolean sharesState() {
        return true;
    }

    @Override
    public void onOpen(Peer peer) {
        if (chat.addresses().isOwn(peer.remoteAddress())) letIn(peer);
        else peer.attach(new Stranger(chat.random()));
    }

    private void letIn(Peer peer) {
        peer.attach(null);
        if (!chat.addresses().tryAdd(peer.remoteAddress())) return;
        LineTalk talk = new LineTalk(chat, view, peer);
        peer.attach(talk);
        chat.act(() -> talk.begin("udp"));
    }

    @Override
    public void onFrame(Peer peer, Frame datagram) {
        if (peer.attachment() instanceof Stranger stranger) {
            hear(peer, stranger, datagram);
            return;
        }
        // Without a talk, there are too many from there.
        if (!(peer.attachment() instanceof LineTalk talk) || talk.caller().isFlooding()) return;
        for (String line : datagram.text().split("\r?\n", -1)) {
            if (!line.isEmpty() && !talk.caller().isFlooding()) take(talk, line);
        }
    }

    private void hear(Peer peer, Stranger stranger, Frame datagram) {
        if (stranger.isProvenBy(datagram.text())) {
            letIn(peer);
            return;
        }
        String answer = stranger.answer(datagram.size());
        if (answer != null) {
            peer.send(answer);
        }
    }

    /** A datagram could hold a line for which a member of another door would be sent away. */
    private static void take(LineTalk talk, String line) {
        if (line.getBytes(UTF_8).length <= LineDoor.LINE_BYTES_MAX) {
            talk.caller().take(() -> talk.line(line));
        } else {
            String refusal = "! a line has at most " + LineDoor.LINE_BYTES_MAX + " bytes";
            talk.caller().take(() -> talk.say(refusal));
        }
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (!(peer.attachment() instanceof LineTalk talk)) return;
        chat.addresses().remove(peer.remoteAddress());
        talk.caller().ended(reason.words());
    }
}
