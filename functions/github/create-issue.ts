import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { created } from "../../lib/http/response.ts";
import { oncePerKey } from "../../lib/oauth/once.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { changeGithub } from "../../lib/providers/github/change.ts";
import { issue, newIssue } from "../../lib/providers/github/issues.ts";
import { repositoryAt, repositoryPath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

export const handler = userEndpoint(
  {
    about: "Opens an issue in a repository.",
    path: repositoryPath,
    query: accountQuery(),
    body: newIssue(),
    answer: () => z.object({ issue: issue(), accountId: z.string() }),
    status: 201,
    limit: perMinute("write"),
    once: oncePerKey(provider),
  },
  async ({ user, origin, path, query: { account }, body: content }) => {
    const change = { method: "POST", path: `${repositoryAt(path)}/issues`, content } as const;
    const { answer, accountId } = await changeGithub(provider, { user, origin, account }, change, issue());
    return created({ issue: answer, accountId });
  },
);
