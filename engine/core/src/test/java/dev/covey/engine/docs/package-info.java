/** Tests that hold the pages in README.md and engine/docs to the code, so that they cannot rot. */
package dev.covey.engine.docs;
