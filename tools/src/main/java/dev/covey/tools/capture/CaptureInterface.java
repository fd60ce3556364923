package dev.covey.tools.capture;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * One interface of a capture file, and the names of the links seen through it.
 *
 * <p>Traffic with a VLAN tag is another link than the traffic beside it, and so is every interface of a cooked capture
 * that was taken on all interfaces of a system at once.
 */
final class CaptureInterface {
    /** Captures of a hostile network can hold any number of VLAN pairs: names beyond this many are made again. */
    private static final int MAX_CACHED_LINK_NAMES = 16 * 1024;

    private static final int VLAN_BITS = 12;

    private final int number;
    private final String name;
    private final int linkTypeCode;
    private final LinkType linkType;
    private final long snapLength;
    private final TimestampResolution resolution;
    private final Long2ObjectHashMap<String> linkNames = new Long2ObjectHashMap<>();

    CaptureInterface(
            final int number,
            final String name,
            final int linkTypeCode,
            final long snapLength,
            final TimestampResolution resolution) {
        this.number = number;
        this.name = name == null || name.isEmpty() ? "link" + number : name;
        this.linkTypeCode = linkTypeCode;
        this.linkType = LinkType.of(linkTypeCode);
        this.snapLength = snapLength;
        this.resolution = resolution;
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    int linkTypeCode() {
        return linkTypeCode;
    }

    LinkType linkType() {
        return linkType;
    }

    /** Most bytes a packet of this interface should have, 0 for no limit. */
    long snapLength() {
        return snapLength;
    }

    TimestampResolution resolution() {
        return resolution;
    }

    /** Name of a link; 0 stands for "none" of each argument. */
    String linkName(final int systemIndex, final int outerVlan, final int innerVlan) {
        if (systemIndex == 0 && outerVlan == 0 && innerVlan == 0) {
            return name;
        }
        final long key = ((long) systemIndex << (2 * VLAN_BITS)) | ((long) outerVlan << VLAN_BITS) | innerVlan;
        String linkName = linkNames.get(key);
        if (linkName == null) {
            linkName = name
                    + (systemIndex == 0 ? "" : "%" + Integer.toUnsignedString(systemIndex))
                    + (outerVlan == 0 ? "" : "." + outerVlan)
                    + (innerVlan == 0 ? "" : "." + innerVlan);
            if (linkNames.size() >= MAX_CACHED_LINK_NAMES) {
                linkNames.clear();
            }
            linkNames.put(key, linkName);
        }
        return linkName;
    }
}
