/** Tests of this room. */
@NullMarked
package io.fairlead.learn;

import org.jspecify.annotations.NullMarked;
