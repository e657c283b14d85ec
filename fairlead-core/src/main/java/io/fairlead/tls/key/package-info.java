/**
 * Keys and certificates: read from files as authorities and people give them, chosen for a
 * handshake, and read again when the files change. Each error is a sentence that names the file,
 * the line, and what was found in the place of what was wanted.
 */
package io.fairlead.tls.key;
