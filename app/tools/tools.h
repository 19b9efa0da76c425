#ifndef MC_APP_TOOLS_TOOLS_H
#define MC_APP_TOOLS_TOOLS_H

/* The commands of the program medcheck. argv[0] is the command's name. They print to standard
 * output, errors to standard error, and return the exit status. No network, and nothing is written
 * but what archive, support-bundle and witness put away; only enrol and renew, which make keys,
 * send the courier. */

#define MC_TOOL_GOOD 0
#define MC_TOOL_NOT_AS_STATED 1
#define MC_TOOL_WRONG_USE 2

int mc_tool_verify(int argc, char **argv);
int mc_tool_explain(int argc, char **argv);
int mc_tool_renew(int argc, char **argv);
int mc_tool_replay(int argc, char **argv);
int mc_tool_audit(int argc, char **argv);
int mc_tool_archive(int argc, char **argv);
int mc_tool_pack(int argc, char **argv);
int mc_tool_enrol(int argc, char **argv);
int mc_tool_witness(int argc, char **argv);
int mc_tool_join(int argc, char **argv);
int mc_tool_keys(int argc, char **argv);
int mc_tool_open(int argc, char **argv);
int mc_tool_rules(int argc, char **argv);
int mc_tool_validate(int argc, char **argv);
int mc_tool_observe(int argc, char **argv);
int mc_tool_support_bundle(int argc, char **argv);
int mc_tool_audit_events(int argc, char **argv);

#endif
