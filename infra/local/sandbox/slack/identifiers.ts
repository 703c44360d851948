// Translates ids: the emulator's are random, and every workspace is T000000001; the sandbox's are fixed, per workspace.
import { z } from "zod";
import type { Emulator } from "../emulator.ts";
import { callAsAdmin } from "./admin-client.ts";
import type { Workspace } from "./seed.ts";

export interface Identifiers {
  outward(text: string): string;
  inward(text: string): string;
  /** The emulator's id of a user or channel, by name. */
  inside(name: string): string;
}

const channelList = z.object({ channels: z.array(z.object({ id: z.string(), name: z.string() })) });
const userList = z.object({ members: z.array(z.object({ id: z.string(), name: z.string(), is_bot: z.boolean() })) });

/** Channels are numbered in the order of the seed after general (1) and random (2); users' ids contain their handle. */
export async function readIdentifiers(emulator: Emulator, { name, team }: Workspace): Promise<Identifiers> {
  const types = "public_channel,private_channel";
  const { channels } = channelList.parse(
    await callAsAdmin(emulator, "admin", "conversations.list", { types, limit: "1000" }),
  );
  const { members } = userList.parse(await callAsAdmin(emulator, "admin", "users.list", { limit: "1000" }));
  const people = members.filter((member) => !member.is_bot);
  const prefix = name.toUpperCase();
  const outside = new Map<string, string>([["T000000001", team.id]]);
  channels.forEach((channel, index) => {
    outside.set(channel.id, `C0${prefix}${index + 1}`);
  });
  for (const person of people) outside.set(person.id, `U0${prefix}${person.name.toUpperCase()}`);
  const insideByName = new Map([...channels, ...people].map((one) => [one.name, one.id]));
  return {
    outward: createReplacer(outside),
    inward: createReplacer(new Map([...outside].map(([inner, outer]) => [outer, inner]))),
    inside: (wanted) => insideByName.get(wanted) ?? "",
  };
}

function createReplacer(pairs: ReadonlyMap<string, string>): (text: string) => string {
  // Longest first: C0ACME1 must not match the start of C0ACME10.
  const known = [...pairs.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`\\b(?:${known.join("|")})\\b`, "g");
  return (text) => text.replace(pattern, (id) => pairs.get(id) ?? id);
}
