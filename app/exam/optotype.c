#include "app/exam/optotype.h"

#include "app/exam/fixed.h"

#define ONE_Q16 65536
#define ARC_MINUTE_E12 INT64_C(290888209) /* radians */
#define LOG2_OF_10_Q16 INT64_C(217706)
#define ROOT_2_Q16 92682
#define SLICES 32 /* of a pixel's height or of what a cut leaves of it */
#define CUTS_MAX 8
#define FAR_Q16 (INT64_C(1) << 40)

int32_t
mc_optotype_eighths(McDirection direction)
{
	switch (direction) {
	case MC_DIRECTION_RIGHT: return 0;
	case MC_DIRECTION_UP: return 2;
	case MC_DIRECTION_LEFT: return 4;
	case MC_DIRECTION_DOWN: return 6;
	case MC_DIRECTION_UP_RIGHT: return 1;
	case MC_DIRECTION_UP_LEFT: return 3;
	case MC_DIRECTION_DOWN_LEFT: return 5;
	case MC_DIRECTION_DOWN_RIGHT: return 7;
	}
	return 0;
}

int32_t
mc_optotype_mirrored(int32_t eighths)
{
	return (MC_EIGHTHS + MC_EIGHTHS / 2 - eighths) % MC_EIGHTHS;
}

/* ---- size ---- */

/* An angle is so small (10^2 arc minutes at most) that its tangent is θ + θ³/3 to a millionth. */
static int64_t
stroke_q16_of(const McOptotypePanel *panel, int32_t size_milli_log_mar)
{
	int64_t minute_pm = panel->distance_um * ARC_MINUTE_E12 / 1000000;
	int64_t log_q16 = size_milli_log_mar * LOG2_OF_10_Q16 / 1000;
	int doublings = 0;
	int64_t minutes_q30, stroke_pm, theta_e9;

	while (log_q16 > 0) {
		log_q16 -= ONE_Q16;
		doublings++;
	}
	minutes_q30 = mc_fixed_exp2(log_q16);
	stroke_pm = (minute_pm * (minutes_q30 >> 4) >> 26) << doublings;
	theta_e9 = stroke_pm * 1000 / panel->distance_um;
	stroke_pm += stroke_pm / 1000000 * (theta_e9 / 1000 * theta_e9 / 1000 / 3) / 1000000;
	return stroke_pm * ONE_Q16 / (panel->pitch_nm * INT64_C(1000));
}

McOptotypeFit
mc_optotype_fit(const McOptotypePanel *panel, int32_t size_milli_log_mar, int64_t *stroke_q16)
{
	int64_t stroke, least_px;

	*stroke_q16 = 0;
	if (panel->pitch_nm < 10000 || panel->pitch_nm > 2000000)
		return MC_OPTOTYPE_FIT_PITCH_UNKNOWN;
	if (panel->distance_um < 100000 || panel->distance_um > 20000000)
		return MC_OPTOTYPE_FIT_DISTANCE_UNKNOWN;
	if (size_milli_log_mar < -1000 || size_milli_log_mar > 2000)
		return MC_OPTOTYPE_FIT_NO_SUCH_LINE;
	stroke = stroke_q16_of(panel, size_milli_log_mar);
	if (stroke * 1000 < (int64_t)panel->stroke_min_milli_px * ONE_Q16)
		return MC_OPTOTYPE_FIT_TOO_FINE;
	least_px = (5 * stroke + ONE_Q16 - 1) / ONE_Q16;
	if (least_px > panel->width_px || least_px > panel->height_px ||
	    least_px > MC_OPTOTYPE_PIXELS_MAX)
		return MC_OPTOTYPE_FIT_TOO_LARGE;
	*stroke_q16 = stroke;
	return MC_OPTOTYPE_FIT_GOOD;
}

bool
mc_optotype_range(
    const McOptotypePanel *panel, int32_t *finest_milli_log_mar, int32_t *coarsest_milli_log_mar)
{
	bool any = false;
	int64_t stroke_q16;

	for (int32_t size = -300; size <= 1000; size += 50) {
		if (mc_optotype_fit(panel, size, &stroke_q16) != MC_OPTOTYPE_FIT_GOOD)
			continue;
		if (!any)
			*finest_milli_log_mar = size;
		*coarsest_milli_log_mar = size;
		any = true;
	}
	return any;
}

/* ---- one row of pixels ---- */

/* What is covered, as differences from pixel to pixel, in 2^-32 of a pixel: an edge costs two
 * additions however long the ink behind it. */
typedef struct Row {
	int32_t width;
	int64_t step[MC_OPTOTYPE_PIXELS_MAX + 2];
} Row;

static void
clear(Row *row, int32_t width)
{
	row->width = width;
	for (int32_t i = 0; i < width + 2; i++)
		row->step[i] = 0;
}

/* Ink of this height from x on to the right; a negative height takes it away. */
static void
add_edge(Row *row, int64_t x_q16, int64_t height_q16)
{
	int64_t end_q16 = (int64_t)row->width * ONE_Q16;
	int64_t x = x_q16 < 0 ? 0 : x_q16 > end_q16 ? end_q16 : x_q16;
	int64_t inside = x % ONE_Q16;

	row->step[x / ONE_Q16] += (ONE_Q16 - inside) * height_q16;
	row->step[x / ONE_Q16 + 1] += inside * height_q16;
}

static void
add_span(Row *row, int64_t from_q16, int64_t to_q16, int64_t height_q16)
{
	if (to_q16 <= from_q16 || height_q16 <= 0)
		return;
	add_edge(row, from_q16, height_q16);
	add_edge(row, to_q16, -height_q16);
}

static void
encode_row(
    const Row *row, const McOptotypePicture *picture, const McLightCurve *curve, uint8_t *codes)
{
	int64_t contrast = (int64_t)picture->ink - picture->paper;
	int64_t covered_q32 = 0;

	for (int32_t x = 0; x < row->width; x++) {
		int64_t light_q16;

		covered_q32 += row->step[x];
		light_q16 = picture->paper * INT64_C(65536) + contrast * (covered_q32 >> 16);
		codes[x] = mc_light_encode(curve, (light_q16 + ONE_Q16 / 2) >> 16);
	}
}

static int64_t
overlap(int64_t a0, int64_t a1, int64_t b0, int64_t b1)
{
	int64_t from = a0 > b0 ? a0 : b0, to = a1 < b1 ? a1 : b1;

	return to > from ? to - from : 0;
}

/* ---- E ---- */

typedef struct Box {
	int8_t x0, y0, x1, y1;
} Box;

/* In strokes, of five by five: the spine and the three bars of an E that opens to the right. */
static const Box e_boxes[] = {{0, 0, 1, 5}, {1, 0, 5, 1}, {1, 2, 5, 3}, {1, 4, 5, 5}};

static Box
turn(Box box, int32_t eighths)
{
	switch (eighths / 2) {
	case 1: return (Box){box.y0, (int8_t)(5 - box.x1), box.y1, (int8_t)(5 - box.x0)};
	case 2: return (Box){(int8_t)(5 - box.x1), box.y0, (int8_t)(5 - box.x0), box.y1};
	case 3: return (Box){box.y0, box.x0, box.y1, box.x1};
	default: return box;
	}
}

static void
add_e(Row *row, const McOptotypePicture *picture, int32_t y)
{
	int64_t left = picture->centre_x_q16 - 5 * picture->stroke_q16 / 2;
	int64_t top = picture->centre_y_q16 - 5 * picture->stroke_q16 / 2;
	int64_t row_q16 = (int64_t)y * ONE_Q16;

	for (size_t i = 0; i < sizeof e_boxes / sizeof *e_boxes; i++) {
		Box box = turn(e_boxes[i], picture->eighths);
		int64_t height = overlap(row_q16, row_q16 + ONE_Q16, top + box.y0 * picture->stroke_q16,
		    top + box.y1 * picture->stroke_q16);

		add_span(
		    row, left + box.x0 * picture->stroke_q16, left + box.x1 * picture->stroke_q16, height);
	}
}

/* ---- C ---- */

typedef struct Span {
	int64_t from, to;
} Span;

static int64_t
half_chord(int64_t radius, int64_t y)
{
	return y <= -radius || y >= radius ? 0 : mc_fixed_root(radius * radius - y * y);
}

/* Where the gap lies at this height: a strip one stroke wide from the centre outwards. All relative
 * to the centre. */
static Span
gap_at(int32_t eighths, int64_t stroke, int64_t y)
{
	const Span none = {0, 0};
	int64_t half = stroke / 2, slant = half * ROOT_2_Q16 >> 16;
	Span gap;

	switch (eighths) {
	case 0: return y > -half && y < half ? (Span){0, FAR_Q16} : none;
	case 2: return y < 0 ? (Span){-half, half} : none;
	case 4: return y > -half && y < half ? (Span){-FAR_Q16, 0} : none;
	case 6: return y > 0 ? (Span){-half, half} : none;
	case 1:
	case 5: gap = (Span){-y - slant, -y + slant}; break;
	default: gap = (Span){y - slant, y + slant}; break;
	}
	switch (eighths) {
	case 1: gap.from = gap.from > y ? gap.from : y; break;
	case 3: gap.to = gap.to < -y ? gap.to : -y; break;
	case 5: gap.to = gap.to < y ? gap.to : y; break;
	default: gap.from = gap.from > -y ? gap.from : -y; break;
	}
	return gap;
}

static void
add_without(Row *row, Span ink, Span gap, int64_t centre, int64_t height)
{
	int64_t first = ink.to, second = ink.from;

	if (gap.from < gap.to) {
		first = gap.from < ink.to ? gap.from : ink.to;
		second = gap.to > ink.from ? gap.to : ink.from;
		add_span(row, centre + second, centre + ink.to, height);
	}
	add_span(row, centre + ink.from, centre + first, height);
}

static void
add_slice(Row *row, const McOptotypePicture *picture, int64_t y, int64_t height)
{
	int64_t stroke = picture->stroke_q16, centre = picture->centre_x_q16;
	int64_t outer = half_chord(5 * stroke / 2, y), inner = half_chord(3 * stroke / 2, y);
	Span gap = gap_at(picture->eighths, stroke, y);

	if (inner == 0) {
		add_without(row, (Span){-outer, outer}, gap, centre, height);
		return;
	}
	add_without(row, (Span){-outer, -inner}, gap, centre, height);
	add_without(row, (Span){inner, outer}, gap, centre, height);
}

static int
insert_cut(int64_t *cuts, int count, int64_t y)
{
	int at = count;

	for (; at > 0 && cuts[at - 1] > y; at--)
		cuts[at] = cuts[at - 1];
	cuts[at] = y;
	return count + 1;
}

/* The row is cut where the outline starts, ends or jumps, and each part is sliced: between cuts the
 * chords are smooth, so the middle of a slice stands for it to a ten-thousandth of the ring. */
static void
add_c(Row *row, const McOptotypePicture *picture, int32_t y)
{
	int64_t stroke = picture->stroke_q16;
	const int64_t jumps[] = {
	    -5 * stroke / 2, -3 * stroke / 2, -stroke / 2, stroke / 2, 3 * stroke / 2, 5 * stroke / 2};
	int64_t top = (int64_t)y * ONE_Q16 - picture->centre_y_q16, cuts[CUTS_MAX];
	int count = 0;

	count = insert_cut(cuts, count, top);
	count = insert_cut(cuts, count, top + ONE_Q16);
	for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++)
		if (jumps[i] > top && jumps[i] < top + ONE_Q16)
			count = insert_cut(cuts, count, jumps[i]);
	for (int i = 0; i + 1 < count; i++) {
		int64_t part = cuts[i + 1] - cuts[i];

		for (int64_t s = 0; s < SLICES; s++) {
			int64_t from = part * s / SLICES, to = part * (s + 1) / SLICES;

			add_slice(row, picture, cuts[i] + (from + to) / 2, to - from);
		}
	}
}

static bool
can_be_drawn(const McOptotypePicture *picture)
{
	int64_t reach = (int64_t)MC_OPTOTYPE_PIXELS_MAX * ONE_Q16;

	return picture->width_px > 0 && picture->width_px <= MC_OPTOTYPE_PIXELS_MAX &&
	       picture->height_px > 0 && picture->height_px <= MC_OPTOTYPE_PIXELS_MAX &&
	       picture->stroke_q16 > 0 && 5 * picture->stroke_q16 <= reach &&
	       picture->centre_x_q16 >= -reach && picture->centre_x_q16 <= 2 * reach &&
	       picture->centre_y_q16 >= -reach && picture->centre_y_q16 <= 2 * reach &&
	       picture->eighths >= 0 && picture->eighths < MC_EIGHTHS &&
	       (picture->optotype == MC_OPTOTYPE_LANDOLT_C || picture->eighths % 2 == 0);
}

bool
mc_optotype_draw(
    const McOptotypePicture *picture, const McLightCurve *curve, uint8_t *codes, size_t stride)
{
	Row row;

	if (!can_be_drawn(picture))
		return false;
	for (int32_t y = 0; y < picture->height_px; y++) {
		clear(&row, picture->width_px);
		switch (picture->optotype) {
		case MC_OPTOTYPE_TUMBLING_E: add_e(&row, picture, y); break;
		case MC_OPTOTYPE_LANDOLT_C: add_c(&row, picture, y); break;
		}
		encode_row(&row, picture, curve, codes + (size_t)y * stride);
	}
	return true;
}
