package io.evenkeel.perf.report;

/** One row of the table: what is done, and how many clients do it or watch it. */
public record Cell(String workload, int clients) {}
