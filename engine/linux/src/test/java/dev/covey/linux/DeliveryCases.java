package dev.covey.linux;

import static dev.covey.engine.membership.OperationStatus.ALREADY_JOINED;
import static dev.covey.engine.membership.OperationStatus.INVALID;
import static dev.covey.engine.membership.OperationStatus.NOT_AVAILABLE;
import static dev.covey.linux.DeliveryCase.Call.BLOCK;
import static dev.covey.linux.DeliveryCase.Call.CLOSE;
import static dev.covey.linux.DeliveryCase.Call.EXCLUDE;
import static dev.covey.linux.DeliveryCase.Call.INCLUDE;
import static dev.covey.linux.DeliveryCase.Call.JOIN;
import static dev.covey.linux.DeliveryCase.Call.JOIN_SOURCE;
import static dev.covey.linux.DeliveryCase.Call.LEAVE;
import static dev.covey.linux.DeliveryCase.Call.LEAVE_SOURCE;
import static dev.covey.linux.DeliveryCase.Call.UNBLOCK;
import static dev.covey.linux.KnownDifference.ANOTHER_INTERFACE;
import static dev.covey.linux.KnownDifference.MULTICAST_ALL;
import static dev.covey.linux.KnownDifference.SOURCE_JOIN_OF_ANY_SOURCE;

import dev.covey.engine.membership.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * Who gets a datagram, in both families. Senders 0 and 1 are on link 0, sender 2 is on link 1. Socket A has joined what
 * the case says, socket B mostly something else.
 */
final class DeliveryCases {
    private final LiveFamily family;
    private final List<DeliveryCase> cases = new ArrayList<>();

    private DeliveryCases(final LiveFamily family) {
        this.family = family;
    }

    static List<DeliveryCase> of(final LiveFamily family) {
        final DeliveryCases cases = new DeliveryCases(family);
        cases.addMembers();
        cases.addLinks();
        cases.addFilters();
        cases.addChanges();
        cases.addStrangers();
        return cases.cases;
    }

    private DeliveryCase add(final String name) {
        final DeliveryCase added = new DeliveryCase(family, name);
        cases.add(added);
        return added;
    }

    private DeliveryCase both(final String name) {
        return add(name).socket("A").socket("B");
    }

    private void addMembers() {
        both("a member and another socket").join("A", 0).send(0).gets("A", 0).kernelGets(MULTICAST_ALL, "B", 0);
        add("a member and another socket that is strict")
                .socket("A")
                .strictSocket("B")
                .join("A", 0)
                .send(0)
                .gets("A", 0);
        add("three members")
                .socket("A")
                .socket("B")
                .socket("C")
                .join("A", 0)
                .join("B", 0)
                .join("C", 0)
                .send(0)
                .send(1)
                .gets("A", 0, 1)
                .gets("B", 0, 1)
                .gets("C", 0, 1);
        add("two members on two ports")
                .socket("A")
                .socket("B", DeliveryCase.PORT + 1)
                .join("A", 0)
                .join("B", 0)
                .send(0)
                .gets("A", 0);
        add("a member twice")
                .socket("A")
                .join("A", 0)
                .join("A", 0)
                .refused(ALREADY_JOINED, ALREADY_JOINED)
                .send(0)
                .gets("A", 0);
    }

    private void addLinks() {
        add("comes in by another interface").socket("A").join("A", 0).send(2);
        both("members on two interfaces")
                .join("A", 0)
                .join("B", 1)
                .send(0)
                .gets("A", 0)
                .kernelGets(family.isIpv6() ? ANOTHER_INTERFACE : MULTICAST_ALL, "B", 0);
        final DeliveryCase strict = add("strict members on two interfaces")
                .strictSocket("A")
                .strictSocket("B")
                .join("A", 0)
                .join("B", 1)
                .send(0)
                .gets("A", 0);
        if (family.isIpv6()) {
            strict.kernelGets(ANOTHER_INTERFACE, "B", 0);
        }
        add("a member on two interfaces, of one source on the first")
                .socket("A")
                .call(JOIN_SOURCE, "A", 0, 0)
                .join("A", 1)
                .send(0)
                .send(1)
                .send(2)
                .gets("A", 0, 2);
    }

    private void addFilters() {
        add("one source")
                .socket("A")
                .call(JOIN_SOURCE, "A", 0, 0)
                .send(0)
                .send(1)
                .gets("A", 0);
        both("one source each")
                .call(JOIN_SOURCE, "A", 0, 0)
                .call(JOIN_SOURCE, "B", 0, 1)
                .send(0)
                .send(1)
                .gets("A", 0)
                .gets("B", 1);
        add("all but one source")
                .socket("A")
                .join("A", 0)
                .call(BLOCK, "A", 0, 0)
                .send(0)
                .send(1)
                .gets("A", 1);
        both("all but one source each")
                .join("A", 0)
                .call(BLOCK, "A", 0, 0)
                .join("B", 0)
                .call(BLOCK, "B", 0, 1)
                .send(0)
                .send(1)
                .gets("A", 1)
                .gets("B", 0);
        both("one source, and a socket that is no member")
                .call(JOIN_SOURCE, "A", 0, 0)
                .send(0)
                .send(1)
                .gets("A", 0)
                .kernelGets(MULTICAST_ALL, "B", 0);
        both("one source, and all but that one")
                .call(JOIN_SOURCE, "A", 0, 0)
                .join("B", 0)
                .call(BLOCK, "B", 0, 0)
                .send(0)
                .send(1)
                .gets("A", 0)
                .gets("B", 1);
        add("filter of two sources")
                .socket("A")
                .join("A", 0)
                .call(INCLUDE, "A", 0, 0, 1)
                .send(0)
                .send(1)
                .gets("A", 0, 1);
        add("filter that keeps both sources out")
                .socket("A")
                .join("A", 0)
                .call(EXCLUDE, "A", 0, 0, 1)
                .send(0)
                .send(1);
    }

    private void addChanges() {
        add("filter of no source, which leaves")
                .socket("A")
                .join("A", 0)
                .call(INCLUDE, "A", 0)
                .send(0);
        add("a source that is blocked no more")
                .socket("A")
                .join("A", 0)
                .call(BLOCK, "A", 0, 0)
                .call(UNBLOCK, "A", 0, 0)
                .send(0)
                .gets("A", 0);
        add("the last source is left")
                .socket("A")
                .call(JOIN_SOURCE, "A", 0, 0)
                .call(LEAVE_SOURCE, "A", 0, 0)
                .send(0)
                .call(LEAVE, "A", 0)
                .refused(NOT_AVAILABLE, NOT_AVAILABLE);
        add("the group is left").socket("A").join("A", 0).call(LEAVE, "A", 0).send(0);
        add("left and joined again")
                .socket("A")
                .join("A", 0)
                .call(LEAVE, "A", 0)
                .join("A", 0)
                .send(0)
                .gets("A", 0);
        both("a member is closed")
                .join("A", 0)
                .join("B", 0)
                .call(CLOSE, "B", 0)
                .send(0)
                .gets("A", 0);
        add("a source joined of any source")
                .socket("A")
                .join("A", 0)
                .call(JOIN_SOURCE, "A", 0, 0)
                .refused(INVALID, 0)
                .send(0)
                .send(1)
                .gets("A", 0, 1)
                .kernelGets(SOURCE_JOIN_OF_ANY_SOURCE, "A", 0);
        add("a source joined of any source")
                .dialect(Dialect.LINUX)
                .socket("A")
                .join("A", 0)
                .call(JOIN_SOURCE, "A", 0, 0)
                .send(0)
                .send(1)
                .gets("A", 0);
        add("joined for any source after a source")
                .dialect(Dialect.LINUX)
                .socket("A")
                .call(JOIN_SOURCE, "A", 0, 0)
                .call(JOIN, "A", 0)
                .refused(ALREADY_JOINED, ALREADY_JOINED)
                .send(0)
                .send(1)
                .gets("A", 0);
    }

    private void addStrangers() {
        add("all systems, which nobody has joined")
                .socket("A")
                .send(0, family.allSystems())
                .kernelGets(MULTICAST_ALL, "A", 0);
        add("all systems, a strict socket").strictSocket("A").send(0, family.allSystems());
        add("a group of the link that nobody has joined").socket("A").send(0, family.linkLocal());
        add("another group").socket("A").join("A", 0).send(0, family.group(2));
        add("a group that nobody has joined").socket("A").send(0);
        add("a strict socket of no group").strictSocket("A").send(0);
    }
}
