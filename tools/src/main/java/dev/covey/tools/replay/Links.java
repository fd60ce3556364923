package dev.covey.tools.replay;

import dev.covey.tools.observe.LinkNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.agrona.collections.Long2ObjectHashMap;

/** The links of a capture, by the names the capture gives them and by the engine's handles. */
final class Links implements LinkNames {
    /** What {@link #handleOf} returns for a link that the engine refused. */
    static final long REFUSED = -1;

    private final ReplayEngine engine;
    private final Map<String, Long> handles = new HashMap<>();
    private final Long2ObjectHashMap<String> names = new Long2ObjectHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private String lastName;
    private long lastHandle;

    Links(final ReplayEngine engine) {
        this.engine = engine;
    }

    /** The handle of a link, which is attached when it is seen for the first time. */
    long handleOf(final String name, final long timeNs) {
        // Readers return the same string for the same link nearly always.
        if (name.equals(lastName)) {
            return lastHandle;
        }
        Long handle = handles.get(name);
        if (handle == null) {
            handle = attach(name, timeNs);
            handles.put(name, handle);
        }
        lastName = name;
        lastHandle = handle;
        return handle;
    }

    /** The name of an attached link. */
    @Override
    public String nameOf(final long handle) {
        return names.getOrDefault(handle, "?");
    }

    /** Tell every attached link, in no particular order. */
    @Override
    public void forEach(final ObjLongConsumer<String> consumer) {
        names.forEachLong((handle, name) -> consumer.accept(name, handle));
    }

    /** Names of the links that the engine refused, in the order they were seen. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    private long attach(final String name, final long timeNs) {
        final long handle = engine.attach(name, timeNs);
        if (handle < 0) {
            refused.add(name);
            return REFUSED;
        }
        names.put(handle, name);
        return handle;
    }
}
