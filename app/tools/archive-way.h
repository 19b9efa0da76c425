#ifndef MC_APP_TOOLS_ARCHIVE_WAY_H
#define MC_APP_TOOLS_ARCHIVE_WAY_H

#include "app/record/merkle.h"

/* A script that leads from a file, which is a leaf of a Merkle tree, to the root with coreutils
 * alone. The way was followed before. */
GBytes *mc_archive_way_script(const McMerkleWay *way, const char *leaf);

#endif
