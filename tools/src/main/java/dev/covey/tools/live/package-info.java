/**
 * What commands on a real link have in common: their options, the time they run for, and the link itself, with its
 * capture, followed while it comes, changes and goes.
 */
package dev.covey.tools.live;
