/** Tests of this room. */
@NullMarked
package io.fairlead.pcap;

import org.jspecify.annotations.NullMarked;
