/** What can be seen of the engine from outside: counters and the reasons for which packets are dropped. */
package dev.covey.engine.counters;
