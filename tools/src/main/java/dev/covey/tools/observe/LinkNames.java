package dev.covey.tools.observe;

import java.util.function.ObjLongConsumer;

/** The links that an engine observes: their names and its handles for them. */
public interface LinkNames {
    /** The name of a link. */
    String nameOf(long linkHandle);

    /** Tell every link, in no particular order. */
    void forEach(ObjLongConsumer<String> consumer);
}
