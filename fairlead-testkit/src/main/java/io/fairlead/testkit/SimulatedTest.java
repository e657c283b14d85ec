package io.fairlead.testkit;

/** A test that is run with many seeds. */
@FunctionalInterface
public interface SimulatedTest {
    /**
     * Runs once, in a network of its own. It is to do the same each time but for what chance
     * decides: what it draws comes from {@link SimulatedNetwork#random}.
     *
     * @throws Throwable what says that it fails
     */
    void run(SimulatedNetwork net) throws Throwable;
}
