import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { pickConnection } from "../../lib/oauth/access.ts";
import { accessOf, account, type Call, cachedCall, flag } from "../../lib/oauth/data-endpoint.ts";
import { readTeamFiles } from "../../lib/providers/figma/team-files.ts";
import {
  day,
  type KeptTeam,
  keptTeam,
  shownTeam,
  teamFiles,
  teamLifetime,
  teamName,
} from "../../lib/providers/figma/team-list.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { readSettings } from "../../lib/store/settings.ts";

const provider = providerFromEnvironment();

const query = z.object({
  account,
  teamId: z
    .string()
    .regex(/^\d{0,32}$/, "is a number")
    .optional(),
  refresh: flag,
});
const contract = {
  about: "Lists the projects of a Figma team with their files; `failed` names the projects that could not be read.",
  query,
  answer: () => teamFiles,
};

export const handler = userEndpoint(contract, async ({ user, origin, query }) => {
  const { account, refresh } = query;
  const teamId = query.teamId || (await readSettings(user, provider.id)).teamId;
  if (teamId === undefined) {
    // Nobody has to look for a team before there is an account.
    await pickConnection(accessOf(provider, { user, origin, account }));
    throw noTeam();
  }
  const kept = { name: teamName(teamId), schema: keptTeam, seconds: teamLifetime, continuable: day, refresh };
  const load = (call: Call, before?: KeptTeam) =>
    readTeamFiles(call, teamId, { before, isAnew: refresh, now: call.now });
  return ok(shownTeam(await cachedCall(provider, { user, origin, account }, kept, load)));
});

function noTeam(): Problem {
  const detail =
    "teamId: Figma cannot list your teams. Pass teamId (it stands in the URL of the team's page) or set it in the settings.";
  return new Problem("invalid_request", { detail, members: { field: "teamId" } });
}
