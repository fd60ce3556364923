package dev.covey.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
    private static final int MIN_PIXELS = 100;

    @TempDir
    private Path folder;

    private static List<String> names(final Plot plot) {
        return plot.series().stream().map(Series::name).toList();
    }

    @Test
    void shouldDrawBothFamiliesOverTheFloorWhenLookupsWereMeasured() throws Exception {
        final Plot plot = Plots.of(RecordedRun.read()).get(Plots.LOOKUP);

        assertEquals(
                List.of(
                        "IPv6, one at a time",
                        "IPv4, one at a time",
                        "IPv6, batches of 32",
                        "IPv4, batches of 32",
                        "Floor: pointer chase"),
                names(plot));
        plot.series()
                .forEach(series ->
                        assertEquals(Set.of(1024.0, 1048576.0), series.points().keySet(), series::name));
    }

    @Test
    void shouldTakeTheFasterOfTwoFloorsWhenTheControlRanForBothFamilies() throws Exception {
        final Run run = RecordedRun.read();
        final double fastest = run.of(Plots.LOOKUP, "pointerChase").stream()
                .filter(result -> result.parameter("groups").equals("1024"))
                .mapToDouble(JmhResult::ns)
                .min()
                .orElseThrow();

        assertEquals(
                fastest,
                Plots.of(run).get(Plots.LOOKUP).series().get(4).points().get(1024.0));
    }

    @Test
    void shouldDrawTheKernelsLineWhenItWasMeasured() throws Exception {
        final Plot plot = Plots.of(RecordedRun.read()).get(Plots.JOIN);

        assertEquals(
                List.of("Linux kernel, IPv4", "Covey, IPv4", "Covey, 64 at one instant", "Covey, each reported alone"),
                names(plot));
        assertEquals(Set.of(4096.0), plot.series().get(2).points().keySet());
        assertEquals(Set.of(1.0, 1000.0), plot.series().get(3).points().keySet());
        assertEquals(
                Map.of(1.0, 4174.7, 1000.0, 7281.35, 4096.0, 30286.55),
                plot.series().get(0).points());
        assertTrue(plot.series().get(0).isReference());
    }

    @Test
    void shouldDrawReportsByTheirRecordsWhenIngestWasMeasured() throws Exception {
        final Plot plot = Plots.of(RecordedRun.read()).get(Plots.INGEST);

        assertEquals(List.of("IGMP, 1M groups", "IGMP, 1k groups", "MLD, 1M groups", "MLD, 1k groups"), names(plot));
        assertEquals(Set.of(1.0, 10.0, 100.0), plot.series().get(0).points().keySet());
    }

    @Test
    void shouldPutThePercentilesOfGrowthWhereTheyBelong() throws Exception {
        final Plot plot = Plots.of(RecordedRun.read()).get(Plots.GROWTH);
        final Map<Double, Double> points = plot.series().get(0).points();

        assertEquals(110, points.get(2.0));
        assertEquals(210_000, points.get(40_000_000.0), "the slowest of all");
        assertEquals(7, points.size());
    }

    @Test
    void shouldLeaveOutWhatWasNotMeasured() throws Exception {
        final Run all = RecordedRun.read();
        final Run lookups = new Run(
                all.name(),
                all.environment(),
                all.of(Plots.LOOKUP, "lookup"),
                new PeerFigures(MissingNode.getInstance()));

        assertEquals(Set.of(Plots.LOOKUP), Plots.of(lookups).keySet());
    }

    @Test
    void shouldNameSizesAsPeopleDo() {
        assertEquals("1", Plots.count(1));
        assertEquals("999", Plots.count(999));
        assertEquals("1k", Plots.count(1000));
        assertEquals("64k", Plots.count(65_536));
        assertEquals("30k", Plots.count(30_000));
        assertEquals("1.5M", Plots.count(1_500_000));
        assertEquals("1M", Plots.count(1 << 20));
        assertEquals("90 %", Plots.percentile(10));
        assertEquals("99.99 %", Plots.percentile(10_000));
    }

    @Test
    void shouldDrawEverySeriesInItsColourWhenPainted() throws Exception {
        for (final Plot plot : Plots.of(RecordedRun.read()).values()) {
            PlotPainter.paint(plot, folder);

            final Path file = folder.resolve(plot.file());
            final BufferedImage image = ImageIO.read(file.toFile());
            assertEquals(PlotPainter.WIDTH, image.getWidth());
            assertEquals(PlotPainter.HEIGHT, image.getHeight());
            for (final Series series : plot.series()) {
                assertTrue(pixels(image, series.colour()) > MIN_PIXELS, () -> plot.file() + " lacks " + series.name());
            }
            assertTrue(Files.size(file) > 0);
        }
    }

    @Test
    void shouldDrawALineOfOnePointWhenOneSizeWasMeasured() throws Exception {
        final Path run = RecordedRun.copy(folder, RecordedRun.NAME);
        RecordedRun.edit(
                run,
                "results.json",
                json -> json.forEach(result -> ((ObjectNode) result.get("params")).put("groups", "1000")));

        for (final Plot plot : Plots.of(Run.read(run)).values()) {
            assertEquals(PlotPainter.WIDTH, PlotPainter.image(plot).getWidth());
        }
    }

    private static int pixels(final BufferedImage image, final Color colour) {
        int count = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                count += (image.getRGB(x, y) | 0xFF00_0000) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}
