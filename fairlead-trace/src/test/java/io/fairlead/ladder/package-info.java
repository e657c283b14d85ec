/** Tests of this room. */
@NullMarked
package io.fairlead.ladder;

import org.jspecify.annotations.NullMarked;
