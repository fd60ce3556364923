package dev.covey.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said to a process without permission: another one, which has given up what it could do. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortRefusalTest {
    private LiveNetwork network;
    private String namespace;

    @BeforeEach
    void begin() throws IOException {
        network = LiveNetwork.begin();
        namespace = network.namespace();
        LiveNetwork.ip(namespace, "link add a0 type veth peer name b0");
    }

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
        }
    }

    /** Opens ports and prints the refusals; its argument is a namespace. */
    public static final class Opener {
        private Opener() {}

        /** Something that opens a port. */
        private interface Opening {
            PacketPort open() throws PortException;
        }

        /**
         * Print a line for each port that cannot be opened.
         *
         * @param arguments the name of a network namespace.
         */
        public static void main(final String[] arguments) {
            report(() -> AfPacketPort.open(new AfPacketContext("a0")));
            report(() -> TapPort.open(new TapContext("tap0")));
            report(() -> AfPacketPort.open(new AfPacketContext("a0").networkNamespace(arguments[0])));
        }

        private static void report(final Opening opening) {
            try (PacketPort port = opening.open()) {
                System.out.println("open: " + port);
            } catch (final PortException refusal) {
                System.out.println(refusal.getMessage());
            }
        }
    }

    @Test
    void shouldNameThePermissionThatIsMissing() throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                "setpriv",
                "--bounding-set=-net_raw,-net_admin,-sys_admin",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Opener.class.getName(), namespace));

        assertThat(Files.exists(Path.of("/run/netns", namespace))).isTrue();
        assertThat(LiveNetwork.run(command.toArray(String[]::new)).lines())
                .containsSubsequence(
                        "no permission to open a packet socket: needs root or CAP_NET_RAW: interface=a0",
                        "no permission to make or take a TAP interface: needs root or CAP_NET_ADMIN: interface=tap0",
                        "no permission to enter a network namespace: needs root or CAP_SYS_ADMIN: netns=" + namespace
                                + ": interface=a0");
    }
}
