package dev.covey.tools.drive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.covey.engine.membership.Dialect;
import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.protocol.HostVariables;
import dev.covey.engine.protocol.InterfaceAddresses;
import dev.covey.engine.wire.InternetAddress;
import dev.covey.engine.wire.ReceiveProfile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a scenario has said of an interface, line by line; makes the engine's configuration of it. */
final class InterfaceSettings {
    /** Locally administered addresses, for interfaces that were given none. */
    private static final long DEFAULT_MAC_PREFIX = 0x0200_0000_0000L;

    /** A link-layer address with this bit is one of many receivers, and nobody's own. */
    private static final long GROUP_BIT = 0x0100_0000_0000L;

    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;

    private final int number;
    private final Map<ConfigName, Object> config;
    private List<String> ipv4 = List.of();
    private List<String> ipv6 = List.of();
    private Long macAddress;
    private long mtu = 1500;
    private long igmpVersion = 3;
    private long mldVersion = 2;
    private boolean isLoopback;
    private boolean isUp = true;
    private boolean isTransmitBlocked;

    /** Defaults for the interface of this number, from 1. */
    InterfaceSettings(final int number) {
        this.number = number;
        this.config = new EnumMap<>(ConfigName.class);
    }

    private InterfaceSettings(final InterfaceSettings other) {
        number = other.number;
        config = new EnumMap<>(other.config);
        ipv4 = other.ipv4;
        ipv6 = other.ipv6;
        macAddress = other.macAddress;
        mtu = other.mtu;
        igmpVersion = other.igmpVersion;
        mldVersion = other.mldVersion;
        isLoopback = other.isLoopback;
        isUp = other.isUp;
        isTransmitBlocked = other.isTransmitBlocked;
    }

    /** These with what a line says. */
    InterfaceSettings with(final ScenarioLine line) throws ScenarioException {
        final InterfaceSettings changed = new InterfaceSettings(this);
        changed.apply(line);
        return changed;
    }

    private void apply(final ScenarioLine line) throws ScenarioException {
        macAddress = orElse(line.optionalMac("mac"), macAddress);
        ipv4 = orElse(line.optionalTexts("ipv4"), ipv4);
        ipv6 = orElse(line.optionalTexts("ipv6"), ipv6);
        mtu = orElse(line.optionalNumber("mtu"), mtu);
        igmpVersion = orElse(line.optionalNumber("igmp"), igmpVersion);
        mldVersion = orElse(line.optionalNumber("mld"), mldVersion);
        if (macAddress != null && (macAddress & GROUP_BIT) != 0) {
            throw ScenarioException.refused("EINVAL", "not the address of one interface: mac=" + line.text("mac"));
        }
        ScenarioException.requireRange("mtu", mtu, MIN_MTU, MAX_MTU);
        ScenarioException.requireRange("igmp", igmpVersion, 0, 3);
        ScenarioException.requireRange("mld", mldVersion, 0, 2);
        isLoopback = orElse(line.optionalFlag("loopback"), isLoopback);
        isUp = orElse(line.optionalFlag("up"), isUp);
        isTransmitBlocked = orElse(line.optionalFlag("transmit_blocked"), isTransmitBlocked);
        final Iterable<Map.Entry<String, JsonNode>> values = line.optionalProperties("config");
        if (values != null) {
            final ScenarioLine object = line.optionalObject("config");
            for (final Map.Entry<String, JsonNode> value : values) {
                put(object, value.getKey());
            }
        }
    }

    private static <T> T orElse(final T value, final T other) {
        return value == null ? other : value;
    }

    private void put(final ScenarioLine object, final String label) throws ScenarioException {
        final ConfigName name = ConfigName.find(label);
        if (name == null) {
            throw ScenarioException.refused("EINVAL", "no such variable in config: name=" + label);
        }
        final Object value =
                switch (name.kind()) {
                    case NUMBER, MILLISECONDS -> object.optionalNumber(label);
                    case FLAG -> object.optionalFlag(label);
                    case CHOICE -> object.optionalText(label);
                };
        if (value == null) {
            // null stands for the default.
            config.remove(name);
            return;
        }
        if (value instanceof String choice && !name.isChoice(choice)) {
            throw ScenarioException.refused("EINVAL", "out of range: " + label + "=" + choice);
        }
        if (value instanceof Long amount) {
            ScenarioException.requireRange(label, amount, name.minimum(), name.maximum());
        }
        config.put(name, value);
    }

    boolean isTransmitBlocked() {
        return isTransmitBlocked;
    }

    /** A variable as it was set, or null. */
    Object get(final ConfigName name) {
        return config.get(name);
    }

    private int intOr(final ConfigName name, final int other) {
        return config.get(name) instanceof Long value ? Math.toIntExact(value) : other;
    }

    private boolean flagOr(final ConfigName name, final boolean other) {
        return config.get(name) instanceof Boolean value ? value : other;
    }

    private long nsOr(final ConfigName name, final long otherNs) {
        return config.get(name) instanceof Long value ? TimeUnit.MILLISECONDS.toNanos(value) : otherNs;
    }

    /** What the engine is told. */
    InterfaceConfiguration toConfiguration() throws ScenarioException {
        try {
            return InterfaceConfiguration.builder(number, macAddress == null ? DEFAULT_MAC_PREFIX + number : macAddress)
                    .mtu(Math.toIntExact(mtu))
                    .loopback(isLoopback)
                    .up(isUp)
                    .host(true)
                    .addresses(addresses())
                    .hostVariables(hostVariables())
                    .receiveProfile(receiveProfile())
                    .dialect("linux".equals(config.get(ConfigName.DIALECT)) ? Dialect.LINUX : Dialect.FREEBSD)
                    .solicitedNodeJoined(flagOr(ConfigName.SOLICITED_NODE_GROUPS, false))
                    .maxGroups(intOr(ConfigName.MAX_GROUPS, Integer.MAX_VALUE))
                    .maxSources(intOr(ConfigName.MAX_SOURCES, Integer.MAX_VALUE))
                    .maxLinkAddresses(intOr(ConfigName.MAX_LINK_ADDRESSES, Integer.MAX_VALUE))
                    .build();
        } catch (final IllegalArgumentException fault) {
            throw ScenarioException.refused("EINVAL", fault.getMessage());
        }
    }

    private HostVariables hostVariables() {
        final HostVariables defaults = HostVariables.DEFAULT;
        return defaults.toBuilder()
                .igmpVersion(Math.toIntExact(igmpVersion))
                .mldVersion(Math.toIntExact(mldVersion))
                .robustness(intOr(ConfigName.ROBUSTNESS, defaults.robustness()))
                .minimumRobustness(intOr(ConfigName.MINIMUM_ROBUSTNESS, defaults.minimumRobustness()))
                .queryIntervalNs(nsOr(ConfigName.QUERY_INTERVAL_MS, defaults.queryIntervalNs()))
                .queryResponseIntervalNs(
                        nsOr(ConfigName.QUERY_RESPONSE_INTERVAL_MS, defaults.queryResponseIntervalNs()))
                .unsolicitedReportIntervalNs(
                        nsOr(ConfigName.UNSOLICITED_REPORT_INTERVAL_MS, defaults.unsolicitedReportIntervalNs()))
                // One name for both: who sets the interval means that of whatever version is spoken.
                .olderUnsolicitedReportIntervalNs(
                        nsOr(ConfigName.UNSOLICITED_REPORT_INTERVAL_MS, defaults.olderUnsolicitedReportIntervalNs()))
                .olderVersionQuerierPresentNs(
                        nsOr(ConfigName.OLDER_VERSION_QUERIER_PRESENT_MS, defaults.olderVersionQuerierPresentNs()))
                .legacyReportSuppressed(
                        flagOr(ConfigName.LEGACY_REPORT_SUPPRESSION, defaults.isLegacyReportSuppressed()))
                .linkLocalReported(flagOr(ConfigName.REPORT_LINK_LOCAL, defaults.isLinkLocalReported()))
                .leaveAlwaysSent(flagOr(ConfigName.LEAVE_ALWAYS, defaults.isLeaveAlwaysSent()))
                .ssmAware(flagOr(ConfigName.SSM_AWARE, defaults.isSsmAware()))
                .lightweight(flagOr(ConfigName.LIGHTWEIGHT, defaults.isLightweight()))
                .build();
    }

    private ReceiveProfile receiveProfile() {
        final ReceiveProfile profile = "rfc-minimum".equals(config.get(ConfigName.PROFILE))
                ? ReceiveProfile.RFC_MINIMUM
                : ReceiveProfile.STRICT;
        return profile.withRouterAlertRequired(flagOr(ConfigName.REQUIRE_ROUTER_ALERT, true));
    }

    private InterfaceAddresses addresses() throws ScenarioException {
        InterfaceAddresses addresses = InterfaceAddresses.NONE;
        for (final String text : ipv4) {
            addresses = with(addresses, "ipv4", text, true);
        }
        for (final String text : ipv6) {
            addresses = with(addresses, "ipv6", text, false);
        }
        return addresses;
    }

    /** One more, with the length of its prefix, or without for an address that is alone in its subnet. */
    private static InterfaceAddresses with(
            final InterfaceAddresses addresses, final String field, final String text, final boolean isIpv4)
            throws ScenarioException {
        final int slash = text.indexOf('/');
        final InternetAddress address = ScenarioLine.address(field, slash < 0 ? text : text.substring(0, slash));
        if (InternetAddress.isIpv4(address.high(), address.low()) != isIpv4) {
            throw ScenarioException.malformed("address of the wrong family: field=" + field + ", text=" + text);
        }
        final int maximum = isIpv4 ? Integer.SIZE : 2 * Long.SIZE;
        int length = slash < 0 ? maximum : 0;
        if (slash >= 0) {
            final String digits = text.substring(slash + 1);
            if (!digits.matches("[0-9]{1,3}")) {
                throw ScenarioException.malformed("no length of a prefix: field=" + field + ", text=" + text);
            }
            length = Integer.parseInt(digits);
        }
        return addresses.with(address.high(), address.low(), length);
    }
}
