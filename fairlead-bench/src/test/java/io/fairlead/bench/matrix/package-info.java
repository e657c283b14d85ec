@NullMarked
package io.fairlead.bench.matrix;

import org.jspecify.annotations.NullMarked;
