/** What an error code, a state or a flag means, and what to do about it. */
package io.fairlead.explain;
