#include "tests/bench/peers/reference.h"

#include "app/observe/dice.h"
#include "tests/bench/peers/hearing.h"
#include "tests/bench/peers/kinds.h"

#include <math.h>
#include <string.h>

#define RUNS 8000
#define LAPSE 0.02

/* ---- a number: R(12, .02), thresholds even over -.2 … .8, where half is seen ---- */

typedef struct Precision {
	double bias, spread;
} Precision;

static bool
sees(McDice *dice, int directions, double above)
{
	double guess = 1.0 / directions;

	return mc_dice_chance(dice, guess + (1.0 - guess) * (1.0 - LAPSE) / (1.0 + exp(-12.0 * above)));
}

static Precision
best_pest_precision(int directions, int trials)
{
	McPeer *peer = mc_peer_new(MC_PEER_BEST_PEST, directions, trials);
	double sum = 0.0, squares = 0.0;
	McDice dice;

	mc_dice_init(&dice, 7);
	for (int k = 0; k < RUNS; k++) {
		double threshold = -0.2 + mc_dice_uniform(&dice), size, error;

		mc_peer_start(peer, 0.0);
		while (mc_peer_next(peer, &size))
			mc_peer_answer(peer, sees(&dice, directions, size - threshold));
		error = mc_peer_threshold(peer) - threshold;
		sum += error;
		squares += error * error;
	}
	mc_peer_free(peer);
	return (Precision){sum / RUNS, sqrt(squares / RUNS - sum / RUNS * sum / RUNS)};
}

/* ---- a threshold of hearing: spread 2.5 dB, 2 % misses and false presses, 25 to 65 dB HL ---- */

#define SPREAD_DB 2.5

static bool
hears(McDice *dice, double above_db)
{
	return mc_dice_chance(dice, LAPSE + (1.0 - 2.0 * LAPSE) / (1.0 + exp(-above_db / SPREAD_DB)));
}

static Precision
hearing_precision(McHearingPeerKind kind, double *presentations)
{
	double sum = 0.0, squares = 0.0;
	McHearingPeer peer;
	McDice dice;

	mc_dice_init(&dice, 8);
	*presentations = 0.0;
	for (int k = 0; k < RUNS; k++) {
		double threshold_db = 25.0 + 40.0 * mc_dice_uniform(&dice), level_db, error;

		mc_hearing_peer_start(&peer, kind);
		while (mc_hearing_peer_next(&peer, &level_db))
			mc_hearing_peer_answer(&peer, hears(&dice, level_db - threshold_db));
		error = peer.threshold_db - threshold_db;
		sum += error;
		squares += error * error;
		*presentations += (double)peer.presentations / RUNS;
	}
	return (Precision){sum / RUNS, sqrt(squares / RUNS - sum / RUNS * sum / RUNS)};
}

/* ---- a verdict: R1, the criterion of all ---- */

McPeerShares
mc_peer_shares(McPeer *peer, double ahead_log_mar, int runs)
{
	McPeerShares shares = {0};
	McDice dice;

	mc_dice_init(&dice, 9);
	for (int k = 0; k < runs; k++) {
		double size;

		mc_peer_start(peer, 0.0);
		while (mc_peer_next(peer, &size))
			mc_peer_answer(
			    peer, mc_dice_chance(&dice, mc_peer_right(4, 14.0, LAPSE, size + ahead_log_mar)));
		shares.pass += mc_peer_outcome(peer) == MC_PEER_PASS;
		shares.fail += mc_peer_outcome(peer) == MC_PEER_FAIL;
		shares.trials += mc_peer_trials(peer);
	}
	return (McPeerShares){shares.pass / runs, shares.fail / runs, shares.trials / runs};
}

static McReference
share(const char *name, double expected, double value)
{
	double spread = sqrt(expected * (1.0 - expected));

	/* What was computed elsewhere has its own chance, as has ours. */
	return (McReference){name, "1", expected, 4.0 * spread / sqrt(RUNS), value};
}

static void
take_verdicts(McReference *references)
{
	static const struct {
		McPeerKind kind;
		int trials;
		const char *passes, *fails;
		double weak_passes, better_fails;
	} rows[] = {
	    {MC_PEER_2_OF_3, 0, "reference_2_of_3_below_pass", "reference_2_of_3_above_fail", 0.256,
	        0.165},
	    {MC_PEER_3_OF_3, 0, "reference_3_of_3_below_pass", "reference_3_of_3_above_fail", 0.036,
	        0.585},
	    {MC_PEER_3_OF_5, 0, "reference_3_of_5_below_pass", "reference_3_of_5_above_fail", 0.206,
	        0.111},
	    {MC_PEER_BEST_PEST, 18, "reference_best_pest_18_below_pass",
	        "reference_best_pest_18_above_fail", 0.146, 0.061},
	    {MC_PEER_BEST_PEST, 24, "reference_best_pest_24_below_pass",
	        "reference_best_pest_24_above_fail", 0.087, 0.039},
	};

	for (int i = 0; i < (int)(sizeof rows / sizeof rows[0]); i++) {
		McPeer *peer = mc_peer_new(rows[i].kind, 4, rows[i].trials);

		references[2 * i] =
		    share(rows[i].passes, rows[i].weak_passes, mc_peer_shares(peer, -0.1, RUNS).pass);
		references[2 * i + 1] =
		    share(rows[i].fails, rows[i].better_fails, mc_peer_shares(peer, 0.1, RUNS).fail);
		mc_peer_free(peer);
	}
}

void
mc_references_take(McReference references[MC_REFERENCES])
{
	Precision eight = best_pest_precision(8, 18), four = best_pest_precision(4, 24);
	double asha_presented, iso_presented;
	Precision asha = hearing_precision(MC_HEARING_PEER_ASHA, &asha_presented);
	Precision iso = hearing_precision(MC_HEARING_PEER_ISO, &iso_presented);
	const McReference numbers[] = {
	    {"reference_best_pest_8afc_18_sd", "logMAR", 0.076, 0.004, eight.spread},
	    {"reference_best_pest_8afc_18_bias", "logMAR", -0.008, 0.005, eight.bias},
	    {"reference_best_pest_4afc_24_sd", "logMAR", 0.074, 0.004, four.spread},
	    {"reference_asha_bias", "dB", 2.6, 0.3, asha.bias},
	    {"reference_asha_sd", "dB", 3.0, 0.2, asha.spread},
	    {"reference_asha_presentations", "presentations", 11.6, 0.9, asha_presented},
	    {"reference_iso_3_of_5_bias", "dB", 2.6, 0.3, iso.bias},
	    {"reference_iso_3_of_5_sd", "dB", 2.5, 0.2, iso.spread},
	    {"reference_iso_3_of_5_presentations", "presentations", 25.0, 2.0, iso_presented},
	};

	memcpy(references, numbers, sizeof numbers);
	take_verdicts(references + sizeof numbers / sizeof numbers[0]);
	mc_quest_references_take(references + MC_REFERENCES - MC_QUEST_REFERENCES);
}

bool
mc_reference_holds(const McReference *reference)
{
	return fabs(reference->value - reference->expected) <= reference->within;
}
