package io.fairlead.ladder;

import java.util.Locale;

/** Elements of SVG and HTML, one after the other, whatever is in their text. For one thread. */
public final class Markup {
    private final StringBuilder text = new StringBuilder();

    /** Without an element. */
    public Markup() {}

    /** Text that is no markup, whatever it holds. */
    public static String escaped(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }

    /** Removes all. */
    void clear() {
        text.setLength(0);
    }

    /** Adds markup as it is. */
    public Markup raw(String markup) {
        text.append(markup).append('\n');
        return this;
    }

    /** Adds markup without ending the line, which would be a part of what is shown. */
    Markup inline(String markup) {
        text.append(markup);
        return this;
    }

    /** Adds an HTML element with text in it. */
    public Markup element(String name, String content) {
        return raw("<" + name + ">" + escaped(content) + "</" + name + ">");
    }

    /** Adds a text of an SVG; its class says where it is anchored. */
    Markup label(String styles, double x, double y, String content) {
        return raw(
                String.format(
                        Locale.ROOT,
                        "<text class='%s' x='%.1f' y='%.1f'>%s</text>",
                        styles,
                        x,
                        y,
                        escaped(content)));
    }

    /** Adds a rectangle of an SVG. */
    Markup box(String styles, Box box) {
        return raw(
                String.format(
                        Locale.ROOT,
                        "<rect class='%s' x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>",
                        styles,
                        box.x(),
                        box.y(),
                        box.width(),
                        box.height()));
    }

    /** Adds a line of an SVG, from the upper left corner of a box to the lower right one. */
    Markup line(String styles, Box box) {
        return raw(
                String.format(
                        Locale.ROOT,
                        "<line class='%s' x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>",
                        styles,
                        box.x(),
                        box.y(),
                        box.x() + box.width(),
                        box.y() + box.height()));
    }

    /**
     * A place in an SVG.
     *
     * @param x its left side
     * @param y its top
     * @param width to the right; negative to the left
     * @param height downwards
     */
    record Box(double x, double y, double width, double height) {}

    @Override
    public String toString() {
        return text.toString();
    }
}
