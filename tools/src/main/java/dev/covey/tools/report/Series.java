package dev.covey.tools.report;

import java.awt.Color;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One line of a plot.
 *
 * @param name for the legend.
 * @param points y by x.
 * @param colour of line and markers.
 * @param isReference whether it is a floor, a peer or a goal, and not a figure of ours: it is dashed then.
 */
record Series(String name, NavigableMap<Double, Double> points, Color colour, boolean isReference) {
    /** Told apart by everybody (Okabe and Ito's palette). */
    static final Color BLUE = new Color(0x0072B2);

    static final Color VERMILION = new Color(0xD55E00);
    static final Color GREEN = new Color(0x009E73);
    static final Color ORANGE = new Color(0xE69F00);
    static final Color SKY = new Color(0x56B4E9);
    static final Color GREY = new Color(0x555555);

    static Series ours(final String name, final Map<Double, Double> points, final Color colour) {
        return new Series(name, new TreeMap<>(points), colour, false);
    }

    static Series reference(final String name, final Map<Double, Double> points, final Color colour) {
        return new Series(name, new TreeMap<>(points), colour, true);
    }
}
