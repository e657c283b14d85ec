/** Tests of this room. */
@NullMarked
package io.fairlead.lab.report;

import org.jspecify.annotations.NullMarked;
