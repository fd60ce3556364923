/**
 * The proof of the memory order: jcstress tests whose table of outcomes is the specification.
 *
 * <p>Every test here must show no forbidden outcome. Each has a twin in {@link dev.covey.engine.stress.broken} that
 * lacks what makes it right, and must show one: a test that cannot fail proves nothing.
 */
package dev.covey.engine.stress;
