#include "app/record/merkle-member.h"

#include "app/json/hex.h"
#include "app/json/shape.h"

void
mc_merkle_way_read(McFields *fields, McMerkleWay *way)
{
	const json_t *path = mc_fields_array(fields, "path", MC_MERKLE_STEPS_MAX);

	way->leaves = (guint64)mc_fields_int64(fields, "leaves", 1, MC_JSON_INTEGER_MAX);
	way->index = (guint64)mc_fields_int64(fields, "index", 0, MC_JSON_INTEGER_MAX);
	way->steps = (guint)json_array_size(path);
	for (guint i = 0; i < way->steps; i++) {
		const char *hex = json_string_value(json_array_get(path, i));

		if (hex == NULL || !mc_hex_read(hex, way->beside[i].byte, sizeof way->beside[i].byte)) {
			mc_fields_refuse(fields, "path", "hashes of 64 hexadecimal digits are needed");
			return;
		}
	}
}
