/* SPDX-License-Identifier: MIT */
#include "diag/notice.h"

#include "base/fatal.h"

const char *
severity_name(enum severity severity)
{
	switch (severity) {
	case SEVERITY_OFF:
		return "off";
	case SEVERITY_NOTE:
		return "note";
	case SEVERITY_WARNING:
		return "warning";
	case SEVERITY_ERROR:
		return "error";
	}
	BUG("no such severity");
}

const char *
notice_class_name(enum notice_class class)
{
	switch (class) {
	case CLASS_REJECT:
		return "reject";
	case CLASS_BROKEN:
		return "broken";
	case CLASS_EXPOSURE:
		return "exposure";
	case CLASS_FRAGILE:
		return "fragile";
	case CLASS_WASTE:
		return "waste";
	case CLASS_POLICY:
		return "policy";
	case CLASS_META:
		return "meta";
	}
	BUG("no such class");
}
