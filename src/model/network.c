/* SPDX-License-Identifier: MIT */
#include "model/network.h"

#include "base/fatal.h"

const char *
exposure_name(enum exposure e)
{
	switch (e) {
	case EXPOSURE_NONE:
		return "none";
	case EXPOSURE_ISOLATED:
		return "isolated";
	case EXPOSURE_PRIVATE:
		return "private";
	case EXPOSURE_PUBLIC:
		return "public";
	}
	BUG("no such exposure");
}
