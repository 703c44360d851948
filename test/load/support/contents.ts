// What the flows whose costs are counted carry: contents of median size, and of the 99th percentile.
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { Size } from "./count-flow.ts";

/** The payloads that GitHub publishes as examples of its events. */
const published: readonly { readonly examples: readonly unknown[] }[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples/api.github.com/index.json",
);

const texts = published.flatMap(({ examples }) => examples.map((example) => JSON.stringify(example)));
const byCompressedSize = texts.toSorted((a, b) => gzipSync(a).length - gzipSync(b).length);

/** A payload of 5 kB, with the redundancy that such JSON has. */
const fiveKilobytes = JSON.stringify(
  Array.from({ length: 28 }, (_, id) => ({
    id: crypto.randomUUID(),
    url: `https://api.example.com/repos/acme/site/issues/${id}`,
    user: { login: `person-${id}`, type: "User", site_admin: false },
    state: "open",
  })),
);

/** Webhooks: 5 kB, which compress to what the median of GitHub's examples does; and the one that 99 of 100 of these do not exceed. */
export const payloads: Readonly<Record<Size, string>> = {
  median: fiveKilobytes,
  p99: byCompressedSize[Math.floor(byCompressedSize.length * 0.99)] ?? "",
};

/** GitHub's tokens have up to 255 characters, Google's up to 2,048: developers.google.com/identity/protocols/oauth2, Token size */
export const tokenBytes: Readonly<Record<Size, number>> = { median: 255, p99: 2048 };

const excerpt = "Could you look at the pricing page before Friday? ".repeat(6);
const actionItem = { text: `${excerpt}${excerpt}`.slice(0, 300), confidence: 0.9, done: false, assignee: "Ben" };

/** The second is a mail to twenty people that asks for ten things, the most that is kept. */
export const activities: Readonly<Record<Size, Readonly<Record<string, unknown>>>> = {
  median: { excerpt, participants: ["Ada", "Ben"] },
  p99: {
    excerpt,
    participants: Array.from({ length: 20 }, (_, at) => `Person Number ${at}`),
    actionItems: Array.from({ length: 10 }, () => actionItem),
  },
};

/** A list of channels as Slack answers it: 10 kB, and a full page whose names are as long as Slack allows (80). */
export const channels: Readonly<Record<Size, ReturnType<typeof createChannel>[]>> = {
  median: Array.from({ length: 90 }, (_, at) => createChannel(at, 8)),
  p99: Array.from({ length: 100 }, (_, at) => createChannel(at, 68)),
};

function createChannel(at: number, more: number) {
  return {
    id: `C${String(at).padStart(10, "0")}`,
    name: `project-${at}-${crypto.randomUUID()}${crypto.randomUUID()}`.slice(0, 12 + more),
    is_channel: true,
    is_private: false,
    is_archived: false,
    is_member: true,
    num_members: at,
    topic: { value: `What the team of project ${at} works on this week` },
    purpose: { value: "" },
  };
}
