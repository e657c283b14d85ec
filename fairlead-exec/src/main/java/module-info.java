/** Programs behind connections, and commands that a file allows; sees the core's exported API. */
@org.jspecify.annotations.NullMarked
module io.fairlead.exec {
    requires transitive io.fairlead.core;
    requires static org.jspecify;
    requires org.snakeyaml.engine;

    exports io.fairlead.exec;
    exports io.fairlead.exec.command;
}
