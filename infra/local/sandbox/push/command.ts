// `npm run sandbox -- push …`: what a person types becomes the body of POST /_sandbox/push.
import { refusal } from "../../refusal.ts";
import type { ProviderName } from "../state.ts";
import type { Delivery } from "./deliveries.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Area {
  readonly provider: ProviderName;
  /** Word to the fields it stands for. */
  readonly words: Readonly<Record<string, Fields>>;
  /** The field that the text is. */
  readonly text: string;
  /** Options that have another name than their field. */
  readonly renamed?: Readonly<Record<string, string>>;
}

const areas: Readonly<Record<string, Area>> = {
  slack: {
    provider: "slack",
    words: {
      message: { event: "message" },
      mention: { event: "app_mention" },
      channel: { event: "channel_created" },
      rename: { event: "channel_rename" },
      archive: { event: "channel_archive" },
      join: { event: "member_joined_channel" },
      leave: { event: "member_left_channel" },
      file: { event: "file_shared" },
      uninstall: { event: "app_uninstalled" },
      revoke: { event: "tokens_revoked" },
      action: { event: "block_actions" },
      submission: { event: "view_submission" },
      challenge: { event: "url_verification" },
      flood: { event: "app_rate_limited" },
    },
    text: "text",
    renamed: { thread: "thread_ts" },
  },
  github: {
    provider: "github",
    words: {
      issue: { event: "issues" },
      comment: { event: "issue_comment" },
      pull: { event: "pull_request" },
      push: { event: "push" },
      release: { event: "release" },
      ping: { event: "ping" },
      installation: { event: "installation" },
      revoke: { event: "github_app_authorization" },
    },
    text: "text",
    renamed: { repo: "repository" },
  },
  gmail: {
    provider: "google",
    words: { mail: { event: "mail" }, notification: { event: "notification" } },
    text: "subject",
    renamed: { body: "text", "history-id": "historyId" },
  },
  calendar: {
    provider: "google",
    words: {
      event: { event: "event" },
      update: { event: "event", action: "updated" },
      delete: { event: "event", action: "deleted" },
      exists: { event: "exists" },
      sync: { event: "sync" },
    },
    text: "subject",
    renamed: { body: "text" },
  },
  figma: {
    provider: "figma",
    words: {
      update: { event: "FILE_UPDATE" },
      comment: { event: "FILE_COMMENT" },
      version: { event: "FILE_VERSION_UPDATE" },
      delete: { event: "FILE_DELETE" },
      publish: { event: "LIBRARY_PUBLISH" },
      ping: { event: "PING" },
    },
    text: "text",
  },
};

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** The options of `push`, for parseArgs. */
export const pushOptions = {
  ...{ times: text, forge: text, url: text, "no-retry": flag, payload: text, from: text, to: text },
  ...{ workspace: text, channel: text, dm: text, thread: text, as: text, order: text },
  ...{ repo: text, number: text, action: text, body: text },
  ...{ id: text, start: text, minutes: text, "history-id": text },
  ...{ file: text, hand: text },
} as const;

const numbers = ["times", "number", "minutes"];

export const pushHelp = `  push <what> <event> ["text"]  something happens, and the webhook is delivered; prints what the receiver answered
${Object.entries(areas)
  .map(([name, { words }]) => `    ${name.padEnd(9)} ${Object.keys(words).join(" | ")}`)
  .join("\n")}
    slack     --workspace acme|globex  --channel releases  --from ben  --dm ada  --thread <ts>  --as bot|ada  --order <first event>
    github    --repo octo/hello-world  --from ada  --number 3  --body <text>  --action closed  --to app
    gmail     --to ada@example.com  --from <address>  --body <text>  --history-id <id>
    calendar  --to ada@example.com  --id <event>  --start 2026-12-01T09:00:00Z  --minutes 30  --channel <id>
    figma     --file "Home page"  --from ben  --hand passcode|signature
    all       --times 5 (the very same, in parallel)  --forge <how> (a wrong one lists them)  --no-retry  --url <where to>
              --payload <json> (added to the event)`;

/** @throws a refusal naming what can be pushed */
export function pushRequest(
  positionals: readonly string[],
  options: Readonly<Record<string, string | boolean | undefined>>,
): { readonly provider: ProviderName; readonly body: Fields } {
  const [what = "", word = "", said] = positionals;
  const area = Object.hasOwn(areas, what) ? areas[what] : undefined;
  if (!area) throw refusal(`Push what? One of ${Object.keys(areas).join(", ")}.`);
  const fields = Object.hasOwn(area.words, word) ? area.words[word] : undefined;
  if (!fields) throw refusal(`Push which event of ${what}? One of ${Object.keys(area.words).join(", ")}.`);
  // The text of a new channel is its name.
  const named = fields.event === "channel_created" ? "channel" : area.text;
  const given = Object.entries(options).flatMap(([name, value]) => field(area, name, value));
  return {
    provider: area.provider,
    body: { ...fields, ...(said === undefined ? {} : { [named]: said }), ...Object.fromEntries(given) },
  };
}

function field({ renamed }: Area, name: string, value: string | boolean | undefined): [string, unknown][] {
  if (value === undefined) return [];
  if (name === "no-retry") return [["retry", false]];
  if (name === "payload") return [["payload", json(String(value))]];
  return [[renamed?.[name] ?? name, numbers.includes(name) ? Number(value) : value]];
}

function json(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    throw refusal("--payload is not JSON");
  }
}

/** One line for each attempt. */
export function pushReport(deliveries: readonly Delivery[]): string {
  if (deliveries.length === 0) return "Nobody is told of it: no channel watches.";
  return deliveries
    .flatMap(({ event, url, attempts }) =>
      attempts.map(
        ({ status, failure, ms, answer }, retry) =>
          `${retry === 0 ? event : `  retry ${retry}`} to ${url}: ${status ?? failure} ${answer} (${ms} ms)`,
      ),
    )
    .join("\n");
}
