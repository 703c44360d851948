import { accountQuery } from "../../lib/connections/query-schemas.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { issueExample } from "../../lib/providers/github/api/examples.ts";
import { changedSchema, toFlatAnswer } from "../../lib/providers/github/api/flat-answer.ts";
import { issue, issueChange } from "../../lib/providers/github/api/issues.ts";
import { issueApiPath, issuePath } from "../../lib/providers/github/api/repository-path.ts";
import { writeGithubResource } from "../../lib/providers/github/api/write.ts";
import { github } from "../../lib/providers/github/definition.ts";

const provider = applySettings(github);

export const handler = userEndpoint(
  {
    about: "Changes, closes or reopens an issue; labels and assignees given replace those it has.",
    path: issuePath,
    query: accountQuery(),
    body: issueChange(),
    answer: () => changedSchema("issue", issue(), issueExample),

    limit: limitPerMinute("write"),
  },
  async ({ user, origin, path, query: { account }, body: content }) => {
    const change = { method: "PATCH", path: issueApiPath(path), content } as const;
    const { answer, accountId } = await writeGithubResource(provider, { user, origin, account }, change, issue());
    return ok({ ...toFlatAnswer("issue", answer), accountId });
  },
);
