/**
 * How many packets the engine takes from a link, and answers, and what that costs: beside plain readers of the same
 * flow, over a pair of virtual interfaces in network namespaces of its own. Needs root.
 */
package dev.covey.benchmarks.veth;
