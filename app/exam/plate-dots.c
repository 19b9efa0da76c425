#include "app/exam/plate-parts.h"

#include <string.h>

static int64_t
square(int64_t x)
{
	return x * x;
}

#define SIZES 6
#define GAP 3 /* least distance between dots */
#define CELL 56 /* two of the largest and the gap */
#define CELLS 19
#define CELL_DOTS 16

/* Poisson-disc packing: throw, keep what touches nothing, large ones first. */
static const struct {
	int16_t radius;
	int16_t throws;
} sizes[SIZES] = {{26, 350}, {22, 600}, {18, 1000}, {15, 1600}, {12, 2500}, {10, 3500}};

typedef struct Packing {
	McPlate *plate;
	int16_t in_cell[CELLS][CELLS];
	int16_t dot_in[CELLS][CELLS][CELL_DOTS];
} Packing;

static int
cell_of(int32_t place)
{
	return (place + MC_PLATE_RADIUS) / CELL;
}

static bool
touches(const McPlateDot *dot, int32_t x, int32_t y, int32_t radius)
{
	return square(dot->x - x) + square(dot->y - y) < square(dot->radius + radius + GAP);
}

static bool
cell_is_in_the_way(const Packing *packing, int row, int column, int32_t x, int32_t y, int32_t r)
{
	if (row < 0 || row >= CELLS || column < 0 || column >= CELLS)
		return false;
	for (int i = 0; i < packing->in_cell[row][column]; i++)
		if (touches(&packing->plate->dot[packing->dot_in[row][column][i]], x, y, r))
			return true;
	return false;
}

static bool
is_free(const Packing *packing, int32_t x, int32_t y, int32_t radius)
{
	if (square(x) + square(y) > square(MC_PLATE_RADIUS - radius) ||
	    packing->in_cell[cell_of(y)][cell_of(x)] == CELL_DOTS)
		return false;
	/* Its own cell first: most throws end there. */
	if (cell_is_in_the_way(packing, cell_of(y), cell_of(x), x, y, radius))
		return false;
	for (int row = cell_of(y) - 1; row <= cell_of(y) + 1; row++)
		for (int column = cell_of(x) - 1; column <= cell_of(x) + 1; column++)
			if ((row != cell_of(y) || column != cell_of(x)) &&
			    cell_is_in_the_way(packing, row, column, x, y, radius))
				return false;
	return true;
}

static void
place(Packing *packing, int32_t x, int32_t y, int16_t radius)
{
	McPlate *plate = packing->plate;
	int row = cell_of(y), column = cell_of(x);

	packing->dot_in[row][column][packing->in_cell[row][column]++] = (int16_t)plate->dots;
	plate->dot[plate->dots++] = (McPlateDot){.x = (int16_t)x, .y = (int16_t)y, .radius = radius};
}

void
mc_plate_pack(McPlate *plate, McRandom *random)
{
	Packing packing;

	memset(packing.in_cell, 0, sizeof packing.in_cell);
	packing.plate = plate;
	for (int size = 0; size < SIZES; size++)
		for (int i = 0; i < sizes[size].throws && plate->dots < MC_PLATE_DOTS_MAX; i++) {
			int32_t x = mc_random_between(random, -MC_PLATE_RADIUS + 1, MC_PLATE_RADIUS - 1);
			int32_t y = mc_random_between(random, -MC_PLATE_RADIUS + 1, MC_PLATE_RADIUS - 1);

			if (is_free(&packing, x, y, sizes[size].radius))
				place(&packing, x, y, sizes[size].radius);
		}
}
