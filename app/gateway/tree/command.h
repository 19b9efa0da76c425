#ifndef MC_APP_GATEWAY_TREE_COMMAND_H
#define MC_APP_GATEWAY_TREE_COMMAND_H

/* "medcheck-gateway tree …": the transparency log's heads, proofs and audit. The exit status. */
int mc_tree_command(int argc, char **argv);

#endif
