/** Tests of this room. */
@NullMarked
package io.fairlead.packet;

import org.jspecify.annotations.NullMarked;
