package io.fairlead.chat.door;

import io.fairlead.chat.Chat;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.Objects;

/** Lines over TCP and Unix sockets: plain nc or telnet is a whole client. Safe for any thread. */
final class LineDoor implements Service {
    static final int LINE_BYTES_MAX = 4096;

    private final Chat chat;
    private final LineView view = new LineView("");

    LineDoor(Chat chat) {
        this.chat = chat;
    }

    @Override
    public boolean sharesState() {
        return true;
    }

    @Override
    public void onOpen(Peer peer) {
        LineTalk talk = new LineTalk(chat, view, peer);
        peer.attach(talk);
        if (chat.addresses().tryAdd(peer.remoteAddress())) {
            chat.act(() -> talk.begin("nc"));
        } else {
            peer.attach(null);
            peer.send("too many connections from your address; try again later");
            peer.close();
        }
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        String line = frame.text();
        LineTalk talk = talk(peer);
        talk.caller().take(() -> talk.line(line));
    }

    private static LineTalk talk(Peer peer) {
        return (LineTalk) Objects.requireNonNull(peer.attachment());
    }

    @Override
    public void onInputEnd(Peer peer) {
        LineTalk talk = talk(peer);
        chat.act(() -> talk.end("left"));
    }

    @Override
    public void onBadFrame(Peer peer, FrameException error) {
        peer.send("! " + error.getMessage() + "; good-bye");
    }

    @Override
    public void onWritable(Peer peer) {
        if (peer.attachment() != null) talk(peer).caller().writable();
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (peer.attachment() == null) return;
        chat.addresses().remove(peer.remoteAddress());
        talk(peer).caller().ended(reason.words());
    }
}
