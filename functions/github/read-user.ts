import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { user as githubUser } from "../../lib/providers/github/person.ts";
import { readGithub } from "../../lib/providers/github/read.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

export const handler = userEndpoint(
  {
    about: "Reads whose GitHub account is connected.",

    query: accountQuery(),
    answer: () => z.object({ user: githubUser() }),
  },
  async ({ user, origin, query: { account } }) =>
    ok({ user: await readGithub(provider, { user, origin, account }, "/user", githubUser()) }),
);
