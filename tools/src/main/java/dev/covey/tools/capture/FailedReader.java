package dev.covey.tools.capture;

/** A capture that fails before its first packet: reported where every other defect is, not where it is opened. */
final class FailedReader implements CaptureReader {
    private CaptureFormatException failure;

    FailedReader(final CaptureFormatException failure) {
        this.failure = failure;
    }

    @Override
    public boolean next(final CapturedPacket packet) throws CaptureFormatException {
        final CaptureFormatException reported = failure;
        failure = null;
        if (reported != null) {
            throw reported;
        }
        return false;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is open: the file was closed when it failed.
    }
}
