package dev.covey.tools.observe;

import dev.covey.engine.wire.InternetAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --filter}: the address of a multicast group. */
public final class GroupConverter implements ITypeConverter<InternetAddress> {
    @Override
    public InternetAddress convert(final String text) {
        final InternetAddress address;
        try {
            address = InternetAddress.parse(text);
        } catch (final IllegalArgumentException unreadable) {
            throw new TypeConversionException(unreadable.getMessage());
        }
        if (!InternetAddress.isMulticast(address.high(), address.low())) {
            throw new TypeConversionException("not a multicast group: address=" + text);
        }
        return address;
    }
}
