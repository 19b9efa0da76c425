/* The pure parts of the simulated devices: SCPI headers, the status byte, the fault table. */

#include "drivers/sim/core/fault.h"
#include "drivers/sim/usbtmc/scpi.h"
#include "drivers/sim/usbtmc/status.h"

#include <string.h>

static void
test_headers(void)
{
	static const struct {
		const char *pattern, *header;
		gboolean matches;
	} cases[] = {
	    {"STIMulus:OPTotype", "STIM:OPT", TRUE},
	    {"STIMulus:OPTotype", "stimulus:optotype", TRUE},
	    {"STIMulus:OPTotype", ":Stim:OPTotype", TRUE},
	    {"STIMulus:OPTotype", "STIMU:OPT", FALSE},
	    {"STIMulus:OPTotype", "STIM", FALSE},
	    {"STIMulus:OPTotype", "STIM:OPT:X", FALSE},
	    {"STIMulus:OPTotype", "STIM:OPT?", FALSE},
	    {"SYSTem:ERRor?", "SYST:ERR?", TRUE},
	    {"SYSTem:ERRor?", "SYST:ERR", FALSE},
	    {"SYSTem:ERRor?", "SYST:ERR??", FALSE},
	    {"*IDN?", "*idn?", TRUE},
	    {"*IDN?", "IDN?", FALSE},
	    {"*IDN?", "", FALSE},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(
		    mc_sim_scpi_matches(cases[i].pattern, cases[i].header), ==, cases[i].matches);
}

static void
test_arguments(void)
{
	McSimScpi scpi;
	char many[200];
	gint32 value;

	g_assert_false(mc_sim_scpi_parse(&scpi, "  "));
	mc_sim_scpi_clear(&scpi);
	g_assert_true(mc_sim_scpi_parse(&scpi, "stim:opt E, LEFT ,300,RIGHT"));
	g_assert_cmpstr(scpi.header, ==, "stim:opt");
	g_assert_cmpuint(scpi.arguments, ==, 4);
	g_assert_cmpstr(scpi.argument[1], ==, "LEFT");
	g_assert_cmpstr(scpi.argument[3], ==, "RIGHT");
	mc_sim_scpi_clear(&scpi);
	/* neither a long header nor many arguments overrun anything */
	memset(many, ',', sizeof many - 1);
	many[sizeof many - 1] = '\0';
	many[0] = 'A';
	many[1] = ' ';
	g_assert_true(mc_sim_scpi_parse(&scpi, many));
	g_assert_cmpuint(scpi.arguments, ==, MC_SIM_SCPI_ARGUMENTS);
	mc_sim_scpi_clear(&scpi);
	memset(many, 'A', sizeof many - 1);
	g_assert_true(mc_sim_scpi_parse(&scpi, many));
	g_assert_cmpuint(strlen(scpi.header), ==, sizeof scpi.header - 1);
	mc_sim_scpi_clear(&scpi);
	g_assert_true(mc_sim_scpi_integer("-300", &value));
	g_assert_cmpint(value, ==, -300);
	g_assert_false(mc_sim_scpi_integer("3.5", &value));
	g_assert_false(mc_sim_scpi_integer("", &value));
	g_assert_false(mc_sim_scpi_integer("99999999999", &value));
}

static void
test_service_requests(void)
{
	McSimStatus status;

	mc_sim_status_power_on(&status);
	status.conditions = 1;
	g_assert_false(mc_sim_status_update(&status)); /* not enabled */
	status.service_enable = 1;
	g_assert_true(mc_sim_status_update(&status)); /* enabled while it is set */
	g_assert_false(mc_sim_status_update(&status)); /* once only */
	g_assert_cmphex(mc_sim_status_poll(&status), ==, 0x41);
	g_assert_cmphex(mc_sim_status_poll(&status), ==, 0x01); /* the request is taken back */
	g_assert_cmphex(mc_sim_status_byte(&status), ==, 0x41); /* the summary stays */
	status.conditions = 0;
	g_assert_false(mc_sim_status_update(&status));
	status.conditions = 1;
	g_assert_true(mc_sim_status_update(&status)); /* set again: asked again */
	status.service_enable = MC_SIM_STB_EVENT;
	status.event_enable = MC_SIM_ESR_COMMAND;
	mc_sim_status_error(&status, -113);
	g_assert_true(mc_sim_status_update(&status));
	g_assert_cmphex(mc_sim_status_byte(&status), ==, 0x65);
	g_assert_cmpint(mc_sim_status_next_error(&status), ==, -113);
	g_assert_cmpint(mc_sim_status_next_error(&status), ==, 0);
}

static void
test_fault_table(void)
{
	const McSimFault third = {
	    .endpoint = 0x82, .kind = MC_SIM_FAULT_ZLP, .skip = 2, .count = 2, .argument = 9};
	McSimFaultTable table = {.used = 0};
	McSimFault fault;
	guint added = 0;

	g_assert_true(mc_sim_fault_table_add(&table, &third));
	g_assert_false(mc_sim_fault_table_next(&table, 0x83, &fault)); /* another endpoint */
	g_assert_false(mc_sim_fault_table_next(&table, 0x82, &fault));
	g_assert_false(mc_sim_fault_table_next(&table, 0x82, &fault));
	for (guint i = 0; i < 2; i++) {
		g_assert_true(mc_sim_fault_table_next(&table, 0x82, &fault));
		g_assert_cmpint(fault.kind, ==, MC_SIM_FAULT_ZLP);
		g_assert_cmpuint(fault.argument, ==, 9);
	}
	g_assert_false(mc_sim_fault_table_next(&table, 0x82, &fault));
	while (mc_sim_fault_table_add(&table, &third))
		added++;
	g_assert_cmpuint(added, ==, MC_SIM_FAULTS);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sim/scpi/headers", test_headers);
	g_test_add_func("/sim/scpi/arguments", test_arguments);
	g_test_add_func("/sim/status/service-requests", test_service_requests);
	g_test_add_func("/sim/fault/table", test_fault_table);
	return g_test_run();
}
