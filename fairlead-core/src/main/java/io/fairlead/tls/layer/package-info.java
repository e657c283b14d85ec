/**
 * TLS between a session and its socket: records in, plain bytes out, and back. The cryptography and
 * the protocol are the JDK's ({@link javax.net.ssl.SSLEngine}); no I/O, and no threads but those
 * that it is given.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.tls.layer;
