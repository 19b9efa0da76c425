#ifndef MC_APP_RECORD_MERKLE_MEMBER_H
#define MC_APP_RECORD_MERKLE_MEMBER_H

/* Inside the room: the way of a Merkle tree in a JSON object. */

#include "app/json/fields.h"
#include "app/record/merkle.h"

/* The members index, leaves and path: the hashes beside it, from the leaf up. */
void mc_merkle_way_read(McFields *fields, McMerkleWay *way);

#endif
