package dev.covey.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.counters.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Every drop reason alone, and every two faults that a packet can have at once: the one that is listed first counts.
 */
class ClassifierDropTest {
    private static final String IGMP_QUERY = "1164 0000 ef010203 02 7d 0002 0a000001 0a000002";
    private static final String IGMP_REPORT = "2200 0000 0000 0001 0400 0001 ef010203 0a000001";
    private static final String MLD_GROUP = "ff15 0000 0000 0000 0000 0001 0002 0003";
    private static final String MLD_SOURCE = "2001 0db8 0000 0000 0000 0000 0000 0001";
    private static final String MLD_QUERY = "8200 0000 2710 0000" + MLD_GROUP + "02 7d 0001" + MLD_SOURCE;
    private static final String MLD_REPORT = "8f00 0000 0000 0001 0400 0001" + MLD_GROUP + MLD_SOURCE;

    private final PacketClassifier classifier = new PacketClassifier();

    /** One way to break a packet. */
    private record Fault(DropReason reason, Consumer<PacketSpec> breaking) {}

    @Test
    void shouldCountTheFirstFaultOfIgmpQueries() {
        final List<Fault> faults = igmpFaults();
        faults.add(new Fault(DropReason.IGMP_BADQUERYLEN, spec -> cut(spec, 11)));
        faults.add(new Fault(DropReason.IGMP_LYINGCOUNT, spec -> putShort(spec, 10, 300)));
        faults.add(new Fault(DropReason.IGMP_BADGROUP, spec -> spec.message[4] = 10));
        faults.add(new Fault(DropReason.IGMP_BADQUERY, spec -> spec.destination = "239.9.9.9"));

        shouldCountTheFirst(faults, () -> PacketSpec.igmp("192.0.2.1", "239.1.2.3", IGMP_QUERY));
    }

    @Test
    void shouldCountTheFirstFaultOfIgmpReports() {
        final List<Fault> faults = igmpFaults();
        faults.add(new Fault(DropReason.IGMP_LYINGCOUNT, spec -> putShort(spec, 10, 300)));
        faults.add(new Fault(DropReason.IGMP_BADGROUP, spec -> spec.message[12] = 10));
        faults.add(new Fault(DropReason.IGMP_BADREPORT, spec -> spec.destination = "224.0.0.1"));

        shouldCountTheFirst(faults, () -> PacketSpec.igmp("192.0.2.1", "224.0.0.22", IGMP_REPORT));
    }

    @Test
    void shouldCountTheFirstFaultOfIgmpMessagesOfOneGroup() {
        for (final String type : new String[] {"16", "17"}) {
            final List<Fault> faults = igmpFaults();
            faults.add(new Fault(DropReason.IGMP_BADGROUP, spec -> spec.message[4] = 10));
            faults.add(new Fault(DropReason.IGMP_BADREPORT, spec -> spec.destination = "239.9.9.9"));

            shouldCountTheFirst(faults, () -> PacketSpec.igmp("192.0.2.1", "239.1.2.3", type + "00 0000 ef010203"));
        }
    }

    @Test
    void shouldCountTheFirstFaultOfMldQueries() {
        final List<Fault> faults = mldFaults(23);
        faults.add(new Fault(DropReason.MLD_BADQUERYLEN, spec -> cut(spec, 27)));
        faults.add(new Fault(DropReason.MLD_LYINGCOUNT, spec -> putShort(spec, 26, 2)));
        faults.add(new Fault(DropReason.MLD_BADGROUP, spec -> spec.message[8] = 0x20));
        faults.add(new Fault(DropReason.MLD_BADQUERY, spec -> spec.destination = "ff15::9"));

        shouldCountTheFirst(faults, () -> PacketSpec.mld("fe80::1", "ff15::1:2:3", MLD_QUERY));
    }

    @Test
    void shouldCountTheFirstFaultOfMldReports() {
        final List<Fault> faults = mldFaults(7);
        faults.add(new Fault(DropReason.MLD_LYINGCOUNT, spec -> putShort(spec, 10, 2)));
        faults.add(new Fault(DropReason.MLD_BADGROUP, spec -> spec.message[12] = 0x20));
        faults.add(new Fault(DropReason.MLD_BADREPORT, spec -> spec.destination = "ff02::1"));

        shouldCountTheFirst(faults, () -> PacketSpec.mld("fe80::1", "ff02::16", MLD_REPORT));
    }

    @Test
    void shouldCountTheFirstFaultOfMldMessagesOfOneGroup() {
        for (final String type : new String[] {"83", "84"}) {
            final String destination = "83".equals(type) ? "ff15::1:2:3" : "ff02::2";
            final List<Fault> faults = mldFaults(23);
            faults.add(new Fault(DropReason.MLD_BADGROUP, spec -> spec.message[9] = 0x11));
            faults.add(new Fault(DropReason.MLD_BADREPORT, spec -> spec.destination = "ff15::9"));

            shouldCountTheFirst(
                    faults, () -> PacketSpec.mld("fe80::1", destination, type + "00 0000 0000 0000" + MLD_GROUP));
        }
    }

    @Test
    void shouldDropGeneralQueriesThatCarrySources() {
        assertThat(reasonOf(PacketSpec.igmp("192.0.2.1", "224.0.0.1", "1164 0000 00000000 02 7d 0001 0a000001")))
                .isEqualTo(DropReason.IGMP_BADQUERY);
        assertThat(reasonOf(PacketSpec.mld(
                        "fe80::1", "ff02::1", "8200 0000 2710 0000" + "00".repeat(16) + "02 7d 0001" + MLD_SOURCE)))
                .isEqualTo(DropReason.MLD_BADQUERY);
    }

    private static List<Fault> igmpFaults() {
        final List<Fault> faults = new ArrayList<>();
        faults.add(new Fault(DropReason.IP_SHORT, spec -> spec.captureLength = 19));
        faults.add(new Fault(DropReason.IP_VERSION, spec -> spec.version = 5));
        faults.add(new Fault(DropReason.IP_HLEN, spec -> spec.headerWords = 4));
        faults.add(new Fault(DropReason.IP_CSUM, spec -> spec.headerChecksumError = 0x0100));
        faults.add(new Fault(DropReason.IP_LEN, spec -> spec.lengthField = 24 + spec.message.length + 1));
        faults.add(new Fault(DropReason.IP_FRAG, spec -> spec.fragmentField = 0x2000));
        faults.add(new Fault(DropReason.IP_OPT, spec -> spec.options = "94090000"));
        faults.add(new Fault(DropReason.IP_PROTO, spec -> spec.protocol = 58));
        faults.add(new Fault(DropReason.IGMP_TOOSHORT, spec -> cut(spec, 7)));
        faults.add(new Fault(DropReason.IGMP_BADSUM, spec -> spec.messageChecksumError = 0x0001));
        faults.add(new Fault(DropReason.IGMP_BADTTL, spec -> spec.hopLimit = 2));
        faults.add(new Fault(DropReason.IGMP_BADSOURCE, spec -> spec.source = "255.255.255.255"));
        faults.add(new Fault(DropReason.IGMP_UNKNOWNTYPE, spec -> spec.message[0] = 0x13));
        faults.add(new Fault(DropReason.IGMP_NORA, spec -> spec.options = "01010100"));
        return faults;
    }

    private static List<Fault> mldFaults(final int tooShort) {
        final List<Fault> faults = new ArrayList<>();
        faults.add(new Fault(DropReason.IP_SHORT, spec -> spec.captureLength = 39));
        faults.add(new Fault(DropReason.IP_VERSION, spec -> spec.version = 5));
        faults.add(new Fault(DropReason.IP6_LEN, spec -> spec.lengthField = 32 + spec.message.length));
        faults.add(new Fault(DropReason.IP6_HBH, spec -> {
            spec.protocol = 60;
            spec.options = "0000010400000000" + PacketSpec.IPV6_ROUTER_ALERT;
        }));
        faults.add(new Fault(DropReason.IP_FRAG, spec -> spec.options = "2c00050200000100" + "3a00000100000000"));
        faults.add(new Fault(DropReason.IP_OPT, spec -> spec.options = "3c00050200000100" + "3a00810400000000"));
        faults.add(new Fault(DropReason.IP_PROTO, spec -> spec.options = "0200050200000100"));
        faults.add(new Fault(DropReason.MLD_TOOSHORT, spec -> cut(spec, tooShort)));
        faults.add(new Fault(DropReason.MLD_BADSUM, spec -> spec.messageChecksumError = 0x0001));
        faults.add(new Fault(DropReason.MLD_BADHLIM, spec -> spec.hopLimit = 2));
        faults.add(new Fault(DropReason.MLD_BADSOURCE, spec -> spec.source = "2001:db8::1"));
        faults.add(new Fault(DropReason.MLD_UNKNOWNTYPE, spec -> spec.message[0] = (byte) 151));
        faults.add(new Fault(DropReason.MLD_NORA, spec -> spec.options = "3a00010400000000"));
        return faults;
    }

    private void shouldCountTheFirst(final List<Fault> faults, final Supplier<PacketSpec> valid) {
        assertThat(reasonOf(valid.get())).isNull();
        for (int i = 0; i < faults.size(); i++) {
            for (int j = i; j < faults.size(); j++) {
                // The later one first: it may need what the earlier one cuts away.
                final PacketSpec spec = valid.get();
                faults.get(j).breaking().accept(spec);
                faults.get(i).breaking().accept(spec);
                if (isAmbiguous(faults.get(i).reason(), faults.get(j).reason())) {
                    continue;
                }
                assertThat(reasonOf(spec))
                        .as("%s and %s", faults.get(i).reason(), faults.get(j).reason())
                        .isEqualTo(faults.get(i).reason());
            }
        }
    }

    /** ICMPv6 of an unknown type without Router Alert is no longer MLD: nothing to drop. */
    private static boolean isAmbiguous(final DropReason first, final DropReason second) {
        return first == DropReason.MLD_UNKNOWNTYPE && second == DropReason.MLD_NORA;
    }

    private DropReason reasonOf(final PacketSpec spec) {
        final byte[] frame = spec.buildFrame();
        return classifier
                .classify(new UnsafeBuffer(frame), 0, frame.length, LinkType.ETHERNET)
                .dropReason();
    }

    private static void cut(final PacketSpec spec, final int length) {
        spec.message = Arrays.copyOf(spec.message, Math.min(length, spec.message.length));
    }

    private static void putShort(final PacketSpec spec, final int offset, final int value) {
        spec.message[offset] = (byte) (value >>> 8);
        spec.message[offset + 1] = (byte) value;
    }
}
