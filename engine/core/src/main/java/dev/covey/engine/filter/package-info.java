/**
 * The algebra of filters: many sockets' filters merged into the reception state of an interface, and the records that
 * say how it changed (RFC 9776 sections 3.2 and 5.1, RFC 9777 sections 4.2 and 6.1). Pure functions.
 */
package dev.covey.engine.filter;
