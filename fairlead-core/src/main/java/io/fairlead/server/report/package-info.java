/**
 * What a server tells its observer: connections that begin and end, stalls, workers that died, and
 * the counts of all.
 */
package io.fairlead.server.report;
