#include "packs-wrong.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

const McWrongFile mc_wrong_files[MC_WRONG_FILES] = {
    {MC_PACK_CONFIGURATION,
        "{\"kiosk\":\"K-0001\",\"institution\":7,\"classes\":[\"Q9\"],\"colour\":1,\"enrolments\":["
        "{\"kind\":\"robot\",\"minimum_firmware\":\"\",\"serial\":\"a\"},"
        "{\"kind\":\"audiometer\",\"minimum_firmware\":\"\",\"serial\":3}]}",
        {"recorder.json.site: missing", "recorder.json.institution: a string is needed",
            "recorder.json.classes: unknown licence class",
            "recorder.json.enrolments[0]: enrolment.kind: unknown word",
            "recorder.json.enrolments[1]: enrolment.serial: a string is needed",
            "recorder.json.colour: unknown member"}},
    {MC_PACK_RULES, NULL,
        {"rule pack.id: missing", "rule pack.classes.C1: class.vision: missing",
            "rule pack.exams: exams.acuity: plan.minimum_trials: an integer is needed",
            "rule pack.colour: unknown member"}},
    {MC_PACK_STAFF, "[{\"name\":\"a\",\"role\":\"king\",\"salt\":\"00\",\"digest\":\"zz\"},7]",
        {"list.staff[0]: person.role: unknown word",
            "list.staff[0]: person.salt: hexadecimal digits are needed",
            "list.staff[0]: person.digest: hexadecimal digits are needed",
            "list.staff[1]: person: a JSON object is needed"}},
    {MC_PACK_DEVICES, "{\"enrolments\":[7,{\"kind\":\"robot\",\"serial\":\"a\"}],\"more\":1}",
        {"devices.enrolments[0]: enrolment: a JSON object is needed",
            "devices.enrolments[1]: enrolment.kind: unknown word",
            "devices.enrolments[1]: enrolment.minimum_firmware: missing",
            "devices.more: unknown member"}},
};

static GBytes *
spoilt_rules(void)
{
	json_auto_t *rules = json_load_file(MC_SOURCE_DIR "/data/rules-cn-172.json", 0, NULL);
	json_t *classes = json_object_get(rules, "classes");
	json_t *acuity = json_object_get(json_object_get(rules, "exams"), "acuity");
	char *text = NULL;

	json_object_del(rules, "id");
	json_object_del(json_object_get(classes, "C1"), "vision");
	json_object_set_new(acuity, "minimum_trials", json_string("eight"));
	json_object_set_new(rules, "colour", json_integer(1));
	text = json_dumps(rules, JSON_COMPACT);
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

GBytes *
mc_wrong_file(const McWrongFile *file)
{
	return file->text == NULL ? spoilt_rules() : g_bytes_new(file->text, strlen(file->text));
}

guint
mc_wrong_count(const McWrongFile *file)
{
	guint count = 0;

	while (file->wrong[count] != NULL)
		count++;
	return count;
}
