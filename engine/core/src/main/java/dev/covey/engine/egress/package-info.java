/** What the engine sends: membership messages, encoded once, in place. Threading: the writer's thread only. */
package dev.covey.engine.egress;
