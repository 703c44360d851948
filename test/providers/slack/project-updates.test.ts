import "../../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { createMentionFormatter } from "../../../lib/providers/slack/cards/mentions.ts";
import { toProjectUpdateCard } from "../../../lib/providers/slack/cards/request-cards.ts";
import { projectUpdate } from "../../../lib/providers/slack/cards/requests.ts";
import { findBrokenLimits } from "./support/card-limits.ts";

const nobody = createMentionFormatter(new Map());
const now = 1_800_000_000;

test.each([
  ["completed", "✅ Project Completed: Atlas"],
  ["Completed ", "✅ Project Completed: Atlas"],
  ["started", "🚀 Project Started: Atlas"],
  ["in progress", "📝 Project In Progress: Atlas"],
  ["In-Progress", "📝 Project In Progress: Atlas"],
  ["updated", "📝 Project Updated: Atlas"],
  ["milestone", "🎯 Project Milestone: Atlas"],
  ["delayed", "⚠️ Project Delayed: Atlas"],
  ["blocked", "⛔ Project Blocked: Atlas"],
  ["constructor", "📣 Project Update: Atlas"],
  ["<!channel>", "📣 Project Update: Atlas"],
])("the header of an update of the type %j says what happened", (updateType, headline) => {
  const card = toProjectUpdateCard(projectUpdate.parse({ projectName: "Atlas", updateType }), nobody, now);
  expect(card.blocks[0]).toMatchObject({ type: "header", text: { type: "plain_text", text: headline, emoji: true } });
  expect(card.blocks.map(({ type }) => type)).toEqual(["header", "section", "divider", "context"]);
  expect(card.text.startsWith(`${headline}: `)).toBe(true);
  expect(findBrokenLimits(card)).toEqual([]);
});
