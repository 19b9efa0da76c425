#ifndef MC_APP_GATEWAY_ATTEMPTS_COMMAND_H
#define MC_APP_GATEWAY_ATTEMPTS_COMMAND_H

/* `medcheck-gateway attempts …`, with argv[0] = "attempts". Returns the exit status. */
int mc_attempts_command(int argc, char **argv);

#endif
