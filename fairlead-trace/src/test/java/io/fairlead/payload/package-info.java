/** Tests of this room. */
@NullMarked
package io.fairlead.payload;

import org.jspecify.annotations.NullMarked;
