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

/** Says which lines were left alone, and why: silence would look as if they had been taken. */
export function listNotices(lines: Lines): string[] {
  const left = Object.keys(lines).filter((name) => lines[name] && !handledLines.has(name));
  const said = [
    [left.filter((name) => name.startsWith("REDIS_")), "not needed: there is no Redis here"],
    [left.filter((name) => isIgnoredLine(name)), "not used by this version"],
    [left.filter((name) => !isIgnoredLine(name) && !name.startsWith("REDIS_")), "not known"],
  ] as const;
  return said
    .filter(([names]) => names.length > 0)
    .map(([names, why]) => `Ignored, ${why}: ${names.sort().join(", ")}.`);
}

const isIgnoredLine = (name: string) => otherLines.some((line) => line.test(name));
