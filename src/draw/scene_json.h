/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DRAW_SCENE_JSON_H
#define VPCPLAN_DRAW_SCENE_JSON_H

/* The scene as JSON, for tests and other tools; "vpcplan.scene/1". */

#include "base/str.h"
#include "draw/scene.h"

void scene_json(const struct scene *scene, struct str *out);

/* Its JSON Schema. */
void scene_schema(struct str *out);

#endif
