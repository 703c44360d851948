import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { accountQuery } from "../../lib/oauth/queries.ts";
import { changeGithub } from "../../lib/providers/github/change.ts";
import { changedIssue, issue } from "../../lib/providers/github/issues.ts";
import { issueAt, issuePath } from "../../lib/providers/github/repository-path.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

export const handler = userEndpoint(
  {
    about: "Changes, closes or reopens an issue; labels and assignees given replace those it has.",
    path: issuePath,
    query: accountQuery(),
    body: changedIssue(),
    answer: () => z.object({ issue: issue(), accountId: z.string() }),

    limit: perMinute("write"),
  },
  async ({ user, origin, path, query: { account }, body: content }) => {
    const change = { method: "PATCH", path: issueAt(path), content } as const;
    const { answer, accountId } = await changeGithub(provider, { user, origin, account }, change, issue());
    return ok({ issue: answer, accountId });
  },
);
