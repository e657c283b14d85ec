/** Streams as raw bytes, for Fairlead's command: connected, or accepted one at a time. */
package io.fairlead.client.raw;
