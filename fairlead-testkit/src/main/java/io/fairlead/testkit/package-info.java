/**
 * A network of simulated hosts for tests: the real event loops, sessions and codecs of Fairlead, a
 * network and a clock that follow from a seed, and faults by their names.
 */
package io.fairlead.testkit;
