/* SPDX-License-Identifier: MIT */
#include "net/sort.h"

#include <string.h>

/*
 * 32-bit numbers are sorted in three stable counting passes over digits of 11
 * bits, lowest first.
 *
 * 128-bit numbers would need twelve such passes, and 64-bit numbers six.  But
 * the numbers of a list share their first bits and differ soon behind them: so
 * the bits that all have in common are skipped, two passes sort by the 22 bits
 * that follow, and what is still equal after them is a short run, sorted by
 * insertion.  A run that is not short is sorted by the same procedure.  All its
 * numbers agree in 22 bits more, which bounds the depth of that recursion at
 * 128 / 22 + 1.
 * The two widths are written out, as the one would be half as fast in terms of
 * the other.
 */

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };
enum { WINDOW_BITS = 2 * DIGIT_BITS, RUN_SHORT = 32 };

/* From the number of items with each digit to where the first of them goes. */
static void
place_digits(size_t *count)
{
	size_t sum = 0;

	for (size_t i = 0; i < DIGITS; i++) {
		size_t here = count[i];

		count[i] = sum;
		sum += here;
	}
}

void
sort_u32(uint32_t *v, uint32_t *scratch, size_t n)
{
	enum { PASSES = 3 };
	size_t count[PASSES][DIGITS] = { { 0 } };
	uint32_t *from = v, *to = scratch;

	for (size_t i = 0; i < n; i++)
		for (unsigned pass = 0; pass < PASSES; pass++)
			count[pass][v[i] >> DIGIT_BITS * pass &
			    (DIGITS - 1)]++;
	for (unsigned pass = 0; n > 0 && pass < PASSES; pass++) {
		unsigned shift = DIGIT_BITS * pass;
		size_t *at = count[pass];
		uint32_t *other = from;

		if (at[v[0] >> shift & (DIGITS - 1)] == n)
			continue;	/* all have the same digit */
		place_digits(at);
		for (size_t i = 0; i < n; i++)
			to[at[from[i] >> shift & (DIGITS - 1)]++] = from[i];
		from = to;
		to = other;
	}
	if (from != v)
		memcpy(v, from, n * sizeof *v);
}

static void
insertion_sort_u64(uint64_t *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t a = v[i];
		size_t k = i;

		for (; k > 0 && v[k - 1] > a; k--)
			v[k] = v[k - 1];
		v[k] = a;
	}
}

static void
sort_window_u64(uint64_t *v, uint64_t *scratch, size_t n, unsigned shift)
{
	size_t low[DIGITS] = { 0 }, high[DIGITS] = { 0 };

	for (size_t i = 0; i < n; i++) {
		low[v[i] >> shift & (DIGITS - 1)]++;
		high[v[i] >> shift >> DIGIT_BITS & (DIGITS - 1)]++;
	}
	place_digits(low);
	place_digits(high);
	for (size_t i = 0; i < n; i++)
		scratch[low[v[i] >> shift & (DIGITS - 1)]++] = v[i];
	for (size_t i = 0; i < n; i++)
		v[high[scratch[i] >> shift >> DIGIT_BITS &
		    (DIGITS - 1)]++] = scratch[i];
}

void
sort_u64(uint64_t *v, uint64_t *scratch, size_t n)
{
	uint64_t differ = 0;
	unsigned common, shift;

	if (n <= RUN_SHORT) {
		insertion_sort_u64(v, n);
		return;
	}
	for (size_t i = 1; i < n; i++)
		differ |= v[i] ^ v[0];
	if (differ == 0)
		return;
	common = (unsigned)__builtin_clzll(differ);
	shift = common + WINDOW_BITS < 64 ? 64 - common - WINDOW_BITS : 0;
	sort_window_u64(v, scratch, n, shift);
	for (size_t i = 0, end; shift > 0 && i < n; i = end) {
		uint64_t run = v[i] >> shift;

		for (end = i + 1; end < n && v[end] >> shift == run;)
			end++;
		if (end - i > RUN_SHORT)
			sort_u64(v + i, scratch, end - i);
		else if (end - i > 1)
			insertion_sort_u64(v + i, end - i);
	}
}

static void
insertion_sort(struct addr *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct addr a = v[i];
		size_t k = i;

		for (; k > 0 && addr_compare(v[k - 1], a) > 0; k--)
			v[k] = v[k - 1];
		v[k] = a;
	}
}

/* The number of leading bits that all items have in common; 128: equal. */
static unsigned
common_bits(const struct addr *v, size_t n)
{
	struct addr differ = { 0, 0 };

	for (size_t i = 1; i < n; i++) {
		differ.hi |= v[i].hi ^ v[0].hi;
		differ.lo |= v[i].lo ^ v[0].lo;
	}
	if (differ.hi != 0)
		return (unsigned)__builtin_clzll(differ.hi);
	if (differ.lo != 0)
		return 64 + (unsigned)__builtin_clzll(differ.lo);
	return 128;
}

/* The bits of a that are worth 2^shift and more, as far as a word holds. */
static inline size_t
bits_from(struct addr a, unsigned shift)
{
	return (size_t)addr_shift_right(a, shift).lo;
}

/* Sort by the bits from shift on, WINDOW_BITS many. */
static void
sort_window(struct addr *v, struct addr *scratch, size_t n, unsigned shift)
{
	size_t low[DIGITS] = { 0 }, high[DIGITS] = { 0 };

	for (size_t i = 0; i < n; i++) {
		size_t bits = bits_from(v[i], shift);

		low[bits & (DIGITS - 1)]++;
		high[bits >> DIGIT_BITS & (DIGITS - 1)]++;
	}
	place_digits(low);
	place_digits(high);
	for (size_t i = 0; i < n; i++)
		scratch[low[bits_from(v[i], shift) & (DIGITS - 1)]++] = v[i];
	shift += DIGIT_BITS;
	for (size_t i = 0; i < n; i++)
		v[high[bits_from(scratch[i], shift) & (DIGITS - 1)]++] =
		    scratch[i];
}

void
sort_addrs(struct addr *v, struct addr *scratch, size_t n)
{
	unsigned common, shift;

	if (n <= RUN_SHORT) {
		insertion_sort(v, n);
		return;
	}
	common = common_bits(v, n);
	if (common == 128)
		return;
	shift = common + WINDOW_BITS < 128 ? 128 - common - WINDOW_BITS : 0;
	sort_window(v, scratch, n, shift);
	for (size_t i = 0, end; i < n; i = end) {
		struct addr run = addr_shift_right(v[i], shift);

		for (end = i + 1; end < n; end++)
			if (!addr_equal(addr_shift_right(v[end], shift), run))
				break;
		if (shift > 0 && end - i > 1)
			sort_addrs(v + i, scratch, end - i);
	}
}
