/** One process takes another's place, and no connection is refused meanwhile. */
@NullMarked
package io.fairlead.restart;

import org.jspecify.annotations.NullMarked;
