package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternetAddressTest {
    private static final long SEED = 0x5eed_0001L;

    @ParameterizedTest
    @CsvSource({
        "224.0.0.0, true",
        "239.255.255.255, true",
        "223.255.255.255, false",
        "240.0.0.0, false",
        "ff00::, true",
        "ff02::1, true",
        "feff::, false",
        "::, false",
        "::e000:1, false",
        "fe80::1, false"
    })
    void shouldKnowMulticast(final String text, final boolean isMulticast) {
        final InternetAddress address = InternetAddress.parse(text);

        assertThat(InternetAddress.isMulticast(address.high(), address.low())).isEqualTo(isMulticast);
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.0.0, true",
        "169.255.0.0, false",
        "169.253.255.255, false",
        "fe80::, true",
        "febf:ffff::1, true",
        "fec0::, false",
        "fe7f::, false"
    })
    void shouldKnowLinkLocal(final String text, final boolean isLinkLocal) {
        final InternetAddress address = InternetAddress.parse(text);

        assertThat(InternetAddress.isLinkLocal(address.high(), address.low())).isEqualTo(isLinkLocal);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, true",
        "0.0.0.1, true",
        "126.255.255.255, true",
        "128.0.0.0, true",
        "255.255.255.254, true",
        "2001:db8::1, true",
        "::2, true",
        "fe80::1, true",
        "0.0.0.0, false",
        "127.0.0.1, false",
        "127.255.255.255, false",
        "255.255.255.255, false",
        "224.0.0.1, false",
        "::, false",
        "::1, false",
        "ff02::1, false"
    })
    void shouldKnowWhatCanBeASource(final String text, final boolean isUsable) {
        final InternetAddress address = InternetAddress.parse(text);

        assertThat(SourceRules.isUsable(address.high(), address.low())).isEqualTo(isUsable);
    }

    @ParameterizedTest
    @CsvSource({
        "224.0.0.255, 2",
        "224.0.1.0, 14",
        "239.255.0.1, 3",
        "239.192.0.0, 8",
        "239.195.255.255, 8",
        "239.196.0.0, 14",
        "ff01::1, 1",
        "ff02::1, 2",
        "ff05::1, 5",
        "ff3e::1, 14",
        "ff10::1, 0"
    })
    void shouldKnowTheScope(final String text, final int scope) {
        final InternetAddress address = InternetAddress.parse(text);

        assertThat(InternetAddress.multicastScope(address.high(), address.low()))
                .isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "224.0.0.1, false",
        "224.0.0.2, true",
        "224.0.0.251, true",
        "10.0.0.1, false",
        "ff02::1, false",
        "ff02::2, true",
        "ff02::1:ff00:1, true",
        "ff01::1, false",
        "ff00::1, false",
        "::1, false"
    })
    void shouldKnowWhatIsNeverReported(final String text, final boolean isReportable) {
        final InternetAddress address = InternetAddress.parse(text);

        assertThat(InternetAddress.isReportable(address.high(), address.low())).isEqualTo(isReportable);
    }

    @ParameterizedTest
    @CsvSource({
        "224.1.1.1, 01005e010101",
        "225.1.1.1, 01005e010101",
        "239.129.1.1, 01005e010101",
        "ff02::1:ff12:3456, 3333ff123456",
        "ff3e::8000:1, 333380000001"
    })
    void shouldMapGroupsToEthernet(final String text, final String mac) {
        final InternetAddress address = InternetAddress.parse(text);

        assertThat(InternetAddress.multicastMac(address.high(), address.low())).isEqualTo(Long.parseLong(mac, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "0:0:0:0:0:0:0:0, ::",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::ffff:10.1.2.3, 10.1.2.3",
        "::ffff:0a01:0203, 10.1.2.3",
        "64:ff9b::10.1.2.3, 64:ff9b::a01:203",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "1::8, 1::8",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "ff02::16, ff02::16"
    })
    void shouldWriteWhatItReadsAsRfc5952Wants(final String text, final String canonical) {
        assertThat(InternetAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.",
                "01.2.3.4",
                "1.2.3.4 ",
                "a.b.c.d",
                "1.2.3.-4",
                "example.com",
                "localhost",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1:2:3:4::5:6:7:8",
                "::12345",
                "::g",
                "fe80::1%eth0",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:",
                ":1",
                "[::1]",
                "::ffff:1.2.3.400",
                "\u0661.2.3.4",
                "::\uff11",
                "%",
                "::%"
            })
    void shouldSayWhatIsWrongWhenTheTextIsNoAddress(final String text) {
        assertThatThrownBy(() -> InternetAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not an IP address: ");
    }

    @Test
    void shouldNameTextPositionAndReason() {
        assertThatThrownBy(() -> InternetAddress.parse("10.0.0.256"))
                .hasMessage("not an IP address: text=10.0.0.256, position=10, reason=part above 255");
        assertThatThrownBy(() -> InternetAddress.parse("fe80::1%eth0"))
                .hasMessage("not an IP address: text=fe80::1%eth0, position=7, reason=zone is not supported");
        assertThatThrownBy(() -> InternetAddress.parse(null)).hasMessage("not an IP address: text is empty");
    }

    @Test
    void shouldReadBackWhatItWrites() throws UnknownHostException {
        final Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            final long high = randomHalf(random);
            final long low = randomHalf(random);
            final String text = InternetAddress.toString(high, low);

            assertThat(InternetAddress.parse(text))
                    .as("seed=%d, i=%d, text=%s", SEED, i, text)
                    .isEqualTo(new InternetAddress(high, low));
            if (!InternetAddress.isIpv4(high, low)) {
                final byte[] octets = InetAddress.getByName(text).getAddress();
                assertThat(octets).as("seed=%d, i=%d, text=%s", SEED, i, text).isEqualTo(octetsOf(high, low));
            }
        }
    }

    private static byte[] octetsOf(final long high, final long low) {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /** Half of an address with many zero groups, where shortening can go wrong. */
    private static long randomHalf(final Random random) {
        long half = 0;
        for (int i = 0; i < 4; i++) {
            half = half << 16 | (random.nextBoolean() ? 0 : random.nextInt(1 << 16));
        }
        return half;
    }
}
