/** Tests of exec. */
@org.jspecify.annotations.NullMarked
package io.fairlead.exec;
