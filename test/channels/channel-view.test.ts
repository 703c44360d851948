import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import { channelView } from "../../lib/oauth/channel-view.ts";
import { connectionView } from "../../lib/oauth/connection-view.ts";
import { aConnection } from "../oauth/a-connection.ts";
import { aChannel } from "./support/a-channel.ts";

const now = 1_800_000_000;

test("shows what a person needs of a channel, and nothing of its keys", () => {
  const shown = channelView(aChannel({ expiresAt: now + 60, lastEventAt: now, error: "Slow", cursor: "42" }), now);
  expect(shown).toEqual({
    id: expect.stringMatching(/^[\w-]+$/),
    kind: "mailbox",
    status: "active",
    expiresAt: "2027-01-15T08:01:00.000Z",
    lastEventAt: "2027-01-15T08:00:00.000Z",
    error: "Slow",
  });
});

test("calls one lapsed that is past its end, although nobody has looked yet", () => {
  expect(channelView(aChannel({ expiresAt: now }), now).status).toBe("lapsed");
});

test("a connection without channels says nothing of them", () => {
  expect(connectionView(aConnection(), [], now)).not.toHaveProperty("channels");
  expect(connectionView(aConnection(), [aChannel()], now).channels).toHaveLength(1);
});
