package dev.covey.tools.observe;

import dev.covey.engine.protocol.QuerierVisitor;
import dev.covey.engine.protocol.RouterGroupVisitor;
import dev.covey.engine.protocol.RouterSourceVisitor;
import java.util.function.ObjLongConsumer;

/**
 * What an observer reads: an engine that is a router on every link it looks at. Remaining times are as of now.
 *
 * <p>For the engine's thread; everything may also be asked while a listener is being told.
 */
public interface ObservedEngine {
    /** Show every group of a link, in no particular order. */
    void forEachGroup(long linkHandle, RouterGroupVisitor visitor);

    /** Find one group; 0 if the link has none such. */
    long findGroup(long linkHandle, long groupHigh, long groupLow);

    /** Show every source of a group, in no particular order. */
    void forEachSource(long groupHandle, RouterSourceVisitor visitor);

    /** Show what is known of the querier of a link, if the link is there. */
    void querier(long linkHandle, boolean isIpv6, QuerierVisitor visitor);

    /** Tell every counter by its name, zero or not. */
    void forEachCounter(ObjLongConsumer<String> consumer);
}
