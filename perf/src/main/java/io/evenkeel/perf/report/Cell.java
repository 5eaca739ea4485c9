package io.evenkeel.perf.report;

/** One row of the table: what is done by how many clients. */
public record Cell(String workload, int clients) {}
