package dev.covey.engine.ingress;

import dev.covey.engine.membership.InterfaceChoice;
import dev.covey.engine.membership.InterfaceChooser;
import dev.covey.engine.membership.OperationStatus;
import dev.covey.engine.membership.SocketOperations;
import dev.covey.engine.membership.SourceList;
import dev.covey.engine.record.FilterMode;
import dev.covey.engine.wire.InternetAddress;

/** Takes the commands of sockets out of their events and applies them. */
final class SocketCommands {
    private final SocketOperations sockets;
    private final InterfaceChooser chooser;
    private final SourceList sources = new SourceList();

    SocketCommands(final SocketOperations sockets, final InterfaceChooser chooser) {
        this.sockets = sockets;
        this.chooser = chooser;
    }

    long apply(final EventFlyweight event, final Completion completion) {
        final boolean isChosen = (event.kind() & EventKind.CHOSEN) != 0;
        final int kind = event.kind() & ~EventKind.CHOSEN;
        long interfaceHandle = event.interfaceHandle();
        if (isChosen) {
            interfaceHandle = choose(kind, event);
            if (interfaceHandle < 0) {
                return interfaceHandle;
            }
        }
        final long argument = event.argument();
        final long first = word(event, 0);
        final long second = word(event, 1);
        return switch (kind) {
            case EventKind.OPEN -> open(argument, (int) first, (int) second);
            case EventKind.CLOSE -> sockets.close(argument);
            case EventKind.LIMIT -> sockets.limit(argument, (int) first, (int) second);
            case EventKind.LOOPBACK -> sockets.loopback(argument, first != 0);
            case EventKind.FIND_INTERFACE -> interfaceHandle;
            case EventKind.DEFAULT_INTERFACE -> chooser.setDefault(interfaceHandle);
            case EventKind.JOIN -> sockets.join(argument, interfaceHandle, first, second);
            case EventKind.LEAVE -> sockets.leave(argument, interfaceHandle, first, second);
            case EventKind.GET_FILTER ->
                sockets.getFilter(argument, interfaceHandle, first, second, completion.sources());
            case EventKind.SET_FILTER -> setFilter(event, interfaceHandle, isChosen);
            default -> ofSource(kind, event, interfaceHandle);
        };
    }

    private long open(final long cookie, final int maxMemberships, final int maxSources) {
        return maxMemberships == 0 && maxSources == 0
                ? sockets.open(cookie)
                : sockets.open(cookie, maxMemberships, maxSources);
    }

    private long setFilter(final EventFlyweight event, final long interfaceHandle, final boolean isChosen) {
        final int offset =
                event.payloadOffset() + EventKind.ARGUMENTS_LENGTH + (isChosen ? EventKind.CHOICE_LENGTH : 0);
        return sockets.setFilter(
                event.argument(),
                interfaceHandle,
                word(event, 0),
                word(event, 1),
                FilterMode.ofCode((int) word(event, 2)),
                sources.wrap(event.buffer(), offset, (int) word(event, 3)));
    }

    private long ofSource(final int kind, final EventFlyweight event, final long interfaceHandle) {
        final long socket = event.argument();
        final long groupHigh = word(event, 0);
        final long groupLow = word(event, 1);
        final long sourceHigh = word(event, 2);
        final long sourceLow = word(event, 3);
        return switch (kind) {
            case EventKind.JOIN_SOURCE ->
                sockets.joinSource(socket, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
            case EventKind.LEAVE_SOURCE ->
                sockets.leaveSource(socket, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
            case EventKind.BLOCK_SOURCE ->
                sockets.blockSource(socket, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
            case EventKind.UNBLOCK_SOURCE ->
                sockets.unblockSource(socket, interfaceHandle, groupHigh, groupLow, sourceHigh, sourceLow);
            default -> OperationStatus.INVALID;
        };
    }

    /** Joins, and filters that may join, look for an interface; everything else looks for a membership first. */
    private long choose(final int kind, final EventFlyweight event) {
        final InterfaceChoice.Kind choice =
                InterfaceChoice.Kind.ofCode((int) word(event, EventKind.ARGUMENTS_LENGTH / Long.BYTES));
        final long high = word(event, EventKind.ARGUMENTS_LENGTH / Long.BYTES + 1);
        final long low = word(event, EventKind.ARGUMENTS_LENGTH / Long.BYTES + 2);
        final long groupHigh = word(event, 0);
        final long groupLow = word(event, 1);
        final boolean isSearch =
                switch (kind) {
                    case EventKind.JOIN, EventKind.JOIN_SOURCE, EventKind.FIND_INTERFACE -> true;
                    case EventKind.SET_FILTER -> word(event, 2) != FilterMode.INCLUDE.code() || word(event, 3) != 0;
                    default -> false;
                };
        return isSearch
                ? chooser.choose(choice, high, low, InternetAddress.isIpv4(groupHigh, groupLow))
                : chooser.chooseJoined(event.argument(), groupHigh, groupLow, choice, high, low);
    }

    static long word(final EventFlyweight event, final int index) {
        return event.buffer().getLong(event.payloadOffset() + index * Long.BYTES);
    }

    /** Let go of the groups that nobody has joined any more. */
    void settle() {
        sockets.settle();
    }

    /** Close every socket there is. */
    void closeAll() {
        sockets.closeAll();
    }
}
