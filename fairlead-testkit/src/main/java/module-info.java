/**
 * Tests of services and clients in a simulated network that misbehaves from a seed. For tests only;
 * JUnit is needed by those who write {@code @Seeds}, and by nobody else.
 */
@org.jspecify.annotations.NullMarked
module io.fairlead.testkit {
    requires transitive io.fairlead.core;
    requires static transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.fairlead.testkit;
    exports io.fairlead.testkit.fault;
    exports io.fairlead.testkit.junit;
}
