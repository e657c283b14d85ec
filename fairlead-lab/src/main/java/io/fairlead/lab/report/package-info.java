/** What a lab showed, as text for a terminal, as a page, as Markdown. */
package io.fairlead.lab.report;
