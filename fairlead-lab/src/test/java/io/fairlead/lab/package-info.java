/** Tests of this room. */
@NullMarked
package io.fairlead.lab;

import org.jspecify.annotations.NullMarked;
