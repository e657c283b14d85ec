/**
 * What this machine's kernel, limits on this process and Java offer: each is tried, none is guessed
 * from a version.
 */
package io.fairlead.probe;
