/** What a lab is, and what it writes to. A lab itself is a class of {@code lab.experiment}. */
package io.fairlead.lab;
