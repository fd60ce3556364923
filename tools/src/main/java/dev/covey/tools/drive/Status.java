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
            final String bound = limit == null ? "" : ": " + limit.label() + '=' + OperationStatus.limitValue(status);
            throw ScenarioException.refused(
                    OperationStatus.errno(status), reason(status) + bound + ": " + op + ' ' + subject);
        }
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
