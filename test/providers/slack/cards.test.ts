import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { createMentionFormatter } from "../../../lib/providers/slack/cards/mentions.ts";
import { toNotificationCard } from "../../../lib/providers/slack/cards/notification-card.ts";
import {
  type MentionFormatter,
  toProjectUpdateCard,
  toTaskCard,
} from "../../../lib/providers/slack/cards/request-cards.ts";
import { projectUpdate, taskNotification } from "../../../lib/providers/slack/cards/requests.ts";
import { escapeText, formatLink } from "../../../lib/providers/slack/escape-text.ts";
import { fc } from "../../support/properties.ts";
import { findBrokenLimits, findMarkup } from "./support/card-limits.ts";

const nobody: MentionFormatter = createMentionFormatter(new Map());
const now = 1_800_000_000;

/** Any text, and texts of characters with a meaning in Slack. */
const short = fc.oneof(
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(..."<>&!@#|^*\n ;", "\u202e", "\r", "<!channel>", "<@U0ACMEADA>", "&lt;", "👩‍🚀", "\ud800"),
  }),
);
/** The same, longer than any limit. */
const text = fc.oneof(
  short,
  fc.tuple(short, fc.integer({ min: 1, max: 600 })).map(([one, times]) => one.repeat(times)),
);
const said = text.filter((one) => one.trim() !== "");

test("an escaped text reads as it was written, but for what nobody sees", () => {
  const decodeEntities = (markup: string) =>
    markup.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  fc.assert(
    fc.property(short, (one) => {
      const seen = one
        .toWellFormed()
        .replace(/\r\n?/g, "\n")
        .replace(/(?![\t\n])\p{Cc}|\p{Bidi_Control}/gu, "")
        .trim();
      expect(decodeEntities(escapeText(one, 1_000_000))).toBe(seen);
    }),
  );
});

test("a text that is cut has no half of an entity or a character in it, and says that it goes on", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 300 }), (one, most) => {
      const cut = escapeText(one, most);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.replace(/&(?:amp|lt|gt);/g, "")).not.toMatch(/[<>&]/);
      if (escapeText(one, 1_000_000).length > most) expect(cut.endsWith("…")).toBe(true);
    }),
  );
});

test("whatever a project update says, its card keeps Slack's limits and has no markup but ours", () => {
  fc.assert(
    fc.property(
      said,
      said,
      said,
      fc.array(
        short.filter((one) => one.trim() !== ""),
        { maxLength: 10 },
      ),
      (projectName, status, details, mentions) => {
        const card = toProjectUpdateCard({ projectName, status, details, mentions }, nobody, now);
        expect(findBrokenLimits(card)).toEqual([]);
        expect(findMarkup(card).filter((markup) => !/^<(?:!date\^1800000000\^|@U0ACMEADA>$)/.test(markup))).toEqual([]);
      },
    ),
  );
});

test("whatever a task says, its card keeps Slack's limits and has no markup but ours", () => {
  fc.assert(
    fc.property(said, said, (task, assignee) => {
      const card = toTaskCard({ task, assignee, dueDate: "2026-11-20" }, nobody, now);
      expect(findBrokenLimits(card)).toEqual([]);
      expect(findMarkup(card).filter((markup) => !/^<(?:!date\^1800000000\^|@U0ACMEADA>$)/.test(markup))).toEqual([]);
    }),
  );
});

test("whatever happened, its card keeps Slack's limits and links to nothing but its source", () => {
  const happened = fc.record({
    provider: fc.constant("gmail"),
    title: text,
    excerpt: text,
    source: fc.record({
      url: fc.oneof(
        short.map((part) => `https://a.example/${part}?${part}#${part}`),
        short,
      ),
      id: short,
    }),
    actionItems: fc.array(fc.record({ text, assignee: short, due: fc.constantFrom("2026-11-20", "soon", "<!here>") }), {
      maxLength: 10,
    }),
    participants: fc.array(short, { maxLength: 30 }),
    at: fc.constant("2026-11-20T10:00:00.000Z"),
    postTo: fc.constant("C1"),
    toldAt: fc.constant(now),
  });
  fc.assert(
    fc.property(happened, (one) => {
      const card = toNotificationCard(one, "Gmail");
      expect(findBrokenLimits(card)).toEqual([]);
      expect(
        findMarkup(card).filter((markup) => !/^<(?:!date\^\d+\^|https?:\/\/[^<>|]+\|Open in Gmail>$)/.test(markup)),
      ).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("nobody is mentioned who is not named by an id", () => {
  expect(["<!channel>", "<!subteam^S1>", "@here", "<@U0ACMEADA|<!here>", "U0ACMEADA, <!channel>"].map(nobody)).toEqual([
    "&lt;!channel&gt;",
    "&lt;!subteam^S1&gt;",
    "@here",
    "&lt;@U0ACMEADA|&lt;!here&gt;",
    "U0ACMEADA, &lt;!channel&gt;",
  ]);
  expect(["U0ACMEADA", "<@U0ACMEADA>", "<@U0ACMEADA|ada>", "WILLIAMSON"].map(nobody)).toEqual([
    "<@U0ACMEADA>",
    "<@U0ACMEADA>",
    "<@U0ACMEADA>",
    "WILLIAMSON",
  ]);
});

test.each([
  ["https://a.example/x?q=<b>|c&d=1#<e>", "<https://a.example/x?q=%3Cb%3E%7Cc&amp;d=1#%3Ce%3E|label>"],
  ["javascript:alert(1)", "label"],
  ["not an address", "label"],
  [`https://a.example/${"x".repeat(3000)}`, "label"],
])("the address %s becomes a link or stays out", (address, expected) => {
  expect(formatLink(address, "label")).toBe(expected);
});

test("a project update is a header, fields, its details, a line and small print, and reads well without them", () => {
  const links = [{ url: "https://a.example/", title: "The plan" }];
  const update = {
    projectName: "Atlas",
    status: "Done & dusted",
    details: "All\nshipped",
    links,
    mentions: ["U0ACMEADA"],
  };
  const card = toProjectUpdateCard(update, nobody, now);
  expect(card.text).toBe("📣 Project Update: Atlas: Done &amp; dusted: All\nshipped");
  expect(card.blocks.map(({ type }) => type)).toEqual([
    "header",
    "section",
    "section",
    "context",
    "divider",
    "context",
  ]);
  expect(JSON.stringify(card.blocks)).toContain("*Update*\\nDone &amp; dusted");
  expect(JSON.stringify(card.blocks)).toContain("<https://a.example/|The plan>");
  expect(JSON.stringify(card.blocks)).toContain('"<@U0ACMEADA>"');
});

test.each([
  ["2026-11-20", "20 November 2026"],
  ["2026-11-20T15:00", "20 November 2026, 15:00"],
  ["2026-11-20T15:00:00Z", "<!date^1795186800^{date_long_pretty} at {time}|20 November 2026, 15:00 UTC>"],
  ["next Friday <!channel>", "next Friday &lt;!channel&gt;"],
  ["20.11.2026", "20.11.2026"],
  ["2026-11-20T23:30:00-05:00", "<!date^1795235400^{date_long_pretty} at {time}|21 November 2026, 04:30 UTC>"],
])("the due date %s is shown as %s", (dueDate, expected) => {
  const shown = JSON.stringify(toTaskCard({ task: "Ship", dueDate }, nobody, now).blocks);
  expect(shown).toContain(`*Due*\\n${expected}`);
});

test("a due date in words cannot mention anybody, not even in the card's text", () => {
  const card = toTaskCard({ task: "Ship", dueDate: "soon <!channel>" }, nobody, now);
  expect(card.text).toBe("Task: Ship, due soon &lt;!channel&gt;");
});

const wrongField = (of: { success: boolean; error?: { issues: readonly { path: readonly PropertyKey[] }[] } }) =>
  of.success ? undefined : of.error?.issues[0]?.path.join(".");

test.each([
  [
    { projectName: "A", updateType: "done", details: "d" },
    { status: "done", details: "d" },
  ],
  [
    { projectName: "A", status: "done", message: "d" },
    { status: "done", details: "d" },
  ],
  [
    { projectName: "A", status: "done" },
    { status: "done", details: "" },
  ],
])("a project update is understood in both generations' words: %j", (body, expected) => {
  expect(projectUpdate.parse(body)).toEqual({ projectName: "A", ...expected });
});

test.each([
  ["projectName", { updateType: "u", details: "d" }],
  ["updateType", { projectName: "A", details: "d" }],
  ["details", { projectName: "A", status: "d", details: 1 }],
  ["links.0.url", { projectName: "A", status: "d", message: "m", links: [{ url: "javascript:alert(1)" }] }],
])("a project update is refused for its %s", (field, body) => {
  expect(wrongField(projectUpdate.safeParse(body))).toBe(field);
});

test.each(["2026-02-30", "2026-13-01", "2026-11-20T25:00:00Z", "2026-11", "x".repeat(101)])(
  "the due date %j is refused by name",
  (dueDate) => {
    expect(wrongField(taskNotification.safeParse({ task: "Ship", dueDate }))).toBe("dueDate");
  },
);

test("an empty form field counts as left out", () => {
  const task = taskNotification.parse({ task: "Ship", title: "", assignee: "", dueDate: "" });
  expect(task).toEqual({ task: "Ship" });
  expect(taskNotification.parse({ task: "", title: "Ship" })).toEqual({ task: "Ship" });
  const update = { projectName: "A", updateType: "", status: "s", details: " ", message: "m" };
  expect(projectUpdate.parse(update)).toEqual({ projectName: "A", status: "s", details: "m" });
  expect(wrongField(projectUpdate.safeParse({ projectName: "", status: "s", message: "m" }))).toBe("projectName");
});

test("a task may be called a title, and lack all but its name", () => {
  expect(taskNotification.parse({ taskTitle: "Ship" })).toEqual({ task: "Ship" });
  expect(taskNotification.parse({ title: "Ship", assignee: null, dueDate: null })).toMatchObject({ task: "Ship" });
  expect(wrongField(taskNotification.safeParse({ assignee: "ada" }))).toBe("task");
});
