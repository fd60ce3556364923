package dev.covey.tools.report;

import java.util.List;
import java.util.function.DoubleFunction;

/**
 * What is to be drawn.
 *
 * @param file name of the picture.
 * @param title that says what is better.
 * @param xTitle with its unit.
 * @param yTitle with its unit.
 * @param xLabel text of a value on the x axis.
 * @param series lines, at least one.
 */
record Plot(
        String file, String title, String xTitle, String yTitle, DoubleFunction<String> xLabel, List<Series> series) {}
