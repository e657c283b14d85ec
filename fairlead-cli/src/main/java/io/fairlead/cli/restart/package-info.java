/** {@code fairlead restart}, and the names of servers that can be restarted. */
@NullMarked
package io.fairlead.cli.restart;

import org.jspecify.annotations.NullMarked;
