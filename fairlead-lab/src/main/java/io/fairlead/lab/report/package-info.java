/** Writes what a lab showed: as text, as a page or as Markdown. */
package io.fairlead.lab.report;
