#ifndef MC_DRIVERS_SIM_UMOCKDEV_NODE_H
#define MC_DRIVERS_SIM_UMOCKDEV_NODE_H

/* The pty behind one device node; its line discipline tells a polling libusb whether there is
 * something to reap. */

#include <glib.h>

typedef struct McSimNode {
	int master, slave; /* -1 = none */
} McSimNode;

/* Makes the pty and a symbolic link to it at path. */
gboolean mc_sim_node_open(McSimNode *node, const char *path, gboolean forbidden, GError **error);
/* POLLOUT for whoever polls the node. */
void mc_sim_node_set_ready(McSimNode *node, gboolean ready);
/* POLLERR and POLLHUP for whoever still has it open; the link goes too. */
void mc_sim_node_close(McSimNode *node, const char *path);

#endif
