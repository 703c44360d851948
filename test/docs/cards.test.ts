// The cards that docs/automations.md shows are what arrives in Slack.
import "../http/lambda-environment.ts";
import { describe, expect, it } from "vitest";
import { createMentionFormatter } from "../../lib/providers/slack/cards/mentions.ts";
import { toNotificationCard } from "../../lib/providers/slack/cards/notification-card.ts";
import { describeUpdate } from "../../lib/providers/slack/cards/project-updates.ts";
import { toProjectUpdateCard, toTaskCard } from "../../lib/providers/slack/cards/request-cards.ts";
import { projectUpdate, taskNotification } from "../../lib/providers/slack/cards/requests.ts";
import { readDocument } from "./support/read-documents.ts";

const { text, blocks } = await readDocument("docs/automations.md");
const readJson = (heading: string): unknown[] =>
  blocks.filter((block) => block.heading === heading && block.language === "json").map(({ code }) => JSON.parse(code));

/** Slack knows one Ben. */
const mention = createMentionFormatter(new Map([["Ben", "U0ACMEBEN"]]));
const now = Date.parse("2026-12-01T09:30:00Z") / 1000;

describe("docs/automations.md", () => {
  it("shows the card of a project update", () => {
    const [given, shown] = readJson("A project update or a code review");
    expect(toProjectUpdateCard(projectUpdate.parse(given), mention, now)).toEqual(shown);
  });

  it("shows the card of a task", () => {
    const [given, shown] = readJson("A task");
    expect(toTaskCard(taskNotification.parse(given), mention, now)).toEqual(shown);
  });

  it("shows the card of an activity", () => {
    const activity = {
      ...{
        provider: "figma",
        title: "Grace commented on Home page",
        excerpt: "Ada, can you check the contrast by Friday?",
      },
      ...{
        source: { url: "https://www.figma.com/file/FigHome000000000000001#1234", id: "1234" },
        participants: ["Grace"],
      },
      actionItems: [{ text: "check the contrast", assignee: "Ada", due: "2026-12-04" }],
      ...{ at: "2026-12-01T09:30:00Z", postTo: "#design-reviews", toldAt: now },
    };
    expect(toNotificationCard(activity, "Figma")).toEqual(readJson("A notification of an activity")[0]);
  });

  it("names words that choose a header", () => {
    const [, sentence = ""] = /Known words choose the header,([\s\S]*?); others show/.exec(text) ?? [];
    const words = [...sentence.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
    expect(words.length).toBeGreaterThan(12);
    expect(words.filter((word) => describeUpdate(word) === describeUpdate("a word nobody knows"))).toEqual([]);
  });
});
