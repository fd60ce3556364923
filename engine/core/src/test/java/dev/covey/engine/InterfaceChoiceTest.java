package dev.covey.engine;

import static dev.covey.engine.EngineHarness.address;
import static dev.covey.engine.membership.OperationStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.covey.engine.membership.Dialect;
import dev.covey.engine.membership.InterfaceChoice;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.memory.Handle;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which interface is meant, and which can be joined on at all. */
class InterfaceChoiceTest {
    private static final String GROUP = "239.1.1.1";
    private static final String GROUP6 = "ff15::1:1";
    private static final String SOURCE = "198.51.100.7";

    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldMeanTheFirstThatWouldCarryTheGroupWhenNoneIsNamed() {
        harness.attach(configuration(1, "192.0.2.1").loopback(true).build());
        harness.attach(configuration(2, "192.0.2.2").multicast(false).build());
        harness.attach(configuration(3, "192.0.2.3").up(false).build());
        harness.attach(configuration(4).build());
        final long six = harness.attach(configuration(5, "fe80::5").build());
        final long four = harness.attach(configuration(6, "192.0.2.6").build());
        harness.attach(configuration(7, "192.0.2.7", "fe80::7").build());

        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(four);
        assertThat(find(InterfaceChoice.DEFAULT, GROUP6)).isEqualTo(six);
        assertThat(find(InterfaceChoice.byAddress(0, address("0.0.0.0").low()), GROUP))
                .isEqualTo(four);
        assertThat(find(InterfaceChoice.byAddress(0, 0), GROUP6)).isEqualTo(six);
        assertThat(find(InterfaceChoice.byIndex(0), GROUP)).isEqualTo(four);
    }

    @Test
    void shouldMeanTheOneAttachedFirstBeItInALaterSlot() {
        final long gone = harness.attach(configuration(1).build());
        final long first = harness.attach(configuration(2, "192.0.2.2").build());
        harness.detach(gone);
        harness.settle();
        final long later = harness.attach(configuration(3, "192.0.2.2").build());
        assertThat(Handle.slot(later)).isZero();

        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(first);
        assertThat(find(byAddress("192.0.2.2"), GROUP)).isEqualTo(first);
        // Who changes keeps its place.
        harness.configure(
                first, configuration(2, "192.0.2.2", "192.0.2.22").mtu(9000).build());
        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(first);
        harness.detach(first);
        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(later);
    }

    @Test
    void shouldMeanTheDefaultInterfaceAsLongAsItCanBeUsed() {
        final long first = harness.attach(configuration(1, "192.0.2.1").build());
        final InterfaceConfiguration second = configuration(2).build();
        final long preferred = harness.attach(second);
        assertThat(harness.answer(answer -> harness.client.defaultInterface(preferred, answer)))
                .isEqualTo(OK);
        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(preferred);

        harness.configure(preferred, second.toBuilder().up(false).build());
        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(first);
        harness.configure(preferred, second);
        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(preferred);

        assertThat(harness.answer(answer -> harness.client.defaultInterface(0, answer)))
                .isEqualTo(OK);
        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(first);
        harness.client.defaultInterface(preferred, null);
        harness.detach(preferred);
        assertThat(find(InterfaceChoice.DEFAULT, GROUP)).isEqualTo(first);
        assertThat(errno(harness.answer(answer -> harness.client.defaultInterface(preferred, answer))))
                .isEqualTo("ENODEV");
    }

    @Test
    void shouldMeanTheOneOfAnAddressOrAnIndex() {
        harness.attach(configuration(1, "192.0.2.1").build());
        final long second = harness.attach(
                configuration(2, "192.0.2.2", "fe80::2").up(false).build());

        assertThat(find(byAddress("192.0.2.2"), GROUP)).isEqualTo(second);
        assertThat(find(byAddress("fe80::2"), GROUP6)).isEqualTo(second);
        assertThat(find(InterfaceChoice.byIndex(2), GROUP)).isEqualTo(second);
        assertThat(errno(find(byAddress("192.0.2.9"), GROUP))).isEqualTo("EADDRNOTAVAIL");
        assertThat(errno(find(InterfaceChoice.byIndex(9), GROUP))).isEqualTo("ENXIO");

        harness.detach(second);
        assertThat(errno(find(byAddress("192.0.2.2"), GROUP))).isEqualTo("EADDRNOTAVAIL");
        assertThat(errno(find(InterfaceChoice.byIndex(2), GROUP))).isEqualTo("ENXIO");
    }

    @Test
    void shouldSayEADDRNOTAVAILWhenThereIsNone() {
        final long socket = harness.open();
        final InternetAddress group = address(GROUP);
        assertThat(errno(find(InterfaceChoice.DEFAULT, GROUP))).isEqualTo("EADDRNOTAVAIL");
        assertThat(errno(harness.answer(answer ->
                        harness.client.on(InterfaceChoice.DEFAULT).join(socket, group.high(), group.low(), answer))))
                .isEqualTo("EADDRNOTAVAIL");
    }

    @Test
    void shouldTakeEveryCallByAChoice() {
        final long eth0 = harness.attach(configuration(1, "192.0.2.1").build());
        final long eth1 = harness.attach(configuration(2, "192.0.2.2").build());
        final long socket = harness.open();
        final InternetAddress group = address(GROUP);
        final InternetAddress source = address(SOURCE);
        final ChosenInterface chosen = harness.client.on(InterfaceChoice.byIndex(2));

        assertThat(harness.answer(answer -> chosen.find(group.high(), group.low(), answer)))
                .isEqualTo(eth1);
        assertThat(harness.answer(answer -> chosen.join(socket, group.high(), group.low(), answer)))
                .isEqualTo(OK);
        assertThat(harness.filter(socket, eth1, GROUP)).isEqualTo("EXCLUDE ");
        assertThat(harness.filter(socket, eth0, GROUP)).isEqualTo("EADDRNOTAVAIL");
        assertThat(harness.answer(answer ->
                        chosen.blockSource(socket, group.high(), group.low(), source.high(), source.low(), answer)))
                .isEqualTo(OK);
        assertThat(harness.filter(socket, eth1, GROUP)).isEqualTo("EXCLUDE " + SOURCE);
        assertThat(harness.answer(answer ->
                        chosen.unblockSource(socket, group.high(), group.low(), source.high(), source.low(), answer)))
                .isEqualTo(OK);
        assertThat(harness.filter(socket, eth1, GROUP)).isEqualTo("EXCLUDE ");
        assertThat(harness.answer(answer -> chosen.leave(socket, group.high(), group.low(), answer)))
                .isEqualTo(OK);
        assertThat(harness.answer(answer ->
                        chosen.joinSource(socket, group.high(), group.low(), source.high(), source.low(), answer)))
                .isEqualTo(OK);
        assertThat(harness.answer(answer -> chosen.getFilter(socket, group.high(), group.low(), answer)))
                .isEqualTo(1);
        assertThat(harness.answer(answer -> chosen.setFilter(
                        socket,
                        group.high(),
                        group.low(),
                        FilterMode.INCLUDE,
                        EngineHarness.sources(SOURCE, "192.0.2.77"),
                        answer)))
                .isEqualTo(OK);
        assertThat(harness.filter(socket, eth1, GROUP)).isEqualTo("INCLUDE 192.0.2.77," + SOURCE);
        assertThat(harness.answer(answer ->
                        chosen.leaveSource(socket, group.high(), group.low(), source.high(), source.low(), answer)))
                .isEqualTo(OK);
        assertThat(harness.filter(socket, eth1, GROUP)).isEqualTo("INCLUDE 192.0.2.77");
        harness.close(socket);
        harness.detach(eth0);
        harness.detach(eth1);
        harness.assertEmpty();
    }

    @Test
    void shouldLeaveWhereTheSocketIsAMemberWhenNoneIsNamedBeItDetached() {
        harness.attach(configuration(1, "192.0.2.1").build());
        final long eth1 = harness.attach(configuration(2, "192.0.2.2").build());
        final long eth2 = harness.attach(configuration(3, "192.0.2.3").build());
        final long socket = harness.open();
        final InternetAddress group = address(GROUP);
        harness.join(socket, eth1, GROUP);
        harness.join(socket, eth2, GROUP);
        harness.join(socket, eth2, "239.1.1.2");
        harness.detach(eth2);
        final ChosenInterface any = harness.client.on(InterfaceChoice.DEFAULT);
        final ChosenInterface gone = harness.client.on(byAddress("192.0.2.3"));

        // The attached one first, be it joined earlier; then the one that is gone, once.
        assertThat(harness.answer(answer -> any.leave(socket, group.high(), group.low(), answer)))
                .isEqualTo(OK);
        assertThat(harness.filter(socket, eth1, GROUP)).isEqualTo("EADDRNOTAVAIL");
        assertThat(harness.filter(socket, eth2, GROUP)).isEqualTo("EXCLUDE ");
        assertThat(harness.answer(answer -> gone.leave(socket, group.high(), group.low(), answer)))
                .isEqualTo(OK);
        assertThat(errno(harness.answer(answer -> gone.leave(socket, group.high(), group.low(), answer))))
                .isEqualTo("EADDRNOTAVAIL");
        assertThat(errno(harness.answer(answer -> any.leave(socket, group.high(), group.low(), answer))))
                .isEqualTo("EADDRNOTAVAIL");
        final InternetAddress other = address("239.1.1.2");
        assertThat(harness.answer(answer -> any.setFilter(
                        socket, other.high(), other.low(), FilterMode.INCLUDE, EngineHarness.sources(), answer)))
                .isEqualTo(OK);
        harness.assertClean();
    }

    @Test
    void shouldJoinOnAnInterfaceWithoutAddressWhenItIsNamed() {
        final long eth0 = harness.attach(configuration(1).build());
        final long socket = harness.open();
        assertThat(harness.join(socket, eth0, GROUP)).isEqualTo(OK);
        assertThat(harness.join(socket, eth0, GROUP6)).isEqualTo(OK);
        assertThat(harness.deliver(eth0, GROUP, SOURCE)).containsExactly(socket);
        harness.end(socket, eth0);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void shouldRefuseToJoinWhereTheLinkCarriesNoMulticast(final Dialect dialect) {
        final InterfaceConfiguration configuration =
                configuration(1, "192.0.2.1").dialect(dialect).build();
        final long eth0 = harness.attach(configuration);
        final long socket = harness.open();
        final long member = harness.open();
        harness.join(member, eth0, GROUP);
        harness.configure(eth0, configuration.toBuilder().multicast(false).build());

        assertThat(errno(harness.join(socket, eth0, GROUP))).isEqualTo("EADDRNOTAVAIL");
        assertThat(errno(harness.joinSource(socket, eth0, GROUP, SOURCE))).isEqualTo("EADDRNOTAVAIL");
        assertThat(errno(harness.setFilter(socket, eth0, GROUP, FilterMode.EXCLUDE, SOURCE)))
                .isEqualTo("EADDRNOTAVAIL");
        // Who is a member already goes on, changes its filter and leaves.
        assertThat(harness.blockSource(member, eth0, GROUP, SOURCE)).isEqualTo(OK);
        assertThat(harness.setFilter(member, eth0, GROUP, FilterMode.EXCLUDE)).isEqualTo(OK);
        assertThat(harness.deliver(eth0, GROUP, SOURCE)).containsExactly(member);
        assertThat(harness.leave(member, eth0, GROUP)).isEqualTo(OK);
        harness.close(member);
        harness.end(socket, eth0);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void line37ShouldRefuseAnySourceJoinsOfTheSourceSpecificRange(final Dialect dialect) {
        final InterfaceConfiguration aware = configuration(1).dialect(dialect).build();
        final long eth0 = harness.attach(aware);
        final long eth1 = harness.attach(configuration(2)
                .hostVariables(HostVariables.builder().ssmAware(false).build())
                .build());
        final long socket = harness.open();
        for (final String group : new String[] {"232.0.0.1", "232.255.255.255", "ff32::1", "ff3e::8000:1"}) {
            final String source = group.contains(":") ? "2001:db8::1" : SOURCE;
            assertThat(errno(harness.join(socket, eth0, group))).isEqualTo("EINVAL");
            assertThat(errno(harness.setFilter(socket, eth0, group, FilterMode.EXCLUDE)))
                    .isEqualTo("EINVAL");
            assertThat(harness.joinSource(socket, eth0, group, source)).isEqualTo(OK);
            assertThat(errno(harness.join(socket, eth0, group))).isEqualTo("EINVAL");
            assertThat(errno(harness.setFilter(socket, eth0, group, FilterMode.EXCLUDE, source)))
                    .isEqualTo("EINVAL");
            assertThat(harness.filter(socket, eth0, group)).isEqualTo("INCLUDE " + source);
            assertThat(harness.join(socket, eth1, group)).isEqualTo(OK);
        }
        for (final String group : new String[] {"231.255.255.255", "233.0.0.0", "ff15::1", "ff32:0:1::1"}) {
            assertThat(harness.join(socket, eth0, group)).isEqualTo(OK);
        }
        harness.detach(eth1);
        harness.end(socket, eth0);
    }

    private long find(final InterfaceChoice choice, final String group) {
        final InternetAddress address = address(group);
        final long onRing =
                harness.answer(answer -> harness.client.on(choice).find(address.high(), address.low(), answer));
        assertThat(harness.engine.view().findInterface(choice, address.high(), address.low()))
                .isEqualTo(onRing);
        return onRing;
    }

    private static InterfaceChoice byAddress(final String text) {
        final InternetAddress address = address(text);
        return InterfaceChoice.byAddress(address.high(), address.low());
    }

    private static InterfaceConfiguration.Builder configuration(final long cookie, final String... addresses) {
        InterfaceAddresses own = InterfaceAddresses.NONE;
        for (final String text : addresses) {
            final InternetAddress address = address(text);
            own = own.with(address.high(), address.low(), 24);
        }
        return InterfaceConfiguration.builder(cookie, 0x0200_0000_0000L + cookie)
                .host(false)
                .addresses(own);
    }

    private static String errno(final long status) {
        return OperationStatus.errno(status);
    }
}
