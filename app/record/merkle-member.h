#ifndef MC_APP_RECORD_MERKLE_MEMBER_H
#define MC_APP_RECORD_MERKLE_MEMBER_H

/* Inside the room: the way of a Merkle tree in a JSON object. */

#include "app/json/fields.h"
#include "app/record/merkle.h"

/* The members index, leaves and path: the hashes beside it, from the leaf up. */
void mc_merkle_way_read(McFields *fields, McMerkleWay *way);
void mc_merkle_way_write(json_t *json, const McMerkleWay *way);
/* The member path alone; how many hashes it has. */
guint mc_merkle_path_read(McFields *fields, McMerkleHash *path, guint steps_max);
void mc_merkle_path_write(json_t *json, const McMerkleHash *path, guint steps);

#endif
