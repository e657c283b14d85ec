/**
 * The common ground of all models: the {@code Site} that is served, with its counts and limits, who
 * may come in ({@code Gate}, {@code Sources}), who accepts on a loop ({@code LoopAcceptor}), and
 * what an {@code Engine} has to do. Sees no model.
 */
package io.fairlead.server.site;
