/** {@code fairlead learn}: the course in the terminal, and a check of a learner's own program. */
package io.fairlead.cli.learn;
