// Activities of the canned API, in the shape of GET /api/v1/activity.

const minute = 60_000;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();

const start = Date.now() - minute;
/** The later the higher its number, whenever it is made. */
const toTime = (seq: number) => new Date(start + seq * 10).toISOString();

export function createActivity(seq: number, changes: Record<string, unknown> = {}) {
  return {
    id: String(seq),
    seq,
    provider: "slack",
    kind: "message",
    title: `Message ${seq}`,
    excerpt: "",
    source: { url: `https://acme.slack.example/p${seq}`, id: `C1:${seq}` },
    actionItems: [],
    participants: ["Ben"],
    at: toTime(seq),
    connectionId: "slack-acme",
    done: false,
    ...changes,
  };
}

export const createManyActivities = () => [
  createActivity(12, {
    title: "Ben in #design-reviews",
    excerpt: "Ada, could you review the pricing page by Friday? The copy is final, only the table is new.",
    actionItems: [
      {
        text: "could you review the pricing page by Friday?",
        assignee: "Ada",
        due: "2026-11-27",
        confidence: 0.9,
        done: false,
      },
    ],
    at: minutesAgo(3),
  }),
  createActivity(11, {
    provider: "gmail",
    kind: "mail",
    title: "Invoice 1042",
    excerpt: "Your invoice is attached. Please pay it by the end of the month.",
    actionItems: [
      { text: "Please pay it by the end of the month.", due: "2026-11-30T17:00:00Z", confidence: 0.8, done: true },
    ],
    at: minutesAgo(95),
  }),
  createActivity(10, {
    provider: "calendar",
    kind: "event",
    title: "Quarterly planning",
    excerpt: "Moved to Thursday, 14:00",
    source: { url: "javascript:alert(1)", id: "evt" },
    at: minutesAgo(60 * 26),
  }),
];
