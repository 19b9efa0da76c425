#include "app/tools/explain.h"

#include "app/audit/audit.h"
#include "app/record/parcel.h"
#include "app/tools/tools.h"
#include <string.h>

static void
explain_head(McTongue tongue, const McRecordFile *file)
{
	g_autofree char *local = mc_record_file_local_time(file->head.at_wall_us);
	char reference[48];

	mc_reference_write(file->head.kiosk, file->head.seq, reference);
	switch (tongue) {
	case MC_TONGUE_CHINESE:
		g_print("本文件是自助体检机 %s 的第 %" G_GUINT64_FORMAT " 号记录，编号 %s，北京时间 %s。\n",
		    file->head.kiosk, file->head.seq, reference, local);
		g_print("%s\n", file->is_proven ? "签名已核验：内容自封存以来未被改动。"
		                                : "未核验：没有检查签名（请用 --trust）。");
		return;
	case MC_TONGUE_ENGLISH:
		g_print("This is record %" G_GUINT64_FORMAT
		        " of self-service kiosk %s, reference %s, %s Beijing time.\n",
		    file->head.seq, file->head.kiosk, reference, local);
		g_print("%s\n", file->is_proven ? "Verified: nothing was changed since it was sealed."
		                                : "Not verified: the seal was not checked (use --trust).");
		return;
	}
}

/* Its certificate says so, not the record: whoever holds the key could write anything there. */
static void
explain_key(McTongue tongue, const McSealedBy *by)
{
	static const McSaying kept[MC_PROTECTIONS] = {
	    [MC_PROTECTION_FILE] = {{"普通文件（只用于演示）",
	        "in a plain file, for demonstrations only"}},
	    [MC_PROTECTION_SEALED] = {{"加密封存在磁盘上", "sealed on the disk"}},
	    [MC_PROTECTION_TOKEN] = {{"密码令牌内，不可取出", "in a token that it does not leave"}},
	    [MC_PROTECTION_TPM] = {{"本机安全芯片（TPM）内，不可取出",
	        "in the machine's TPM, which it does not leave"}},
	};
	static const McSaying who[] = {
	    {{"准入人员已核实", "a person who admitted the kiosk saw it"}},
	    {{"由设备自报", "as the kiosk itself said"}},
	};

	switch (tongue) {
	case MC_TONGUE_CHINESE:
		g_print("签名密钥保存方式：%s（%s）。\n", kept[by->protection].in[tongue],
		    who[by->is_claimed].in[tongue]);
		return;
	case MC_TONGUE_ENGLISH:
		g_print("The sealing key is kept %s (%s).\n", kept[by->protection].in[tongue],
		    who[by->is_claimed].in[tongue]);
		return;
	}
}

static void
explain_entry(McTongue tongue, const McRecordFile *file)
{
	const char *event = json_string_value(json_object_get(file->body, "event"));
	int known = strcmp(file->head.type, "audit") == 0 ? mc_audit_event_from_name(event) : -1;

	switch (tongue) {
	case MC_TONGUE_CHINESE:
		g_print(
		    "这不是体检结果，而是设备的审计条目（%s）。\n", known >= 0 ? event : file->head.type);
		return;
	case MC_TONGUE_ENGLISH:
		g_print("It is no result of a check but an entry of the kiosk's audit (%s).\n",
		    known >= 0 ? event : file->head.type);
		if (known >= 0)
			g_print("%s\n", mc_audit_event_when((McAuditEvent)known));
		return;
	}
}

static void
explain(const McRecordFile *file)
{
	for (guint i = 0; i < MC_TONGUES; i++) {
		McTongue tongue = (McTongue)i;

		explain_head(tongue, file);
		if (file->is_proven && file->by.protection >= 0)
			explain_key(tongue, &file->by);
		if (file->visit != NULL)
			mc_explain_visit(tongue, file->visit);
		else
			explain_entry(tongue, file);
		if (i + 1 < MC_TONGUES)
			g_print("\n----------------------------------------\n\n");
	}
}

static int
explain_path(const char *path, const char *roots)
{
	McRecordFile file = {0};
	g_autoptr(McVerifier) verifier = NULL;
	g_autoptr(GError) error = NULL;
	int status = MC_TOOL_GOOD;

	if (roots != NULL)
		verifier = mc_verifier_new_from_file(roots, &error);
	if (error == NULL && mc_record_file_open(&file, path, verifier, &error)) {
		explain(&file);
	} else {
		g_printerr("medcheck: %s: %s\n", path, error->message);
		status = MC_TOOL_NOT_AS_STATED;
	}
	mc_record_file_clear(&file);
	return status;
}

int
mc_tool_explain(int argc, char **argv)
{
	g_autofree char *roots = NULL;
	const McToolOption options[] = {
	    {"trust", "ROOTS", "PEM file with root certificates: check the seal first", &roots}};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "FILE",
	    "Says in plain Chinese and English what a record states.", options, G_N_ELEMENTS(options));

	if (files == NULL)
		return MC_TOOL_WRONG_USE;
	if (files[0] == NULL || files[1] != NULL) {
		g_printerr("medcheck: explain needs one FILE\n");
		return MC_TOOL_WRONG_USE;
	}
	return explain_path(files[0], roots);
}
