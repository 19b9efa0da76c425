#ifndef MC_APP_GATEWAY_STAMPS_COMMAND_H
#define MC_APP_GATEWAY_STAMPS_COMMAND_H

/* `medcheck-gateway stamps …`: argv[0] is "stamps". Returns the exit status. */
int mc_stamps_command(int argc, char **argv);

#endif
