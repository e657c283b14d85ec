/**
 * The interface of a lab and its tools. The labs themselves are classes of {@code lab.experiment}.
 */
package io.fairlead.lab;
