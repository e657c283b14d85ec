package io.fairlead.testkit.gateway;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes readings of devices: each is kept once and in order, however often it comes. */
final class Gateway implements Service {
    private static final Duration PINGS = Duration.ofSeconds(20);

    final Map<String, Peer> online = new HashMap<>();
    final Map<String, List<String>> readings = new HashMap<>();

    private static final class Session {
        String name = "";
        boolean alive = true;
    }

    @Override
    public void onOpen(Peer peer) {
        Session session = new Session();
        peer.attach(session);
        PeerTimer _ = peer.every(PINGS, () -> ping(peer, session));
    }

    private static void ping(Peer peer, Session session) {
        if (!session.alive) {
            peer.abort("silent");
            return;
        }
        session.alive = false;
        peer.send("ping");
    }

    @Override
    public void onFrame(Peer peer, Frame frame) throws FrameException {
        Session session = session(peer);
        session.alive = true;
        String[] words = frame.text().split(" ", 3);
        switch (words[0]) {
            case "login" -> login(peer, session, words[1]);
            case "reading" -> keep(peer, session, Integer.parseInt(words[1]), words[2]);
            case "pong" -> {}
            default -> throw new FrameException("unknown word " + words[0]);
        }
    }

    private static Session session(Peer peer) {
        Session session = peer.attachment(Session.class);
        if (session == null) throw new IllegalStateException("not open");
        return session;
    }

    private void login(Peer peer, Session session, String name) {
        session.name = name;
        Peer before = online.put(name, peer);
        if (before != null && !before.equals(peer)) before.abort("came again");
        peer.send("welcome " + readings.getOrDefault(name, List.of()).size());
    }

    private void keep(Peer peer, Session session, int number, String value) {
        List<String> kept = readings.computeIfAbsent(session.name, _ -> new ArrayList<>());
        if (number == kept.size()) kept.add(value);
        peer.send("kept " + kept.size());
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        online.remove(session(peer).name, peer);
    }

    @Override
    public boolean sharesState() {
        return true;
    }
}
