#ifndef MC_TESTS_FAULT_RUN_H
#define MC_TESTS_FAULT_RUN_H

/* A program of the build, to its end; its exit status. said: to its standard input, or NULL.
 * arguments: the last is NULL. out: what it said, errors and all, to be freed. */
int mc_run_program(const char *program, const char *said, const char *const *arguments, char **out);

#endif
