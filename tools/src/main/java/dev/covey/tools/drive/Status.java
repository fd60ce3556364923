package dev.covey.tools.drive;

import dev.covey.engine.membership.Limit;
import dev.covey.engine.membership.OperationStatus;

/** The engine's answers as errors of a scenario. */
public final class Status {
    private Status() {}

    /** Nothing if the engine did it; else why not. */
    public static void check(final long status, final String op, final Object subject) throws ScenarioException {
        if (status < 0) {
            final Limit limit = OperationStatus.limit(status);
            final String bound = limit == null ? "" : bound(limit, OperationStatus.limitValue(status));
            throw ScenarioException.refused(
                    OperationStatus.errno(status), reason(status) + bound + ": " + op + ' ' + subject);
        }
    }

    /** A filter has more sources than the engine looks at. */
    static ScenarioException tooManySources(final SocketEntry socket, final String op) {
        return ScenarioException.refused(
                OperationStatus.errno(OperationStatus.NO_ROOM),
                reason(OperationStatus.NO_ROOM) + bound(Limit.SOURCES_PER_FILTER, socket.maxSources()) + ": " + op
                        + " socket=" + socket.name());
    }

    /** A limit by the name that a scenario has for it, and whose it is. */
    private static String bound(final Limit limit, final long value) {
        return switch (limit) {
            case MEMBERSHIPS_PER_SOCKET -> ": max_groups=" + value + " of the socket";
            case SOURCES_PER_FILTER -> ": max_sources=" + value + " of the socket";
            case GROUPS_PER_INTERFACE -> ": max_groups=" + value + " of the interface";
            case SOURCES_PER_GROUP -> ": max_sources=" + value + " of the interface";
            default -> ": " + limit.label() + '=' + value + " of the engine";
        };
    }

    private static String reason(final long status) {
        return switch ((int) OperationStatus.code(status)) {
            case OperationStatus.BAD_SOCKET -> "no such socket";
            case OperationStatus.INTERFACE_GONE -> "interface is gone";
            case OperationStatus.INVALID -> "not possible with these arguments";
            case OperationStatus.NO_SUCH_INTERFACE -> "no such interface";
            case OperationStatus.ALREADY_JOINED -> "joined before";
            case OperationStatus.NOT_JOINED -> "no such membership, source or interface for it";
            case OperationStatus.NO_ROOM -> "a limit is reached";
            case OperationStatus.RECLAMATION_STALLED -> "reclamation is stalled";
            case OperationStatus.ENGINE_FAILED -> "engine has failed";
            default -> "refused";
        };
    }
}
