package dev.covey.tools.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws plots, both axes logarithmic, without a screen. */
final class PlotPainter {
    static final int WIDTH = 1000;
    static final int HEIGHT = 600;

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    private static final Color GRID = new Color(0xE4E4E4);
    private static final float LINE_WIDTH = 2.5f;
    private static final float[] DASHES = {9, 6};
    private static final double PLOT_SHARE = 0.96;
    private static final double DECADE = 10;
    private static final double MANY_DECADES = 3;
    private static final double ROUNDING = 1.000001;
    private static final int MARKER_SIZE = 9;
    private static final int LEGEND_LINE = 36;
    private static final int TICK_SPACING = 60;
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.SQUARE,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_DOWN
    };

    private PlotPainter() {}

    /** Draw a plot as PNG. */
    static void paint(final Plot plot, final Path folder) throws IOException {
        ImageIO.write(image(plot), "png", folder.resolve(plot.file()).toFile());
    }

    static BufferedImage image(final Plot plot) {
        final XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .xAxisTitle(plot.xTitle())
                .yAxisTitle(plot.yTitle())
                .build();
        style(chart.getStyler());
        chart.getStyler()
                .setXAxisTickLabelsFormattingFunction(x -> plot.xLabel().apply(x));
        final double decades = setLimits(chart.getStyler(), plot.series());
        chart.getStyler().setYAxisTickLabelsFormattingFunction(y -> yLabel(y, decades > MANY_DECADES));
        int next = 0;
        for (final Series series : plot.series()) {
            final XYSeries line = chart.addSeries(series.name(), keys(series.points()), values(series.points()));
            line.setLineColor(series.colour());
            line.setLineStyle(stroke(series.isReference()));
            line.setMarkerColor(series.colour());
            line.setMarker(series.isReference() ? SeriesMarkers.CROSS : MARKERS[next++ % MARKERS.length]);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static void style(final XYStyler styler) {
        styler.setXAxisLogarithmic(true);
        styler.setYAxisLogarithmic(true);
        styler.setXAxisLogarithmicDecadeOnly(true);
        styler.setYAxisLogarithmicDecadeOnly(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotContentSize(PLOT_SHARE);
        // Beside the plot: it never lies on data.
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendFont(TEXT);
        styler.setLegendSeriesLineLength(LEGEND_LINE);
        styler.setChartTitleFont(TITLE);
        styler.setChartTitleBoxBackgroundColor(Color.WHITE);
        styler.setChartTitleBoxBorderColor(Color.WHITE);
        styler.setAxisTitleFont(TEXT);
        styler.setAxisTickLabelsFont(TEXT);
        styler.setXAxisTickMarkSpacingHint(TICK_SPACING);
        styler.setYAxisTickMarkSpacingHint(TICK_SPACING);
        styler.setMarkerSize(MARKER_SIZE);
        styler.setAntiAlias(true);
        styler.setTextAntiAlias(true);
    }

    /** Whole decades, so that what is drawn does not look steeper than it is. Returns how many the y axis has. */
    private static double setLimits(final XYStyler styler, final List<Series> series) {
        final TreeSet<Double> x = new TreeSet<>();
        final TreeSet<Double> y = new TreeSet<>();
        series.forEach(line -> {
            x.addAll(line.points().keySet());
            y.addAll(line.points().values());
        });
        styler.setXAxisMin(decadeBelow(x.first()));
        styler.setXAxisMax(decadeAbove(x.last()));
        styler.setYAxisMin(decadeBelow(y.first()));
        styler.setYAxisMax(decadeAbove(y.last()));
        return Math.log10(decadeAbove(y.last()) / decadeBelow(y.first()));
    }

    private static double decadeBelow(final double value) {
        return Math.pow(DECADE, Math.floor(Math.log10(value)));
    }

    private static double decadeAbove(final double value) {
        return Math.pow(DECADE, Math.ceil(Math.log10(value)));
    }

    private static BasicStroke stroke(final boolean isReference) {
        return isReference
                ? new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
                : new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /** Ticks at 1, 2 and 5 in each decade have words, or the first alone: more would lie on each other. */
    private static String yLabel(final double value, final boolean isDecadeOnly) {
        final long digit = Math.round(value / decadeBelow(value * ROUNDING));
        if (digit != 1 && (isDecadeOnly || (digit != 2 && digit != 5))) {
            return "";
        }
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2g", value);
    }

    private static double[] keys(final Map<Double, Double> points) {
        return points.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] values(final Map<Double, Double> points) {
        return points.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
