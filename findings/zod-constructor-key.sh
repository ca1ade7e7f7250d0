#!/usr/bin/env bash
# zod 4.6.7: an optional key of an object schema that is called like something every object inherits ("constructor",
# "toString") fails where it is absent, because the inherited function is taken for its value.
#
# Seen: z.object({ constructor: z.string().optional() }).safeParse({}): "Invalid input: expected string, received function"
. "$(dirname "$0")/begin.sh"
install zod@4.6.7
see <<'JS'
const { z } = await import("zod");
for (const key of ["constructor", "toString"]) {
  const { success, error } = z.object({ [key]: z.string().optional() }).safeParse({});
  console.log(`${key}: ${success ? "accepted" : error.issues[0].message}`);
  holds(!success, `an absent ${key} is refused`);
}
const { success } = z.object({ other: z.string().optional() }).safeParse({});
holds(success, "an absent key of another name is accepted");
JS
