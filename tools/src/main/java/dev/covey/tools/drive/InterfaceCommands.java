package dev.covey.tools.drive;

import dev.covey.engine.membership.InterfaceConfiguration;
import dev.covey.engine.membership.OperationStatus;
import java.util.Set;

/** The ops that add, change and remove interfaces. */
final class InterfaceCommands {
    private static final String HOST = "host";
    private static final Set<String> OTHER_ROLES = Set.of("querier", "snooper", "proxy-upstream", "proxy-downstream");

    private final Drive drive;

    InterfaceCommands(final Drive drive) {
        this.drive = drive;
    }

    void add(final ScenarioLine line) throws ScenarioException {
        final String name = line.text("interface");
        checkRole(line.text("role"));
        if (drive.interfaces().find(name) != null) {
            throw ScenarioException.refused("EEXIST", "interface is there already: interface=" + name);
        }
        final InterfaceSettings settings = new InterfaceSettings(drive.nextInterface()).with(line);
        final InterfaceConfiguration configuration = settings.toConfiguration();
        final InterfaceEntry entry = new InterfaceEntry(name, settings);
        entry.change(settings, configuration);
        drive.interfaces().beginAttach(entry);
        long status = OperationStatus.ENGINE_FAILED;
        try {
            status = drive.driver().run((client, completion) -> client.attach(configuration, completion));
        } finally {
            drive.interfaces().endAttach(status);
        }
        Status.check(status, "interface.add", name);
        drive.countInterface();
    }

    private static void checkRole(final String role) throws ScenarioException {
        if (OTHER_ROLES.contains(role)) {
            throw ScenarioException.refused("ENOTSUP", "role is not supported: role=" + role);
        }
        if (!role.equals(HOST)) {
            throw ScenarioException.refused("EINVAL", "no such role: role=" + role);
        }
    }

    void set(final ScenarioLine line) throws ScenarioException {
        final String name = line.text("interface");
        final String role = line.optionalText("role");
        final InterfaceEntry entry = drive.interfaces().get(name);
        if (role != null) {
            checkRole(role);
        }
        final InterfaceSettings before = entry.settings();
        final InterfaceConfiguration configurationBefore = entry.configuration();
        final InterfaceSettings settings = before.with(line);
        final InterfaceConfiguration configuration = settings.toConfiguration();
        // The engine may send while it changes the interface, and asks then whether that is blocked.
        entry.change(settings, configuration);
        final long status =
                drive.driver().run((client, completion) -> client.configure(entry.handle(), configuration, completion));
        if (status < 0) {
            entry.change(before, configurationBefore);
        }
        Status.check(status, "interface.set", name);
    }

    void remove(final ScenarioLine line) throws ScenarioException {
        final String name = line.text("interface");
        final InterfaceEntry entry = drive.interfaces().get(name);
        final long status = drive.driver().run((client, completion) -> client.detach(entry.handle(), completion));
        Status.check(status, "interface.remove", name);
        drive.interfaces().remove(entry);
    }
}
