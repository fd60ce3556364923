/** The program that the README shows. It uses nothing that an embedder does not have. */
package dev.covey.engine.example;
