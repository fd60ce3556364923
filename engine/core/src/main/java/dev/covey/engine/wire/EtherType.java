package dev.covey.engine.wire;

/** The Ethernet protocol numbers that matter here (IEEE 802). */
final class EtherType {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;

    /** Customer tag, IEEE 802.1Q. */
    static final int VLAN = 0x8100;

    /** Service tag, IEEE 802.1ad. */
    static final int SERVICE_VLAN = 0x88a8;

    /** What switches wrote for an outer tag before 802.1ad was published, and some still do. */
    static final int LEGACY_SERVICE_VLAN = 0x9100;

    private EtherType() {}

    static boolean isVlanTag(final int etherType) {
        return etherType == VLAN || etherType == SERVICE_VLAN || etherType == LEGACY_SERVICE_VLAN;
    }
}
