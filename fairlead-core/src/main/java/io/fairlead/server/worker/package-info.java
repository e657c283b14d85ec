/**
 * A worker process: what it is told to serve, how it talks with its server, and how it serves.
 * {@code WorkerMain} is where it begins.
 */
package io.fairlead.server.worker;
