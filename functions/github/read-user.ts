import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { userExample } from "../../lib/providers/github/api/examples.ts";
import { flatSchema, toFlatAnswer } from "../../lib/providers/github/api/flat-answer.ts";
import { user as githubUser } from "../../lib/providers/github/api/person.ts";
import { readGithubResource } from "../../lib/providers/github/api/read.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

export const handler = userEndpoint(
  {
    about: "Reads whose GitHub account is connected.",
    query: accountQuery(),
    answer: () => flatSchema("user", githubUser(), userExample),
  },
  async ({ user, origin, query: { account } }) => {
    const found = await readGithubResource(provider, { user, origin, account }, "/user", githubUser());
    return ok(toFlatAnswer("user", found));
  },
);
