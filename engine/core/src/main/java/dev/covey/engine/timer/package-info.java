/**
 * Time and chance come into the engine from outside, and only through this package: the heap of deadlines, the time
 * source and the source of random delays. Nothing else in the engine reads a clock or draws a random number, so the
 * same input with the same times and the same seed gives the same state and the same output.
 */
package dev.covey.engine.timer;
