/**
 * What an embedder sees: the engine, its context, the reader's handle on memberships, statuses, listeners and ports.
 * Everything below this package may change without notice.
 */
package dev.covey.engine;
