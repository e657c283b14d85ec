/**
 * The models with processes, as their server sees them: {@code ProcessEngine} accepts and hands
 * connections to a {@code Crew} of worker processes, or of programs.
 */
package io.fairlead.server.process;
