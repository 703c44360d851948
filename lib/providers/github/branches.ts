import * as z from "zod";

/** docs.github.com/en/rest/branches/branches */
export const branch = () =>
  z.object({ name: z.string(), commit: z.object({ sha: z.string() }), protected: z.boolean().optional() });
