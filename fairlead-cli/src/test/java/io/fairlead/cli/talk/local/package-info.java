/** Tests of the end that a person is at. */
@org.jspecify.annotations.NullMarked
package io.fairlead.cli.talk.local;
