/** Tests of this room. */
@NullMarked
package io.fairlead.learn.check;

import org.jspecify.annotations.NullMarked;
