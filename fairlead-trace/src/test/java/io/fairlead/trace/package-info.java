/** Tests of this room. */
@NullMarked
package io.fairlead.trace;

import org.jspecify.annotations.NullMarked;
