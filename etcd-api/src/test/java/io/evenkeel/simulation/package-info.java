/**
 * Whole replicas of one store, simulated: two to four of them, with all their agents, a watch hub and what forwards writes each,
 * over one datastore in memory and streams between them, with clients of all of them. One seed decides everything: what is done
 * next, how long each call of the datastore and each message takes, what is lost, killed or paused, and when time passes. Everything
 * runs in turns: an agent's step stops at each call of the datastore and goes on when its turn has come, so that whatever can happen
 * meanwhile on a real machine can happen here, again and again in the same way.
 *
 * <p>{@link io.evenkeel.simulation.ReplicaSimulation} makes the moves. What clients asked and were told is an
 * {@link io.evenkeel.simulation.Operation}; {@link io.evenkeel.simulation.HistoryCheck} holds all of them, and what watches were
 * sent, against the log. {@link io.evenkeel.simulation.Flaws} are bugs put in on purpose, to see that they are found.
 */
@NullMarked
package io.evenkeel.simulation;

import org.jspecify.annotations.NullMarked;
