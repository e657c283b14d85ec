/**
 * Cuts bytes into frames and back: codecs, and the buffers they work on.
 *
 * <p>Pure: nothing here does I/O, starts a thread, reads a clock or sees another room.
 */
package io.fairlead.frame;
