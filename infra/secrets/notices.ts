import { manifests } from "../../lib/providers/manifests.ts";
import type { Lines } from "./lines.ts";
import { otherLines } from "./other-lines.ts";

const handledLines = new Set([
  "WEBHOOK_BASE_URL",
  "JWT_SECRET",
  // Compared with the stage's configuration.
  "GOOGLE_PUBSUB_TOPIC",
  "GOOGLE_PUBSUB_AUDIENCE",
  "GOOGLE_PUBSUB_SERVICE_ACCOUNT",
  ...manifests.flatMap(({ environmentPrefix: prefix, webhook }) => [
    `${prefix}_CLIENT_ID`,
    `${prefix}_CLIENT_SECRET`,
    `${prefix}_REDIRECT_URI`,
    webhook?.secret?.variable ?? "",
  ]),
]);

/** Lists the ignored lines with the reason, so that nobody believes they were written. */
export function listNotices(lines: Lines): string[] {
  const ignored = Object.keys(lines).filter((name) => lines[name] && !handledLines.has(name));
  const namesByReason = [
    [ignored.filter((name) => name.startsWith("REDIS_")), "not needed: there is no Redis here"],
    [ignored.filter((name) => isIgnoredLine(name)), "not used by this version"],
    [ignored.filter((name) => !isIgnoredLine(name) && !name.startsWith("REDIS_")), "not known"],
  ] as const;
  return namesByReason
    .filter(([names]) => names.length > 0)
    .map(([names, why]) => `Ignored, ${why}: ${names.sort().join(", ")}.`);
}

const isIgnoredLine = (name: string) => otherLines.some((line) => line.test(name));
