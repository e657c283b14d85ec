/** Cuts down what chance decided in a run that failed, to the little that makes it fail. */
package io.fairlead.testkit.shrink;
