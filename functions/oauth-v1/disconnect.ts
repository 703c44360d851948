import * as z from "zod";
import { activityOutcome, disconnect } from "../../lib/connections/disconnect.ts";
import { keepActivityQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { getService } from "../../lib/providers/index.ts";

const path = z.object({ service: z.string() });

const about = "Disconnects all of the user's accounts of a service, and removes their activities.";
const answer = () => z.object({ success: z.literal(true), message: z.string(), activity: activityOutcome });

export const handler = userEndpoint(
  { about, path, query: keepActivityQuery(), answer },
  async ({ user, path, query: { keepActivity }, origin }) => {
    const provider = getService(path.service).id;
    const activity = await disconnect(user, { provider, keepActivity }, { actor: user.user, ...origin });
    return ok({ success: true as const, message: `${provider} disconnected successfully`, activity });
  },
);
