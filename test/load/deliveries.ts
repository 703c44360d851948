// The deliveries of the load test: signed Slack events, some sent twice, some forged.
import { randomUUID } from "node:crypto";
import { hexHmac, slackHeaders } from "../support/signing.ts";

export interface Person {
  readonly team: string;
  readonly user: string;
}

export interface LoadDelivery {
  readonly kind: "genuine" | "duplicate" | "forgery";
  /** A text that the user's activity must contain when the event was processed. */
  readonly marker: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Of a hundred deliveries, one is sent again and one is forged. */
const perHundred = 100;

/** @returns `count` deliveries, to each person in turn; a duplicate comes about fifty places after its original */
export function createDeliveries(count: number, people: readonly Person[], secret: string): LoadDelivery[] {
  const made: LoadDelivery[] = [];
  for (let index = 0; made.length < count; index += 1) {
    const person = people[index % people.length];
    if (person === undefined) throw new Error("There is nobody to tell");
    const place = made.length % perHundred;
    const before = made.at(-50);
    if (place === 77 && before?.kind === "genuine") made.push({ ...before, kind: "duplicate" });
    else made.push(place === 33 ? createForged(person, index, secret) : createGenuine(person, index, secret));
  }
  return made;
}

function createGenuine(person: Person, index: number, secret: string): LoadDelivery {
  const marker = `marker-${index}-${randomUUID().slice(0, 8)}`;
  const body = createEvent(person, marker);
  return { kind: "genuine", marker, body, headers: slackHeaders(secret, body) };
}

/** A delivery with a wrong secret, a changed body, an old timestamp or no signature, in turn. */
function createForged(person: Person, index: number, secret: string): LoadDelivery {
  const marker = `forged-${index}-${randomUUID().slice(0, 8)}`;
  const body = createEvent(person, marker);
  const seconds = Math.floor(Date.now() / 1000);
  const attempts = [
    slackHeaders("not-the-secret", body),
    { ...slackHeaders(secret, `${body} `) },
    slackHeaders(secret, body, seconds - 301),
    { "x-slack-request-timestamp": String(seconds) },
    {
      "x-slack-request-timestamp": String(seconds),
      "x-slack-signature": `v1=${hexHmac(secret, `v0:${seconds}:`, body)}`,
    },
  ];
  return { kind: "forgery", marker, body, headers: attempts[index % attempts.length] ?? {} };
}

/** Counts messages, since Slack gives each message of a channel a unique timestamp. */
let messages = 0;

function createEvent({ team, user }: Person, marker: string): string {
  messages += 1;
  const ts = `${Math.floor(Date.now() / 1000)}.${String(messages).padStart(6, "0")}`;
  return JSON.stringify({
    type: "event_callback",
    team_id: team,
    api_app_id: "A0PATCHBAY",
    event_id: `Ev${randomUUID().replaceAll("-", "").slice(0, 12).toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: user, is_bot: false, is_enterprise_install: false },
    ],
    event: {
      type: "message",
      channel: "C0LOAD",
      channel_type: "channel",
      user: "U0SOMEONE",
      text: marker,
      ts,
      event_ts: ts,
    },
  });
}
