package io.fairlead.testkit.junit;

import io.fairlead.testkit.SeedRuns;
import io.fairlead.testkit.SimulatedNetwork;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test with a parameter {@link SimulatedNetwork}, which is run once with each seed. It is one
 * test of JUnit, of one instance: what is before and after each test is so once for all seeds, so
 * what a run changes belongs into the method, not into a field.
 *
 * <pre>{@code
 * @Seeds(1_000)
 * void greets(SimulatedNetwork net) {
 *     net.serve("tcp://gateway:7000", Codec.lines(), new Gateway());
 *     ...
 * }
 * }</pre>
 *
 * <p>What a failure says, and how to run one seed again: see {@link SeedRuns}.
 */
@Test
@ExtendWith(SeedsExtension.class)
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Seeds {
    /** How many seeds, from 0 on; the system property {@code fairlead.seeds} overrides it. */
    int value();

    /** What goes wrong; {@link SimulatedNetwork#faults} in the test can say it in detail. */
    Faults faults() default Faults.USUAL;

    /** What goes wrong from the beginning of a test on. */
    enum Faults {
        /** Each fault, as often as is usual: {@link SimulatedFaults#usual}. */
        USUAL,
        /** Nothing: {@link SimulatedFaults#none}. */
        NONE
    }
}
