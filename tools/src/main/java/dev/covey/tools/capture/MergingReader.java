package dev.covey.tools.capture;

import dev.covey.tools.capture.CaptureFormatException.Defect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several captures as one, ordered by time; packets of the same time in the order in which the files were named.
 *
 * <p>A defect in one file ends that file only: the others are read to their end before it is reported.
 */
final class MergingReader implements CaptureReader {
    private final List<CaptureReader> readers;
    private final List<CapturedPacket> heads = new ArrayList<>();
    private final boolean[] hasHead;
    private CaptureFormatException failure;

    /**
     * Read the first packet of each.
     *
     * @throws CaptureFormatException if one of them turns out to be no capture.
     */
    MergingReader(final List<CaptureReader> readers) throws CaptureFormatException {
        this.readers = List.copyOf(readers);
        this.hasHead = new boolean[readers.size()];
        for (int i = 0; i < readers.size(); i++) {
            heads.add(new CapturedPacket());
            advance(i);
        }
    }

    @Override
    public boolean next(final CapturedPacket packet) throws CaptureFormatException {
        final int earliest = earliest();
        if (earliest < 0) {
            reportFailure();
            return false;
        }
        packet.swap(heads.get(earliest));
        advance(earliest);
        return true;
    }

    @Override
    public long bytesRead() {
        long total = 0;
        for (final CaptureReader reader : readers) {
            total += reader.bytesRead();
        }
        return total;
    }

    @Override
    public void close() throws IOException {
        Captures.closeAll(readers);
    }

    private int earliest() {
        int earliest = -1;
        for (int i = 0; i < hasHead.length; i++) {
            if (hasHead[i]
                    && (earliest < 0
                            || heads.get(i).timeNs() < heads.get(earliest).timeNs())) {
                earliest = i;
            }
        }
        return earliest;
    }

    private void advance(final int index) throws CaptureFormatException {
        hasHead[index] = false;
        try {
            hasHead[index] = readers.get(index).next(heads.get(index));
        } catch (final CaptureFormatException defect) {
            if (defect.defect() == Defect.NOT_A_CAPTURE) {
                throw defect;
            } else if (failure == null) {
                failure = defect;
            } else {
                failure.addSuppressed(defect);
            }
        }
    }

    private void reportFailure() throws CaptureFormatException {
        final CaptureFormatException reported = failure;
        failure = null;
        if (reported != null) {
            throw reported;
        }
    }
}
