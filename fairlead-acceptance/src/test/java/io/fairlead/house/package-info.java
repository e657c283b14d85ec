/** The house rules of Fairlead, and the test that holds every module to them. */
@NullMarked
package io.fairlead.house;

import org.jspecify.annotations.NullMarked;
