/** Packets, captured or read from a file, and the conversations they form. */
package io.fairlead.trace;
