import { manifests } from "../../lib/providers/manifests.ts";
import { listApiKeys } from "./api-keys.ts";
import type { Lines } from "./lines.ts";
import { otherLines } from "./other-lines.ts";
import { switchNames } from "./switches.ts";

const handledLines = new Set([
  "WEBHOOK_BASE_URL",
  // Compared with the stage's configuration.
  "GOOGLE_PUBSUB_TOPIC",
  "GOOGLE_PUBSUB_AUDIENCE",
  "GOOGLE_PUBSUB_SERVICE_ACCOUNT",
  ...switchNames,
  ...listApiKeys().map(({ variable }) => variable),
  ...manifests.flatMap(({ environmentPrefix: prefix, formerEnvironmentPrefix: former, webhook }) => [
    `${former}_REDIRECT_URI`,
    `${prefix}_CLIENT_ID`,
    `${prefix}_CLIENT_SECRET`,
    `${prefix}_REDIRECT_URI`,
    webhook?.secret?.variable ?? "",
  ]),
]);

/**
 * Lists the ignored lines with the reason, so that nobody believes they were written.
 * @param ofStage lines that this stage reads beside those of every stage
 */
export function listNotices(lines: Lines, ofStage: readonly string[]): string[] {
  const handled = new Set([...handledLines, ...ofStage]);
  const unhandled = Object.keys(lines).filter((name) => lines[name] && !handled.has(name));
  const ignored = unhandled.filter((name) => variableName.test(name));
  const namesByReason = Map.groupBy(ignored, explainIgnored);
  const notices = [...namesByReason].map(([why, names]) => `Ignored, ${why}: ${names.sort().join(", ")}.`);
  const odd = unhandled.length - ignored.length;
  return odd === 0 ? notices.sort() : [...notices.sort(), describeOddLines(odd)];
}

function explainIgnored(name: string): string {
  if (formerPrefixes.some((prefix) => name.startsWith(`${prefix}_`)))
    return "not needed: each person connects their own account with the application's client";
  return otherLines.find(({ names }) => names.test(name))?.why ?? "not known";
}

const formerPrefixes = manifests.flatMap(({ formerEnvironmentPrefix: prefix }) => prefix ?? []);

/** A line of a secret that spans several lines can look like a variable: what is not named like one is not printed. */
const variableName = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

const describeOddLines = (count: number) =>
  `Ignored: ${count} that ${count === 1 ? "is" : "are"} not named like a variable; a value of several lines must stand in quotes.`;
