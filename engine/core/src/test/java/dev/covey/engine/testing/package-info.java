/** What tests of several rooms, and of other modules, share. */
package dev.covey.engine.testing;
