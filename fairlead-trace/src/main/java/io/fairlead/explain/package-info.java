/** The meaning of error codes, states and flags, and what to do about them. */
package io.fairlead.explain;
