// Corrects answers of the emulator that differ from GitHub's.
import type { Emulator } from "../emulator.ts";
import { type Answer, type Exchange, jsonAnswer, tryParseJson } from "../exchange.ts";
import type { Grant } from "../grants.ts";

/** Returns the emulator's answer in GitHub's form. */
export async function patchAnswer(
  emulator: Emulator,
  grant: Grant,
  exchange: Exchange,
  answer: Answer,
): Promise<Answer> {
  const { method, path } = exchange;
  if (method === "GET" && answer.status === 200 && /^\/repos\/[^/]+\/[^/]+\/collaborators$/.test(path)) {
    return withRoles(emulator, grant, path, answer);
  }
  if (method === "GET" && answer.status === 200 && path === "/user/repos") return withVisibility(exchange, answer);
  const isIssue = method !== "GET" && /^\/repos\/[^/]+\/[^/]+\/issues(\/\d+)?$/.test(path);
  return isIssue && answer.status === 422 ? invalidIssueAnswer(exchange) : answer;
}

/** The emulator knows no `type=public` and `type=private`: it is asked for all (links.ts), and the others are left out here. */
function withVisibility({ query }: Exchange, answer: Answer): Answer {
  const type = query.get("type");
  if (type !== "public" && type !== "private") return answer;
  const all = tryParseJson(answer.body ?? "") as { readonly private: boolean }[];
  return { ...answer, body: JSON.stringify(all.filter((one) => one.private === (type === "private"))) };
}

const roleRanks = ["pull", "triage", "push", "maintain", "admin"];

/** Adds each collaborator's permissions. Users without push access get 403. */
async function withRoles(emulator: Emulator, grant: Grant, path: string, answer: Answer): Promise<Answer> {
  const role = async (login: string) => {
    const permissionAnswer = await emulator.ask("GET", `${path}/${login}/permission`, grant.inner);
    return permissionAnswer.ok
      ? ((await permissionAnswer.json()) as { permission: string; role_name: string })
      : undefined;
  };
  const rank = roleRanks.indexOf((await role(grant.account))?.permission ?? "");
  if (rank < roleRanks.indexOf("push"))
    return jsonAnswer({ message: "Must have push access to view repository collaborators." }, 403);
  const people = tryParseJson(answer.body ?? "") as { login: string }[];
  const collaborators = people.map(async (person) => {
    const { permission = "pull", role_name = "read" } = (await role(person.login)) ?? {};
    const reach = roleRanks.map((name, index) => [name, index <= roleRanks.indexOf(permission)]);
    return { ...person, permissions: Object.fromEntries(reach), role_name };
  });
  return { ...answer, body: JSON.stringify(await Promise.all(collaborators)) };
}

/** docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api, "validation failed" */
function invalidIssueAnswer({ body }: Exchange): Answer {
  const sent = (tryParseJson(body) ?? {}) as Record<string, unknown>;
  const field = ["milestone", "assignees"].find((name) => sent[name] !== undefined) ?? "title";
  const errors = [{ resource: "Issue", field, code: "invalid", value: sent[field] }];
  return jsonAnswer({ message: "Validation Failed", errors, status: "422" }, 422);
}
