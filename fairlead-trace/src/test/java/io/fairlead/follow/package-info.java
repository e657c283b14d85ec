/** Tests of this room. */
@NullMarked
package io.fairlead.follow;

import org.jspecify.annotations.NullMarked;
