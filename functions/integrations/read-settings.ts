import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { readSettings, settingsSchema } from "../../lib/store/settings.ts";

const path = z.object({ provider: z.string() });

const about = "The user's settings for a provider, with the defaults for what was never set.";

export const handler = userEndpoint({ about, path, answer: settingsSchema }, async ({ user, path }) =>
  ok(await readSettings(user, getProvider(path.provider).id)),
);
