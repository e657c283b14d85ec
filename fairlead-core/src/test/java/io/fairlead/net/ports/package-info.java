/** Tests of the names of ports. */
@org.jspecify.annotations.NullMarked
package io.fairlead.net.ports;
