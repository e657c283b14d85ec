/**
 * The PROXY protocol, by which a proxy in front of a server says for whom it connects: headers of
 * versions 1 and 2, read and written, and from whom a server takes them. Does no I/O.
 */
@org.jspecify.annotations.NullMarked
package io.fairlead.proxy;
