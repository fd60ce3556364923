/** What the stress tests need of the tables' inner life. */
package dev.covey.engine.table;
