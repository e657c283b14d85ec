/** Tests on real sockets, and against what a C compiler says. */
@NullMarked
package io.fairlead.posix;

import org.jspecify.annotations.NullMarked;
