package dev.covey.tools.replay;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --at}. */
final class StopTimeConverter implements ITypeConverter<StopTime> {
    @Override
    public StopTime convert(final String text) {
        try {
            return StopTime.parse(text);
        } catch (final IllegalArgumentException unreadable) {
            throw new TypeConversionException(unreadable.getMessage());
        }
    }
}
