// The mix of calls of the old gateway's load test: which share of it is answered. The figure stands in a note of the run.
import { expect, test } from "vitest";
import { addNote } from "../../support/note.ts";
import { type AssistantPerson, connectAll, createAssistantPerson } from "../support/assistant.ts";

interface Part {
  /** Percent of all calls. */
  readonly share: number;
  readonly calls: readonly string[];
  /** Why its calls are not answered on this stage. */
  readonly whyNot?: string;
}

const mix: Readonly<Record<string, Part>> = {
  health: { share: 10, calls: ["GET /health", "GET /api/v1/health"] },
  slack: {
    share: 20,
    calls: ["GET /api/xynergyos/v2/slack/channels", "GET /api/v2/slack/users", "GET /api/v2/slack/status"],
  },
  calendar: {
    share: 20,
    calls: ["GET /api/xynergyos/v2/calendar/events", "GET /api/v2/calendar/events?maxResults=10"],
  },
  gmail: { share: 20, calls: ["GET /api/v2/email/messages", "GET /api/xynergyos/v2/gmail/messages?maxResults=10"] },
  crm: { share: 15, calls: ["GET /api/v2/crm/contacts"], whyNot: "the old path of CRM contacts is not known" },
  connections: { share: 10, calls: ["GET /api/v1/oauth/connections", "GET /api/v1/integrations/list"] },
  queries: { share: 5, calls: ["POST /api/mcp/query"], whyNot: "the stage has no database to ask" },
};

/** Makes a call such as `GET /health`. */
async function readStatus({ browser }: AssistantPerson, call: string): Promise<number> {
  const [method = "GET", path = ""] = call.split(" ");
  return (await browser.request(path, { method, ...(method === "POST" && { body: { query: "how many users" } }) }))
    .status;
}

test("all calls of the old load mix are answered, but those that the stage has nothing for", async () => {
  const person = await createAssistantPerson();
  await connectAll(person, "slack", "gmail", "calendar");
  const counted = await Promise.all(
    Object.entries(mix).map(async ([name, { share, calls, whyNot }]) => {
      const statuses = await Promise.all(calls.map((call) => readStatus(person, call)));
      const passed = statuses.filter((status) => status === 200).length;
      return {
        name,
        share: (share * passed) / calls.length,
        missing: passed < calls.length && whyNot === undefined,
      };
    }),
  );
  const share = counted.reduce((sum, one) => sum + one.share, 0);
  const later = Object.values(mix).filter(({ whyNot }) => whyNot !== undefined);
  await addNote(
    `Of the old gateway's load mix, ${share} % of the calls are answered; the rest: ${later.map(({ whyNot, share: rest }) => `${rest} %, ${whyNot}`).join("; ")}.`,
  );
  expect(counted.filter(({ missing }) => missing)).toEqual([]);
  expect(share).toBe(80);
});
