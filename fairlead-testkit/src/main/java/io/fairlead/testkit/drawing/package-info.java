/** Draws what happened in a simulated network: a column for each host, an arrow for each piece. */
package io.fairlead.testkit.drawing;
