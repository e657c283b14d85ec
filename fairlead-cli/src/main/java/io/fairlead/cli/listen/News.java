package io.fairlead.cli.listen;

import io.fairlead.cli.talk.Progress;
import io.fairlead.cli.talk.local.LocalEnd;
import io.fairlead.net.Endpoint;
import io.fairlead.net.text.Printable;
import java.net.SocketAddress;

/**
 * What is said about peers on standard error.
 *
 * @param local where a person may be typing
 * @param quiet whether nothing is said
 */
record News(LocalEnd local, boolean quiet) {
    /**
     * It listens, and this is how to try it.
     *
     * @param option that a client needs, and a blank; or nothing
     */
    void listening(Endpoint endpoint, String option) {
        String place = Printable.of(endpoint.toString());
        String client = "fairlead connect " + option + shortest(endpoint);
        say("listening on " + place + "; to try it: " + client);
    }

    private static String shortest(Endpoint endpoint) {
        boolean port = endpoint.scheme() == Endpoint.Scheme.TCP;
        boolean here = endpoint.host().equals("127.0.0.1") || endpoint.isWildcard();
        return port && here
                ? String.valueOf(endpoint.port())
                : Printable.of(endpoint.toString().replace("://127.0.0.1:", "://:"));
    }

    /** A peer is there. */
    void connected(SocketAddress peer) {
        String keys = local.isPersonal() ? "; " + local.keys() : "";
        say(Endpoint.describe(peer) + " connected" + keys);
    }

    /** What is typed goes to this sender from now on. */
    void heard(SocketAddress sender) {
        boolean unnamed = sender.toString().isEmpty();
        String typed =
                unnamed ? "it has no name and cannot be answered" : "what is typed goes there";
        say(Endpoint.describe(sender) + " sends; " + typed);
    }

    /** Ctrl-C came before any peer. */
    void nobody() {
        say("nobody connected; broken off");
    }

    /** A talk is over. */
    void ended(Progress progress) {
        say(progress.summary());
    }

    private void say(String sentence) {
        if (!quiet) local.say(sentence);
    }
}
