/**
 * What the engine does not do: copies of its smallest parts with one fence, one CAS or one order taken away. Each test
 * here is expected to show forbidden outcomes, and the build fails if one of them does not.
 */
package dev.covey.engine.stress.broken;
