/** Draws conversations: lines of text, SVG, and a page that needs no network. */
@org.jspecify.annotations.NullMarked
package io.fairlead.ladder;
