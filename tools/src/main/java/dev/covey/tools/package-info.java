/** The covey command and its subcommands. */
package dev.covey.tools;
