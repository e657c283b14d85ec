/** The {@code fairlead} command. */
@org.jspecify.annotations.NullMarked
module io.fairlead.cli {
    requires static org.jspecify;
    requires info.picocli;
    requires io.fairlead.chat;
    requires io.fairlead.core;
    requires io.fairlead.exec;
    requires io.fairlead.lab;
    requires io.fairlead.learn;
    requires io.fairlead.load;
    requires io.fairlead.services;
    requires io.fairlead.trace;
    requires java.management; // how this process was started
    requires jdk.unsupported; // signals, through JLine
    requires org.jline.reader;
    requires org.jline.terminal;
    requires tools.jackson.core;

    opens io.fairlead.cli to
            info.picocli;
    opens io.fairlead.cli.cert to
            info.picocli;
    opens io.fairlead.cli.doctor to
            info.picocli;
    opens io.fairlead.cli.bench to
            info.picocli;
    opens io.fairlead.cli.trace to
            info.picocli;
    opens io.fairlead.cli.serve to
            info.picocli;
    opens io.fairlead.cli.serve.kind to
            info.picocli;
    opens io.fairlead.cli.chat to
            info.picocli;
    opens io.fairlead.cli.connect to
            info.picocli;
    opens io.fairlead.cli.explain to
            info.picocli;
    opens io.fairlead.cli.lab to
            info.picocli;
    opens io.fairlead.cli.learn to
            info.picocli;
    opens io.fairlead.cli.listen to
            info.picocli;
    opens io.fairlead.cli.access to
            info.picocli;
    opens io.fairlead.cli.restart to
            info.picocli;
    opens io.fairlead.cli.relay to
            info.picocli;
    opens io.fairlead.cli.tls to
            info.picocli;
    opens io.fairlead.cli.talk to
            info.picocli;
    opens io.fairlead.cli.stat to
            info.picocli;
}
