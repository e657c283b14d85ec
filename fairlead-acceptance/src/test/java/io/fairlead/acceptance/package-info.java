/** Tests of the scripts and of the real command, against programs that others wrote. */
@NullMarked
package io.fairlead.acceptance;

import org.jspecify.annotations.NullMarked;
