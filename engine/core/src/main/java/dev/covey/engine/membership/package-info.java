/**
 * Operations over several records: attach, detach, join, leave, whole filters and single sources. Each one happens
 * whole or not at all.
 *
 * <p>What can fail is done first, and everything taken is held by leases; only then is anything made visible that
 * counts. The way back from a failed join is the way out of a leave.
 */
package dev.covey.engine.membership;
