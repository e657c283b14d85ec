/** The PROXY protocol between a session and its socket; does no I/O. */
@org.jspecify.annotations.NullMarked
package io.fairlead.proxy.layer;
