package dev.covey.engine.ingress;

import dev.covey.engine.membership.InterfaceConfiguration;

/**
 * What rides along with an event that attaches or changes an interface.
 *
 * @param configuration of the interface.
 * @param completion of the command, or null.
 */
public record InterfaceCommand(InterfaceConfiguration configuration, Completion completion) {}
