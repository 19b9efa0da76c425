#ifndef MC_APP_GATEWAY_ADMISSION_COMMAND_H
#define MC_APP_GATEWAY_ADMISSION_COMMAND_H

/* `medcheck-gateway admission …`: argv[0] is "admission". Returns the exit status. */
int mc_admission_command(int argc, char **argv);

#endif
