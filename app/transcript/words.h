#ifndef MC_APP_TRANSCRIPT_WORDS_H
#define MC_APP_TRANSCRIPT_WORDS_H

/* Inside the room: the word lists behind the names of transcript.h. */

#include "app/json/shape.h"

extern const McWords mc_words_exam_kind, mc_words_outcome, mc_words_discard, mc_words_reason,
    mc_words_side, mc_words_direction, mc_words_optotype, mc_words_correction, mc_words_event,
    mc_words_concern, mc_words_movement, mc_words_seen, mc_words_task, mc_words_bound,
    mc_words_colour_show, mc_words_signal, mc_words_procedure, mc_words_transducer;

/* Bits as the words that are set, in the order of the bits. …_from_json: total. */
json_t *mc_bits_to_json(const McWords *words, guint32 bits);
gboolean mc_bits_from_json(const McWords *words, const json_t *json, guint32 *bits, GError **error);

#endif
