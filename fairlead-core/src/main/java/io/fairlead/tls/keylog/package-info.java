/**
 * Writes the secrets of TLS connections into a file, from which Wireshark and {@code fairlead
 * trace} read what the connections carried. Nothing of it runs unless somebody asks for the file.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.tls.keylog;
