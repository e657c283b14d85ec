/** Starts a learner's program, talks to it in many ways, and says what it does wrong. */
package io.fairlead.learn.check;
