import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { providerOf } from "../../lib/providers/index.ts";
import { readSettings } from "../../lib/store/settings.ts";

const path = z.object({ provider: z.string() });

export const handler = userEndpoint({ path }, async ({ user, path }) =>
  ok(await readSettings(user, providerOf(path.provider).id)),
);
