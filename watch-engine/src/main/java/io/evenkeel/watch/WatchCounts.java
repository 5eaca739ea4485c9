package io.evenkeel.watch;

/**
 * The watch engine in figures, as of the end of one step of the hub.
 *
 * @param revision the revision up to which live watches have been told everything
 * @param live watches that are told of each entry as it is applied
 * @param catchingUp watches that are behind, whatever they wait for
 * @param eventsSent events handed to streams since the start, once per watch
 * @param progressSent progress messages handed to streams since the start, asked for or not
 * @param fallenBehind how often a live watch fell behind: its stream was full, or a previous value not at hand
 * @param logReads reads of the log and of values for watches catching up
 * @param backlogsSkipped how often the hub was so far behind that entries waiting for it were dropped and read again
 */
public record WatchCounts(
        long revision,
        int sessions,
        int live,
        int catchingUp,
        long eventsSent,
        long progressSent,
        long fallenBehind,
        long logReads,
        long backlogsSkipped) {}
