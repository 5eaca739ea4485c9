package io.evenkeel.sql;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs a test class once on each version of each server that is supported. */
@ParameterizedClass
@ValueSource(
        strings = {
            "postgres:13",
            "postgres:14",
            "postgres:15",
            "postgres:16",
            "postgres:17",
            "mysql:8.0",
            "mysql:8.4",
            "mariadb:10.6",
            "mariadb:11.4",
        })
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface EveryVersion {}
