/**
 * {@code covey stat} and {@code covey dump}, and the live side of {@code covey audit}: a running engine, seen from
 * another process through its file.
 *
 * <p>{@link dev.covey.tools.stat.EngineOptions} finds the engine, {@link dev.covey.tools.stat.EngineInquiry} asks it.
 */
package dev.covey.tools.stat;
