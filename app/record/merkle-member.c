#include "app/record/merkle-member.h"

#include "app/json/hex.h"
#include "app/json/shape.h"

guint
mc_merkle_path_read(McFields *fields, McMerkleHash *path, guint steps_max)
{
	const json_t *list = mc_fields_array(fields, "path", steps_max);
	guint steps = (guint)json_array_size(list);

	for (guint i = 0; i < steps; i++) {
		const char *hex = json_string_value(json_array_get(list, i));

		if (hex == NULL || !mc_hex_read(hex, path[i].byte, sizeof path[i].byte)) {
			mc_fields_refuse(fields, "path", "hashes of 64 hexadecimal digits are needed");
			return 0;
		}
	}
	return steps;
}

void
mc_merkle_path_write(json_t *json, const McMerkleHash *path, guint steps)
{
	json_t *list = json_array();
	char hex[2 * sizeof(McMerkleHash) + 1];

	for (guint i = 0; i < steps; i++) {
		mc_hex_write(path[i].byte, sizeof path[i].byte, hex);
		json_array_append_new(list, json_string(hex));
	}
	json_object_set_new(json, "path", list);
}

void
mc_merkle_way_read(McFields *fields, McMerkleWay *way)
{
	way->steps = mc_merkle_path_read(fields, way->beside, MC_MERKLE_STEPS_MAX);
	way->leaves = (guint64)mc_fields_int64(fields, "leaves", 1, MC_JSON_INTEGER_MAX);
	way->index = (guint64)mc_fields_int64(fields, "index", 0, MC_JSON_INTEGER_MAX);
}

void
mc_merkle_way_write(json_t *json, const McMerkleWay *way)
{
	json_object_set_new(json, "index", json_integer((json_int_t)way->index));
	json_object_set_new(json, "leaves", json_integer((json_int_t)way->leaves));
	mc_merkle_path_write(json, way->beside, way->steps);
}
