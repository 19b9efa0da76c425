#include "app/rules/rules.h"

static bool
is_leap_year(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
last_day(int year, int month)
{
	static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap_year(year));
}

bool
mc_date_is_valid(McDate date)
{
	if (date.year < 1800 || date.year > 9999 || date.month < 1 || date.month > 12)
		return false;
	return date.day >= 1 && date.day <= last_day(date.year, date.month);
}

McDate
mc_date_add_days(McDate date, int days)
{
	int year = date.year, month = date.month, day = date.day + days;

	for (int last = last_day(year, month); day > last; last = last_day(year, month)) {
		day -= last;
		year += month == 12;
		month = month % 12 + 1;
	}
	return (McDate){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

int
mc_date_compare(McDate a, McDate b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

bool
mc_date_from_yyyymmdd(int32_t yyyymmdd, McDate *date)
{
	McDate read;

	if (yyyymmdd < 0 || yyyymmdd > 99991231)
		return false;
	read = (McDate){
	    .year = (int16_t)(yyyymmdd / 10000),
	    .month = (uint8_t)(yyyymmdd / 100 % 100),
	    .day = (uint8_t)(yyyymmdd % 100),
	};
	if (!mc_date_is_valid(read))
		return false;
	*date = read;
	return true;
}

int32_t
mc_date_to_yyyymmdd(McDate date)
{
	return date.year * 10000 + date.month * 100 + date.day;
}

bool
mc_rules_in_force(const McRulePack *pack, McDate first, McDate last)
{
	return mc_date_compare(pack->valid_from, last) <= 0 &&
	       (pack->valid_to.year == 0 || mc_date_compare(first, pack->valid_to) <= 0);
}

int
mc_rules_age_years(const McRulePack *pack, McDate birth, McDate on)
{
	McDate birthday = {on.year, birth.month, birth.day};

	if (!mc_date_is_valid(birthday))
		birthday =
		    pack->leap_birthday_on_march_1 ? (McDate){on.year, 3, 1} : (McDate){on.year, 2, 28};
	return on.year - birth.year - (mc_date_compare(on, birthday) < 0);
}
