/**
 * Experiments on real sockets: each says what will be seen, shows it, draws it and checks it. For
 * the command; who writes a lab writes it in this module.
 */
@org.jspecify.annotations.NullMarked
module io.fairlead.lab {
    requires io.fairlead.posix;
    requires transitive io.fairlead.trace;
    requires static org.jspecify;

    exports io.fairlead.lab to
            io.fairlead.cli;
    exports io.fairlead.lab.report to
            io.fairlead.cli;
}
