import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, cachedCall, flag } from "../../lib/oauth/data-endpoint.ts";
import { readTeamFiles, teamFiles, teamFilesLifetime, teamName } from "../../lib/providers/figma/team-files.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";
import { readSettings } from "../../lib/store/settings.ts";

const provider = providerFromEnvironment();

const query = z.object({
  account,
  teamId: z
    .string()
    .regex(/^\d{1,32}$/, "is a number")
    .optional(),
  refresh: flag,
});
const contract = {
  about: "Lists the projects of a Figma team with their files; `failed` names the projects that could not be read.",
  query,
  answer: () => teamFiles,
};

export const handler = userEndpoint(contract, async ({ user, origin, query }) => {
  const teamId = query.teamId ?? (await readSettings(user, provider.id)).teamId;
  if (teamId === undefined) throw noTeam();
  const { account, refresh } = query;
  const kept = { name: teamName(teamId), schema: teamFiles, seconds: teamFilesLifetime, refresh };
  return ok(await cachedCall(provider, { user, origin, account }, kept, (call) => readTeamFiles(call, teamId)));
});

function noTeam(): Problem {
  const detail =
    "teamId: Figma cannot list your teams. Pass teamId (it stands in the URL of the team's page) or set it in the settings.";
  return new Problem("invalid_request", { detail, members: { field: "teamId" } });
}
