/** Programs that embed the engine, as their authors would write them: each stands for itself, in one file. */
package dev.covey.examples;
