/**
 * Programs that are run with pipes for their input and output: for services that hand what they get
 * to a program, and for the model {@code process}.
 */
package io.fairlead.program;
