package io.fairlead.cli.serve;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.PublicAddress;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.kind.ServiceOffer;
import io.fairlead.net.NetException;
import java.util.List;
import picocli.CommandLine.Option;

/** Who may reach a server, and as whom it runs: nothing is opened to strangers unasked. */
final class Exposure {
    @Option(
            names = "--public",
            description =
                    "Allow other machines to connect (no encryption but over tls://, no password).")
    boolean allowPublic;

    @Option(
            names = "--allow-public-udp",
            description = "Answer datagrams from other machines, whose sources can be forged.")
    boolean allowPublicUdp;

    @Option(names = "--i-am-root", description = "Allow other machines to connect even as root.")
    boolean iAmRoot;

    /** Refuses what needs a flag that was not given; says so if one was given for nothing. */
    void check(List<ServiceOffer> offers, Shell shell) throws CommandException, NetException {
        boolean isPublic = false;
        for (ServiceOffer offer : offers) {
            if (offer.endpoint().isLoopback()) continue;
            isPublic = true;
            if (!offer.endpoint().isWildcard())
                offer.endpoint().resolve(); // or there is no such host
            checkPublic(offer, shell);
        }
        if (allowPublic && !isPublic) {
            shell.say(
                    "note: --public has no effect: every endpoint is on loopback; write"
                            + " echo=0.0.0.0:7007");
        }
    }

    private void checkPublic(ServiceOffer offer, Shell shell) throws CommandException {
        PublicAddress address =
                new PublicAddress(
                        "serve " + offer.service().word() + "=" + offer.endpoint(),
                        offer.endpoint());
        address.checkPublic(allowPublic);
        if (offer.isUdp() && offer.service().answersDatagrams() && !allowPublicUdp) {
            throw address.refusal(
                    "it answers datagrams whose source can be forged, so it can be used against"
                            + " others",
                    "--allow-public-udp");
        }
        address.checkRoot(iAmRoot, shell);
    }

    /** Warns root, in one line. */
    static void warn(Shell shell) {
        if (shell.isRoot()) {
            shell.say("warning: running as root; a server does not need that, use another user");
        }
    }
}
