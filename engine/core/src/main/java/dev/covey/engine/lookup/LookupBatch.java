package dev.covey.engine.lookup;

import dev.covey.engine.table.AddressBatch;
import dev.covey.engine.table.SourceBatch;

/** Working space of batch lookups. Each reading thread has its own. */
public final class LookupBatch {
    final AddressBatch groups = new AddressBatch();
    final SourceBatch sources = new SourceBatch();
}
