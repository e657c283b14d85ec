/** What may go wrong in a simulated network, and how often. */
package io.fairlead.testkit.fault;
